"""Mails to the organiser as a transcript tells them, on one line.

K7M2 gp accepted
K7M2 gp accepted fra=vilje@vikar.example navn=Vilje_Vikar ; mer ; Passer det bedre kl. 11?
K7M2 gp new_time tid=2026-11-26T13:00+01:00/60
K7M2 gp out_of_office til=2026-11-13
ukjent accepted fra=ola@prove.example
ukjent undelivered fra=kari@solsiden.example før=3 (hours ago)

Where somebody is asked which times suit, it is about that: K7M2 gp letter ; 1 og 3 passer
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256

from pathway.arrivals import Arrival, Sort
from pathway.case import Case
from pathway.model import Window
from pathway.words import InvitationId, Role, Verdict


def arrival_of(said: str, case_of: Callable[[str], Case], now: datetime) -> Arrival:
    """The mail that is told of, now; the case's latest invitation of the role is meant."""
    head, *more = [part.strip() for part in said.split(";")]
    words = head.split()
    named = [word for word in words if "=" not in word]
    values = _values(words)
    ref, what = named[0], named[2] if len(named) > 2 else named[1]
    found, owner = _invitation(ref, named, case_of)
    answer = what in set(Verdict)
    sender = values.get("fra", owner)
    minutes = timedelta(minutes=int(values.get("tid", "/60").partition("/")[2] or 60))
    start = values.get("tid", "").partition("/")[0]
    at = datetime.fromisoformat(start) if start else now
    comment = " ".join(part for part in more if part != "mer")
    return Arrival(
        key=sha256(f"{said} {now}".encode()).hexdigest(),
        sort=Sort.ANSWER if answer else Sort(what),
        at=now - timedelta(hours=int(values.get("før", "0"))),
        sender=sender,
        sender_name=values.get("navn", "").replace("_", " "),
        attendee=sender,
        invitations=(found,),
        named=True,
        sequence=0 if answer else None,
        stamp=now if answer else None,
        verdict=Verdict(what) if answer else None,
        proposed=Window(start=at, end=at + minutes) if start and what != "accepted" else None,
        starts=at if start and what == "accepted" else None,
        ends=at + minutes if start and what == "accepted" else None,
        says_more="mer" in more,
        to_read="mer" in more and (not comment or comment.endswith("…")),
        comment=comment,
        until=date.fromisoformat(values["til"]) if "til" in values else None,
        reason=values.get("kode", ""),
    )


def _values(words: list[str]) -> dict[str, str]:
    return dict(word.split("=", 1) for word in words if "=" in word)


def _invitation(
    ref: str, named: list[str], case_of: Callable[[str], Case]
) -> tuple[InvitationId, str]:
    if ref == "ukjent":
        return InvitationId("unknown"), ""
    case = case_of(ref)
    people = {p.id: p.email for p in case.participants if p.role is Role(named[1])}
    asked = [one for one in case.asked if one.participant_id in people and not one.ended_at]
    if asked:
        return asked[-1].id, people[asked[-1].participant_id].lower()
    last = [i for i in case.invitations if i.participant_id in people][-1]
    return last.id, people[last.participant_id].lower()
