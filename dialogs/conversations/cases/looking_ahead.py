"""*Hva skjer videre*: what will be sent in a case, to whom and why, if nobody acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dialogs import interludes
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done
from dialogs.reader import Reader
from dialogs.state import Conversation
from dialogs.turn import Turn
from dialogs.wording.nb import ahead as say
from dialogs.wording.nb.conversations import joined
from pathway.service.daemon.looking_ahead import AHEAD, FURTHER, coming

MOST = 12
"""Lines that are shown; further on, somebody will have acted."""


def show_ahead(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """One card with what comes, the nearest first; that there is more further on is said."""
    case = interludes.case_to_show(talk, "ahead", rest, reader)
    if isinstance(case, Turn):
        return case
    desk = reader.desk_for(case.ref)
    names = {person.id: person.name for person in desk.clinic.staff}
    everything = coming(desk.context, case, FURTHER)
    found = [one for one in everything if one.departure.at <= desk.now + AHEAD]
    told = [(one.on, say.what(one, names.get(one.departure.to, ""))) for one in found]  # type: ignore[call-overload] # an id, or an address
    lines = _once(told)
    more = say.MORE if len(lines) > MOST or len(found) < len(everything) else ""
    lines = lines[:MOST]
    text = joined(say.heading(case.ref), *lines, more) if lines else say.nothing(case.ref)
    reply = done(say.TITLE, text, *next_steps(desk, case)[:3])
    return Turn(state=replace(talk, case=case.ref), replies=(reply,))


def _once(told: Sequence[tuple[date, str]]) -> list[str]:
    """Each thing once, on its first day, with the later days on which the same comes again."""
    days: dict[str, list[date]] = {}
    for on, what in told:
        days.setdefault(what, []).append(on)
    return [say.line(what, list(dict.fromkeys(on))) for what, on in days.items()]
