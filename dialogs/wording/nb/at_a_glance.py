"""A change at a glance, above its texts: who gets what, who hears nothing, what is waited for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from dialogs.wording.nb import ask_invite, dates, names, promises
from dialogs.wording.nb.grammar import capital, listed
from pathway.model import Participant
from pathway.outgoing import SendingKind
from pathway.views import Asked, Consequence, Plan, Touched, Waiting
from pathway.words import MeetingKind, Milestone, ParticipantId, PromiseKind, Role, Verdict

Rows = list[tuple[str, str]]

_ANSWERS, _CALLED, _TOLD = "Må svare på nytt", "Blir kalt inn", "Får beskjed"
_OFF, _LATER, _NOTHING = "Får avlysning", "Får beskjed senere", "Får ingen melding"
_ORDER = (_ANSWERS, _CALLED, _TOLD, _OFF, _LATER, _NOTHING)
_FACTUAL = {SendingKind.INVITATION: _CALLED, SendingKind.CANCELLATION: _OFF}
_BEFORE = " på forrige innkalling"
_SAID = {
    Verdict.ACCEPTED: "ja",
    Verdict.DECLINED: "nei",
    Verdict.TENTATIVE: "kanskje",
    Verdict.NEW_TIME: "ønsket om et annet tidspunkt",
}
_NO_TO = {
    Verdict.DECLINED: "har sagt nei til dette tidspunktet",
    Verdict.NEW_TIME: "har bedt om et annet tidspunkt enn dette",
}
_HELD = {Milestone.SHM1_HELD: MeetingKind.SHM1, Milestone.SHM2_HELD: MeetingKind.SHM2}


def rows(plan: Plan) -> Rows:
    """What is said of a change before its texts; of one person alone the texts say enough."""
    touched = plan.touched
    if touched is None:
        return []
    told = _grouped(plan.consequences, touched.silent)
    people = {p.id for group in told.values() for p in group}
    by = {one.participant.id: f" {_by(one)}" for one in touched.asked}
    anew = {person.id for person in told[_ANSWERS]}
    shown = [
        (group, _whom(told[group], by if group == _ANSWERS else {}))
        for group in _ORDER
        if told[group] and (len(people) > 1 or (group == _ANSWERS and by))
    ]
    return [
        *(shown if plan.consequences else []),
        *_waits(touched, anew),
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


def _whom(people: Iterable[Participant], by: Mapping[ParticipantId, str]) -> str:
    """As "fastlegen (Kari Testlege) innen 17. november og pasienten"."""
    return listed(ask_invite.inside(p.role, p.name) + by.get(p.id, "") for p in people)


def _by(asked: Asked) -> str:
    """As "innen 17. november", the day that they are told themselves."""
    return f"innen {dates.near(asked.by, asked.wait.since)}" if asked.by else "før møtet"


def _waits(touched: Touched, anew: Collection[ParticipantId]) -> Rows:
    """What is waited for from now on, and what lapses; who answers anew has a row of their own."""
    first = [one.wait for one in touched.asked if one.participant.id not in anew]
    begins = [f"{promises.awaited(w)} ({promises.due(w)})" for w in (*touched.begins, *first)]
    asked = {(one.wait.kind, one.wait.about_role) for one in touched.asked}
    ends = [promises.awaited(w) + (_BEFORE if _is_in(w, asked) else "") for w in touched.ends]
    lapsed = [f"{_SAID[said]} fra {names.role_definite(p.role)}" for p, said in touched.lapsed]
    return [
        ("Nytt å følge opp", listed(begins)),
        ("Faller bort", listed(dict.fromkeys((*lapsed, *ends)))),
    ]


def _is_in(wait: Waiting, asked: Collection[tuple[PromiseKind, Role | None]]) -> bool:
    return (wait.kind, wait.about_role) in asked


def refused(touched: Touched | None) -> list[str]:
    """Who has said no to just the time that the meeting comes to, or wished another (D2)."""
    found = touched.refused if touched else ()
    return [f"{capital(ask_invite.inside(p.role, p.name))} {_NO_TO[said]}." for p, said in found]


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
