"""What is said while the meeting of a case runs, as people say it: *avslutt*, *Nav gikk*."""

from __future__ import annotations

from dialogs.conversations.people import participants
from dialogs.form import Missed
from dialogs.parsing import Asked, reference_in, without_reference
from dialogs.reader import Reader
from dialogs.reading import choose
from dialogs.state import Conversation
from dialogs.understand.run_words import more_time, person_first
from dialogs.wording.nb.words.run import ALONE
from pathway import running
from pathway.case import Case


def alone(talk: Conversation, said: str, reader: Reader) -> Asked | None:
    """*Avslutt* or *neste* alone, while the meeting of the case that is talked about runs."""
    name = ALONE.get(said)
    return Asked(name=name, rest="") if name and _running(talk.case, reader) else None


def of_somebody(talk: Conversation, text: str, reader: Reader) -> Asked | None:
    """As in "Nav er 10 min forsinket", of somebody in the case whose meeting runs."""
    ref = reference_in(text) or talk.case
    told = person_first(without_reference(text, ref))
    case = _running(ref, reader) if told else None
    if told is None or case is None:
        return None
    known = tuple(person for person in case.participants if person.ended_at is None)
    if isinstance(choose(told.who, participants.choices_of(known)), Missed):
        return None
    return Asked(name=told.name, rest=f"{ref} {told.who} {told.minutes}".strip())


def more(talk: Conversation, text: str, reader: Reader) -> Asked | None:
    """As in "+10 min", while the meeting of the case that is named or talked about runs."""
    ref = reference_in(text) or talk.case
    minutes = more_time(without_reference(text, ref))
    known = minutes and _running(ref, reader)
    return Asked(name="longer", rest=f"{ref} {minutes}") if known else None


def _running(ref: str, reader: Reader) -> Case | None:
    case = reader.case(ref) if ref else None
    return case if case and running.going_on(case) else None
