"""What one line says of an answer: whose, what, by which way, when, and what is beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.parsing import folded
from dialogs.understand.beginnings import beginnings
from dialogs.understand.moments import read_moment
from dialogs.understand.reading import NotUnderstood
from dialogs.wording.nb import ask_answer as say
from dialogs.wording.nb import ask_verdicts as say_verdict
from dialogs.wording.nb import dates
from pathway.views import InvitationLine
from pathway.words import Channel, InvitationId, Role, Verdict

RING_US = frozenset({Role.PATIENT, Role.RELATIVE})
"""Whose typed answers came by phone where nothing else is said: the page takes all others."""


def facts_said(
    rest: str, asked: Sequence[InvitationLine], silent: InvitationId | None, today: date
) -> dict[str, str]:
    """As in "svar K7M2 ja på telefon", "svar K7M2 pasienten nei, er bortreist"; by question.

    Of `asked` the one is meant whose role or name is said, or `silent`, who alone has not
    answered. Whoever rang did so today, unless another day is said.
    """
    known = [line.participant.name for line in asked]
    told, day = say_verdict.without_day(rest)
    lead, told = _who_first(told, known)  # of "fastlegen ringte" the doctor is not only how it came
    told, way = say_verdict.without_channel(told)
    told, day = (told, day) if day else say_verdict.without_day(told)
    lead, told = (lead, told) if lead else _who_first(told, known)
    verdict, beside = say_verdict.split_verdict(told)
    if verdict and way is None:
        beside, way = say_verdict.without_channel(beside)
    if not verdict and not beside:
        beside_who = rest.split()
        verdict = " ".join(word for word in beside_who if not say.is_named(word))
        lead, way = rest, way or say.channel_named(rest)
    elif say.role_named(beside) and all(say.is_named(word) for word in beside.split()):
        lead, beside = beside, ""
    role = say.role_named(lead)
    who = [line for line in asked if line.participant.role is role]
    if role and not who:
        return {"who": lead}  # asked about: never the only one who is asked
    rings = role in RING_US and bool(verdict)
    proposed, beside = _time_first(verdict, beside, today)
    way = way or (Channel.PHONE if rings else None)
    rang = bool(verdict) and way is Channel.PHONE
    if rang and not lead:
        who = [line for line in asked if line.invitation.id == silent]
    facts = {
        "who": who[0].invitation.id if len(who) == 1 else "",
        "channel": way.value if way else "",
        "verdict": verdict,
        "proposed": proposed,
        "at": day or (dates.digits(today) if rang or rings else ""),
        "comment": beside,
    }
    return {name: text for name, text in facts.items() if text}


def _time_first(verdict: str, beside: str, today: date) -> tuple[str, str]:
    """The time that is wanted instead, where the words after "annet tidspunkt" begin with one.

    Of the words that mean the same time the fewest are it: the others are a comment.
    """
    said = (beside, *beginnings(beside)) if verdict == Verdict.NEW_TIME else ()
    read = [(words, read_moment(words, today)) for words in said]
    times = [(words, meant) for words, meant in read if not isinstance(meant, NotUnderstood)]
    same = [words for words, meant in times if meant == times[0][1]]
    time = same[-1] if same else ""
    return time, beside.removeprefix(time).strip(" ,.;")


def _who_first(told: str, names_: Sequence[str]) -> tuple[str, str]:
    """Whoever answered, where the words begin with that, and the words after it."""
    own = {folded(word) for name in names_ for word in name.split()}
    words, size = told.split(), 0
    while size < len(words) and (folded(words[size]) in own or say.role_named(words[size])):
        size += 1
    return " ".join(words[:size]), " ".join(words[size:])
