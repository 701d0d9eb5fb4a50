"""What the clinic's own people owe: questions to settle, texts to send, calls, links, dates."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from pathway import leaving, offers, rules, workdays
from pathway.model import Answer, Consent, Meeting, Participant, Promise
from pathway.outgoing import Sending
from pathway.owed.terms import BY_HAND, came_to_nothing, living, promise_of, since_when
from pathway.words import (
    DOCTORS,
    SHM,
    THIRD_PARTIES,
    Channel,
    InvitationState,
    PromiseKind,
    Role,
    SettledHow,
)

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic

_ASKED_ABOUT = DOCTORS | {Role.PATIENT}
_UNDECIDED = frozenset({InvitationState.DECLINED, InvitationState.NEW_TIME})


def time_questions(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """A doctor's or the patient's no or other time is a question to the secretary (D2).

    So is that of a clinician who must be there, and a time that anybody proposes.
    """
    for meeting, invitation, person in living(case, now):
        state = rules.state_of(case, invitation)
        answer = rules.present_answer(case, invitation)
        if state not in _UNDECIDED or answer is None:
            continue
        if not (_is_needed(meeting, person) or answer.proposals):
            continue
        if meeting.without_gp and person.role in DOCTORS:
            continue
        first = _first_said(case, answer)
        yield promise_of(
            clinic,
            kind=PromiseKind.TIME_QUESTION,
            key=first.id,
            ladder="obtain",
            owner=case.secretary,
            owner_role=Role.SECRETARY,
            about=invitation.id,
            since=first.at,
        )


def _is_needed(meeting: Meeting, person: Participant) -> bool:
    """Whether a meeting is not held without them unless somebody decides so (D2, R16)."""
    must = person.role is Role.CLINICIAN and person.must and meeting.kind in SHM
    return must or person.role in _ASKED_ABOUT


def _first_said(case: Case, answer: Answer) -> Answer:
    """The first of the answers that say the same without another between: one question."""
    first = answer
    counted = [a for a in case.answers_to(answer.invitation_id) if a.counts]
    for earlier in reversed(counted):
        if not rules.same_answer(earlier, answer):
            break
        first = earlier
    return first


def by_hand(case: Case, clinic: Clinic, now: datetime, owed: Container[str]) -> Iterator[Promise]:
    """Each text that waits for a person to send it and tick it off (D3, D6).

    `owed` are the keys of what else is owed: a reminder is sent while its promise is.
    """
    open_ids = {p.id for p in case.promises if p.settled is None and p.key in owed}
    for sending in case.sendings:
        if not sending.waiting or sending.channel not in BY_HAND:
            continue
        wanted = leaving.still_true(case, sending, now, open_ids)
        if wanted and not leaving.frozen(case, sending):
            text = promise_of(
                clinic,
                kind=PromiseKind.SECURE_MESSAGE,
                key=sending.id,
                ladder="secure_message",
                owner=case.secretary,
                owner_role=Role.SECRETARY,
                about=sending.id,
                since=_may_be_sent(sending),
            )
            yield replace(text, due=min(text.due, _of_use_until(sending, clinic)))


def _may_be_sent(sending: Sending) -> datetime:
    """From when a person may send it: a text message only in its own hours (P6)."""
    return sending.not_before if sending.channel is Channel.SMS else sending.created_at


def _of_use_until(sending: Sending, clinic: Clinic) -> date:
    """What is rung, since no letter comes in time, is of no use after the meeting (F18)."""
    if sending.channel is not Channel.PHONE or sending.facts is None:
        return date.max
    return workdays.local_date(sending.facts.window.start, clinic.zone)


def phone_calls(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """Nav and others are told by phone whom it concerns once gate N is open (R14, F5)."""
    for person, opened in (*_may_be_rung(case, now), *offers.to_phone(case, clinic, now)):
        consent = rules.consent_for(case, person)
        if consent is None or person.ended_at or rules.phone_told(case, person):
            continue
        since = max(consent.recorded_at, opened)
        key, again = _call_key(case, person, consent)
        if again:
            since = since_when(case, f"{PromiseKind.PHONE_CALL}:{key}", now)
        yield _call(case, clinic, key, person.id, since)


def _may_be_rung(case: Case, now: datetime) -> Iterator[tuple[Participant, datetime]]:
    for meeting in case.meetings:
        if meeting.alive and meeting.starts_at > now:
            for person in case.participants:
                if rules.may_phone(case, meeting, person):
                    yield person, _gate_opened(case, meeting)


def _call_key(case: Case, person: Participant, consent: Consent) -> tuple[str, bool]:
    """The key of a call, and whether it is to another adviser under the same consent (F12)."""
    key = f"{person.id}:{consent.id}"
    whole = f"{PromiseKind.PHONE_CALL}:{key}"
    earlier = [p for p in case.promises if p.key == whole or p.key.startswith(f"{whole}:")]
    done = sum(p.settled is not None and p.settled.how is SettledHow.DONE for p in earlier)
    return (f"{key}:{done}", True) if done else (key, False)


def _gate_opened(case: Case, meeting: Meeting) -> datetime:
    """When the GP's yes that holds now was given; the case's beginning where none is needed."""
    found = [case.created_at]
    for person in case.present(Role.GP):
        invitation = case.live_invitation(person.id, meeting.id)
        answer = rules.present_answer(case, invitation) if invitation else None
        if answer is not None:
            found.append(answer.at)
    return max(found)


def undelivered(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """What could not be delivered is taken up by phone, until it is put right or answered."""
    for _, invitation, _person in living(case, now):
        since = invitation.undelivered_at
        answer = rules.present_answer(case, invitation)
        if since is not None and (answer is None or answer.at < since):
            key = f"{invitation.id}:{since.isoformat()}:undelivered"
            yield _call(case, clinic, key, invitation.participant_id, since)


def _call(case: Case, clinic: Clinic, key: str, about: str, since: datetime) -> Promise:
    return promise_of(
        clinic,
        kind=PromiseKind.PHONE_CALL,
        key=key,
        ladder="phone_call",
        owner=case.secretary,
        owner_role=Role.SECRETARY,
        about=about,
        since=since,
    )


def told_old_time(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """The patient still holds the old time while the GP has not answered the new one (F13)."""
    for meeting, invitation, person in living(case, now):
        due = rules.due_facts(case, clinic, invitation)
        if person.role is not Role.PATIENT or invitation.left_at is None or due is None:
            continue
        if invitation.offered is None or invitation.offered.window == due.window:
            continue
        for doctor in case.present(Role.GP):
            asked = case.live_invitation(doctor.id, meeting.id)
            if asked and asked.asked_at and rules.state_of(case, asked) is InvitationState.SENT:
                yield promise_of(
                    clinic,
                    kind=PromiseKind.PHONE_CALL,
                    key=f"{invitation.id}:{asked.revision}:old_time",
                    ladder="old_time",
                    owner=case.secretary,
                    owner_role=Role.SECRETARY,
                    about=person.id,
                    since=asked.asked_at,
                )


def consents(case: Case, clinic: Clinic, _now: datetime) -> Iterator[Promise]:
    """A consent to be obtained for each actor whom the patient may want there (R13)."""
    for person in case.participants:
        if person.role not in THIRD_PARTIES or person.ended_at is not None:
            continue
        if rules.consent_for(case, person) is None and person.wanted_at is not None:
            key = f"{person.id}:{person.wanted_at.isoformat()}"
            yield _consent(case, clinic, key, person.id, person.wanted_at)


def wider_consents(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """A consent that covers too few of the parts that this actor is to attend (R13, R16b)."""
    for meeting in case.meetings:
        if not meeting.alive or meeting.starts_at <= now:
            continue
        for person in case.participants:
            consent = rules.consent_for(case, person)
            lacking = rules.parts_lacking(case, meeting, person)
            if consent is not None and lacking and person.ended_at is None:
                key = f"{consent.id}:{meeting.id}:{','.join(map(str, lacking))}"
                since = since_when(case, f"{PromiseKind.CONSENT}:{key}", now)
                yield _consent(case, clinic, key, person.id, since)


def _consent(case: Case, clinic: Clinic, key: str, about: str, since: datetime) -> Promise:
    """The responsible clinician owes it, or else the secretary."""
    owner, role = (
        (case.clinician, Role.CLINICIAN) if case.clinician else (case.secretary, Role.SECRETARY)
    )
    return promise_of(
        clinic,
        kind=PromiseKind.CONSENT,
        key=key,
        ladder="obtain",
        owner=owner,
        owner_role=role,
        about=about,
        since=since,
    )


def milestones(case: Case, clinic: Clinic, _now: datetime) -> Iterator[Promise]:
    """The next milestone, until it is reached (R2, R3, F10).

    A meeting that came to nothing begins the warnings anew: those before it no longer hold.
    """
    ahead = rules.next_deadline(case, clinic)
    if ahead is not None and ahead.day is not None:
        failed = [m for m in case.meetings if came_to_nothing(case, m)]
        yield promise_of(
            clinic,
            kind=PromiseKind.MILESTONE,
            key=f"{ahead.milestone}:{ahead.day.isoformat()}:{len(failed)}",
            ladder="milestone",
            owner=case.secretary,
            owner_role=Role.SECRETARY,
            about=ahead.milestone,
            since=case.created_at,
            due=ahead.day,
            hard=True,
        )


def postponed(case: Case, clinic: Clinic, _now: datetime) -> Iterator[Promise]:
    """Of a meeting that is put off nothing is chased but the day on which to decide (F15)."""
    if case.decide_by is not None:
        yield promise_of(
            clinic,
            kind=PromiseKind.POSTPONED,
            key=case.decide_by.isoformat(),
            ladder="postponed",
            owner=case.secretary,
            owner_role=Role.SECRETARY,
            about=case.id,
            since=case.created_at,
            due=case.decide_by,
        )
