"""A change at a glance, above its texts: who gets what, who hears nothing, what is waited for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialogs.wording.nb import ask_invite, dates, names, promises
from dialogs.wording.nb.grammar import listed
from pathway.model import Participant
from pathway.outgoing import SendingKind
from pathway.views import Consequence, Plan, Touched, Waiting
from pathway.words import MeetingKind, Milestone, ParticipantId

Rows = list[tuple[str, str]]

_ANSWERS, _CALLED, _TOLD = "Må svare på nytt", "Blir kalt inn", "Får beskjed"
_OFF, _LATER, _NOTHING = "Får avlysning", "Får beskjed senere", "Får ingen melding"
_ORDER = (_ANSWERS, _CALLED, _TOLD, _OFF, _LATER, _NOTHING)
_FACTUAL = {SendingKind.INVITATION: _CALLED, SendingKind.CANCELLATION: _OFF}
_HELD = {Milestone.SHM1_HELD: MeetingKind.SHM1, Milestone.SHM2_HELD: MeetingKind.SHM2}


def rows(plan: Plan) -> Rows:
    """What is said of a change before its texts; of one person alone the texts say enough."""
    touched = plan.touched
    if touched is None:
        return []
    told = _grouped(plan.consequences, touched.silent)
    people = {p.id for group in told.values() for p in group}
    shown = [(group, _whom(told[group])) for group in _ORDER if told[group]]
    return [
        *(shown if len(people) > 1 and plan.consequences else []),
        *_waits(touched),
        *_deadline(touched),
    ]


def _grouped(
    consequences: Sequence[Consequence], silent: Sequence[Participant]
) -> dict[str, list[Participant]]:
    """Everybody once, under what matters most of what they get."""
    placed: dict[ParticipantId, str] = {}
    people = {c.participant.id: c.participant for c in consequences}
    for told in consequences:
        group, known = _group(told), placed.get(told.participant.id, _NOTHING)
        placed[told.participant.id] = min(group, known, key=_ORDER.index)
    found: dict[str, list[Participant]] = {group: [] for group in _ORDER}
    for who, group in placed.items():
        found[group].append(people[who])
    found[_NOTHING].extend(silent)
    return found


def _group(told: Consequence) -> str:
    if told.kind is None:
        return _NOTHING
    if told.later:
        return _LATER
    asked_anew = told.must_answer and told.kind is SendingKind.UPDATE
    return _ANSWERS if asked_anew else _FACTUAL.get(told.kind, _TOLD)


def _whom(people: Iterable[Participant]) -> str:
    """As "fastlegen (Kari Testlege) og pasienten"."""
    return listed(ask_invite.inside(p.role, p.name) for p in people)


def _waits(touched: Touched) -> Rows:
    begins = [f"{promises.awaited(w)} ({promises.due(w)})" for w in touched.begins]
    return [
        ("Nytt å følge opp", listed(begins)),
        ("Faller bort", _said(touched.ends)),
    ]


def _said(waits: Sequence[Waiting]) -> str:
    return listed(dict.fromkeys(promises.awaited(w) for w in waits))


def _deadline(touched: Touched) -> Rows:
    """The deadline of the meeting whose time is another, and how long one may wait to ask (F2)."""
    if touched.deadline is None or touched.milestone is None:
        return []
    kind = _HELD.get(touched.milestone)
    safe = touched.safe_day
    return [
        (f"Frist for {names.meeting(kind)}" if kind else "Frist", dates.full(touched.deadline)),
        ("Siste trygge dag", dates.full(safe) if safe else ""),
    ]
