"""What the program says by itself: every notice, and the day's digest."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.cards import guide
from dialogs.gallery import cast
from dialogs.gallery.album import Example
from dialogs.messages import reply_of
from dialogs.texts import NorwegianTexts
from dialogs.wording.nb import gallery as words
from dialogs.wording.nb.notices.catalogue import NOTICES
from pathway.digests import HeldUp, HeldUpList
from pathway.outgoing import Content
from pathway.ports import DigestLine, Notice
from pathway.views import Waiting
from pathway.words import CaseRef, PromiseId, PromiseKind, Role

REF = CaseRef("K7M2")
DIGEST_LINES = 30

_HOUR = "2027-05-20T"
_LONG = {
    "role": "substitute",
    "who": "gp",
    "substitute": "for_good",
    "name": words.DOCTORS[0],
    "person": words.OFFICE,
    "office": words.OFFICE,
    "phone": words.PHONE,
    "by": words.STAFF[0],
    "comment": "yes",
    "proposed": "2026-11-26T10:00",
    "verdict": "accepted",
    "why_not": "old_revision",
    "kind": "invitation",
    "error": "refused",
    "deadline": "2027-05-24",
    "latest_safe_day": "2027-04-12",
    "milestone": "shm2_held",
    "meeting_on": "2027-05-20",
    "meeting": "shm1",
    "reason": "died",
    "text": words.COMMENT,
    "doubt": "stranger",
    "count": "17",
    "suits": "3",
    "of": "5",
    "all": "yes",
    "fits": "",
    "names": "siri,kari",
    "first": "2026-11-20",
    "last": "2026-12-11",
    "today": "2026-11-02",
    "people": "\t".join(
        ("nav_adviser", words.ADVISER, f"{_HOUR}09:00Z", f"{_HOUR}10:00Z", "telephone", "", "sent")
    ),
    "leader": words.STAFF[0],
    "wished": words.STAFF[0],
    "met_before": "2026-11-24",
    "there": "patient,gp,nav_adviser",
    "plan": "finished",
    "without": "patient,gp,nav_adviser",
}
"""Everything that a notice may be told, the longest of each."""

_TASK = {
    **(_LONG | {"role": "gp", "contact": "yes", "toward": "secretary"}),
    "asked": "2026-11-02",
    "reminded": "2026-11-09",
    "due": "2026-12-01",
}
_TASKS = (
    PromiseKind.ANSWER,
    PromiseKind.TIME_QUESTION,
    PromiseKind.SECURE_MESSAGE,
    PromiseKind.PHONE_CALL,
    PromiseKind.CONSENT,
    PromiseKind.WISHES,
    PromiseKind.PLACE,
    PromiseKind.SHM2_DETAILS,
    PromiseKind.LINK,
    PromiseKind.REMINDER,
    PromiseKind.MILESTONE,
    PromiseKind.POSTPONED,
    PromiseKind.PREVIEW,
    PromiseKind.NEW_GP,
    PromiseKind.CALL_BACK,
    PromiseKind.QUESTION,
    PromiseKind.TIMES,
    PromiseKind.TIMES_CHOICE,
    PromiseKind.AWAY,
    PromiseKind.ASSESSMENT_START,
    PromiseKind.MEETING_HELD,
    PromiseKind.CLOSE,
    PromiseKind.REFERRAL_CONTENT,
)
_OF_PEOPLE = {
    "participant_declined": "nav_adviser",
    "participant_new_time": "nav_adviser",
    "participant_comment": "nav_adviser",
    "consent_withdrawn": "nav_adviser",
    "question": "nav_adviser",
    "times_answered": "nav_adviser",
    "ring_participant": "interpreter",
    "do_not_ring": "interpreter",
    "cancel_by_hand": "nav_adviser",
    "tell_minute": "nav_adviser",
    "tell_over": "nav_adviser",
    "let_out": "nav_adviser",
    "no_midway": "nav_adviser",
}


def messages() -> Iterator[Example]:
    """Every notice and task with everything that it may be told, the digest, and the welcome."""
    for name in NOTICES:
        if name == "task":
            continue
        values = _LONG | ({"role": _OF_PEOPLE[name]} if name in _OF_PEOPLE else {})
        if name == "handed_over":
            values = _TASK | {"kind": PromiseKind.ANSWER.value}
        yield _example(f"notice.{name}", _said(name, values))
    for kind in _TASKS:
        yield _example(f"task.{kind}", _task(kind))
    yield _example("digest", digest())
    yield _example("digest_of_a_clinician", digest_of_a_clinician())
    yield _example("held_up", NorwegianTexts().held_up(_held_up()))
    yield Example(group="welcome", part="", reply=guide.welcome(words.STAFF[0].split()[0]))


def digest() -> Content:
    """A Monday after a holiday: every kind of task, over and over."""
    kinds = [_TASKS[place % len(_TASKS)] for place in range(DIGEST_LINES)]
    told = [_task(kind) for kind in kinds]
    lines = [DigestLine(ref=REF, text=one.text, actions=one.actions[:2]) for one in told]
    return NorwegianTexts().digest(lines, cast.clinic())


def digest_of_a_clinician() -> Content:
    """As many lines as each have all their buttons."""
    kinds = (PromiseKind.EXTRA_MEETING, PromiseKind.ASSESSMENT_START, PromiseKind.NOTE_WRITE)
    told = [_said("task", _TASK | {"kind": kind, "reader": Role.CLINICIAN}) for kind in kinds]
    lines = [DigestLine(ref=REF, text=one.text, actions=one.actions) for one in told]
    return NorwegianTexts().digest(lines, cast.clinic())


def _held_up() -> HeldUpList:
    """More people than are shown, each with much, and cases that cannot be read."""
    waits = tuple(
        (
            REF,
            Waiting(
                kind=kind,
                promise_id=PromiseId(kind),
                owner_role=Role.GP,
                owner="",
                about_role=None,
                since=cast.STARTED,
                due=cast.MEETING,
                overdue=False,
            ),
        )
        for kind in _TASKS[:6]
    )
    names = [*words.STAFF, *(f"{words.OFFICE} {letter}" for letter in "ABCDEF")]
    people = tuple(HeldUp(name=name, role=Role.GP, waits=waits) for name in names)
    return HeldUpList(people=people, left_out=2)


def _task(kind: PromiseKind) -> Content:
    return _said("task", _TASK | {"kind": kind.value})


def _said(name: str, values: dict[str, str]) -> Content:
    notice = Notice(name=name, ref=REF, values=values, on=cast.MEETING, at=cast.BEGIN)
    return NorwegianTexts().notice(notice)


def _example(group: str, content: Content) -> Example:
    return Example(group=group, part="", reply=reply_of(content))
