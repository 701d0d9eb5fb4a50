"""What every ledger does, the fake and the real ones alike."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from pathway.calendars import EventText, Guest, SharedEvent
from pathway.case import Case
from pathway.chats import Chat, Heard, Standing
from pathway.clinic import Contact
from pathway.earlier import Earlier, Written
from pathway.entries import Closing
from pathway.errors import StalePlanError, UnknownCaseError
from pathway.model import Part, Settled, Window
from pathway.outgoing import Queued, SendingKind, SendingStatus
from pathway.ports import AuditEntry
from pathway.questions import Doubt, Question
from pathway.run import Run
from pathway.times import Asked, TimeOption, TimeQuestion
from pathway.words import (
    AskedId,
    CaseId,
    CaseRef,
    Channel,
    ClinicId,
    ClosedReason,
    InvitationId,
    MeetingId,
    MeetingKind,
    OptionId,
    ParticipantId,
    QuestionId,
    Role,
    RunId,
    SendingId,
    SettledHow,
    StaffId,
    TimesId,
    Verdict,
)
from tests.storage.samples import (
    DAY,
    ELSEWHERE,
    HERE,
    HOUR,
    NOW,
    AnyStore,
    FullLedger,
    a_case,
    a_correction,
    a_digest,
    a_meeting,
    a_promise,
    a_sending,
    access,
    an_answer,
    run,
)
from tests.strategies import cases, moved

REF = CaseRef("K7M2")
CLOSED = Closing(reason=ClosedReason.COMPLETED, at=NOW, by=StaffId("lege"), note="ferdig")
CLINICS = itertools.count()
A_CONTACT = Contact(
    name="Kari Testlege", office="Solsiden", email="kari@solsiden.example", phone="21 99 99 01"
)
A_CHAT = Chat(
    staff_id=StaffId("lege"),
    service_url="https://smba.example/emea/",
    conversation_id="chat-1",
    tenant="tenant",
    member_id="29:lege",
    bot_id="28:bot",
    seen_at=NOW,
)
A_MESSAGE = Heard(
    conversation_id="chat-1",
    activity_id="message-1",
    staff_id=StaffId("lege"),
    at=NOW,
    replies="[]",
)


def add(store: AnyStore, *some: Case) -> None:
    """Remember these."""
    for case in some:
        run(store, lambda ledger, case=case: ledger.add(case, access()), case.clinic_id)  # type: ignore[misc]


def load(store: AnyStore, ref: str = REF) -> Case:
    """As it is now."""
    return run(store, lambda ledger: ledger.load(CaseRef(ref), access()))


def save(store: AnyStore, case: Case) -> None:
    """Remember the change."""
    run(store, lambda ledger: ledger.save(case, access(), what="changed"))


# ---------------------------------------------------------------- cases


def test_an_added_case_is_loaded_equal(store: AnyStore) -> None:
    """A case that was added is loaded with every row as it was."""
    add(store, a_case())
    assert load(store) == a_case()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=cases(), second=cases())
def test_any_case_comes_back(store: AnyStore, first: Case, second: Case) -> None:
    """Whatever a case holds is loaded equal, both when it is added and after a change of it all."""
    clinic = ClinicId(f"clinic-{next(CLINICS)}")
    first, second = moved(first, clinic), moved(second, clinic)

    def use_case(ledger: FullLedger) -> tuple[Case, Case]:
        ledger.add(first, access())
        loaded = ledger.load(first.ref, access())
        grown = _grown(first, second)
        ledger.save(grown, access(), what="changed")
        saved = ledger.load(grown.ref, access())
        return loaded, replace(saved, revision=grown.revision)

    assert run(store, use_case, clinic) == (first, _grown(first, second))


def _grown(first: Case, second: Case) -> Case:
    """The second case's values in the first, which keeps every row that it has."""
    case = replace(
        second,
        revision=first.revision,
        answers=first.answers,
        invitations=first.invitations,
        consents=first.consents,
        participants=first.participants,
        diary=first.diary,
        promises=first.promises,
        sendings=first.sendings,
        questions=first.questions,
        times=first.times,
        options=first.options,
        asked=first.asked,
        times_answers=first.times_answers,
        runs=first.runs,
        milestones=(*second.milestones, *first.milestones),
        corrections=(*second.corrections, *first.corrections),
    )
    case = case.with_changed(*second.participants, *second.meetings)
    first_asked = {question.id for question in first.times}
    options = (one for one in second.options if one.question_id in first_asked)
    return case.with_changed(*second.promises, *options)


def test_a_save_bumps_the_revision(store: AnyStore) -> None:
    """The revision rises by one with each save and nothing else changes."""
    add(store, a_case())
    save(store, replace(load(store), name="Ola"))
    assert load(store) == replace(a_case(), name="Ola", revision=1)


def test_a_stale_case_is_refused(store: AnyStore) -> None:
    """Of two who loaded the same state, the second to save is refused and changes nothing."""
    add(store, a_case())
    mine, theirs = load(store), load(store)
    save(store, replace(theirs, name="Ola"))
    with pytest.raises(StalePlanError):
        save(store, replace(mine, name="Nils"))
    assert load(store).name == "Ola"


def test_a_use_case_may_save_twice(store: AnyStore) -> None:
    """In one transaction a case may be saved again without loading it again."""

    def use_case(ledger: FullLedger) -> None:
        case = ledger.load(REF, access())
        ledger.save(named := replace(case, name="Ola"), access(), what="named")
        ledger.save(replace(named, clinician=StaffId("lege")), access(), what="changed")

    add(store, a_case())
    run(store, use_case)
    assert load(store) == replace(a_case(), name="Ola", clinician=StaffId("lege"), revision=2)


def test_rows_come_in_the_order_in_which_they_came_to_be(store: AnyStore) -> None:
    """New rows stand after the old ones, whatever their ids are."""
    add(store, a_case())
    later = replace(a_sending(), id=SendingId("a-first-letter"))
    save(store, load(store).with_changed(later))
    assert [row.id for row in load(store).sendings] == ["sending-K7M2-1", "a-first-letter"]


def test_rows_are_never_taken_away(store: AnyStore) -> None:
    """A case that lacks a row it had is refused."""
    add(store, a_case())
    with pytest.raises(ValueError, match="promises"):
        save(store, replace(load(store), promises=()))


def test_corrections_are_kept(store: AnyStore) -> None:
    """What a correction held comes back in order, and none is ever taken away (P3)."""
    add(store, a_case())
    one, other = a_correction(), replace(a_correction(), before="Karin", after="Kari")
    save(store, replace(load(store), corrections=(one,)))
    save(store, replace(load(store), corrections=(one, other)))
    assert load(store).corrections == (one, other)
    with pytest.raises(ValueError, match="correction"):
        save(store, replace(load(store), corrections=(one,)))


def test_answers_are_never_changed(store: AnyStore) -> None:
    """A case with a changed answer is refused."""
    add(store, a_case())
    with pytest.raises(ValueError, match="answer"):
        save(store, load(store).with_changed(replace(an_answer(), text="Nei")))


def test_an_unknown_reference_is_refused(store: AnyStore) -> None:
    """There is an error for a reference that this clinic does not have, and no line in the log."""
    add(store, a_case(clinic=ELSEWHERE))
    with pytest.raises(UnknownCaseError):
        load(store)
    assert run(store, lambda ledger: ledger.latest()) is None


@pytest.mark.parametrize("name", ["case-K7M2", "invitation-K7M2", "sending-K7M2-1"])
def test_a_case_is_found_by_what_belongs_to_it(store: AnyStore, name: str) -> None:
    """A case is found by its own id, an invitation's or a sending's."""
    add(store, a_case("B2B2"), a_case())
    found = run(store, lambda ledger: ledger.load_for(SendingId(name), access()))
    assert found == a_case()


def test_a_digest_belongs_to_no_case(store: AnyStore) -> None:
    """No case is found by a row that belongs to none."""
    run(store, lambda ledger: ledger.put_sending(a_digest()))
    with pytest.raises(UnknownCaseError):
        run(store, lambda ledger: ledger.load_for(a_digest().id, access()))


def test_open_cases_are_listed_oldest_first(store: AnyStore) -> None:
    """Closed cases are listed only where they are asked for."""
    old, new = a_case("N3W2", created=NOW - DAY), a_case()
    closed = replace(a_case("C3C3", created=NOW + DAY), closing=CLOSED)
    add(store, new, closed, old)
    assert run(store, lambda ledger: ledger.list_cases(access())) == [old, new]
    assert run(store, lambda ledger: ledger.list_cases(access(), closed=True)) == [old, new, closed]


def test_some_cases_are_listed_alone(store: AnyStore) -> None:
    """However many, oldest first; the log says nothing of the others, nor of names (P3)."""
    refs = [f"N{number}W2" for number in range(10, 60)]
    cases = [a_case(ref, created=NOW - number * DAY) for number, ref in enumerate(refs)]
    closed = replace(a_case("C3C3"), closing=CLOSED)
    add(store, *cases, closed)
    wanted = cases[3:40]
    ids = [case.id for case in wanted]
    found, unreadable = run(store, lambda ledger: ledger.readable_cases(access(), only=ids))
    assert (list(found), unreadable) == (wanted[::-1], 0)
    assert run(store, lambda ledger: ledger.readable_cases(access(), only=[]))[0] == []
    names = run(store, lambda ledger: ledger.names())
    assert names == {case.id: case.name for case in cases}
    assert run(store, lambda ledger: ledger.names(), ELSEWHERE) == {}
    logs = [run(store, lambda ledger, r=r: ledger.audit(CaseRef(r))) for r in refs]  # type: ignore[misc] # a default binds it
    looked = [ref for ref, log in zip(refs, logs, strict=True) if log[1:]]
    assert looked == [case.ref for case in wanted]


def test_references_in_use(store: AnyStore) -> None:
    """Every reference of the clinic is in use, a closed case's too, and asking is not reading."""
    add(store, a_case(), replace(a_case("C3C3"), closing=CLOSED))
    before = run(store, lambda ledger: len(ledger.audit(REF)))
    assert run(store, lambda ledger: ledger.refs()) == {"K7M2", "C3C3"}
    assert run(store, lambda ledger: len(ledger.audit(REF))) == before


def test_a_reference_is_used_once(store: AnyStore) -> None:
    """A second case with the same reference is refused, unless it is another clinic's."""
    add(store, a_case(), a_case(clinic=ELSEWHERE))
    twin = replace(a_case("T7T7"), ref=REF)
    with pytest.raises(Exception, match=r"K7M2|(?i:unique)"):
        add(store, twin)


def test_a_case_of_another_clinic_is_not_kept_here(store: AnyStore) -> None:
    """A case or row that names another clinic is refused."""
    with pytest.raises(ValueError, match="K7M2"):
        run(store, lambda ledger: ledger.add(a_case(clinic=ELSEWHERE), access()))
    with pytest.raises(ValueError, match="digest"):
        run(store, lambda ledger: ledger.put_sending(a_digest(clinic=ELSEWHERE)))


# ---------------------------------------------------------------- the log


def test_reading_and_changing_is_logged(store: AnyStore) -> None:
    """Each load, listing and save leaves a line of who, when, which, why and what (P3)."""

    def use_case(ledger: FullLedger) -> None:
        ledger.add(a_case(), access(), detail="by telephone")
        case = ledger.load(REF, access(NOW + HOUR, why="vakt"))
        ledger.list_cases(access(NOW + HOUR, actor="leder"))
        ledger.save(case, access(NOW + DAY), what="corrected", detail="name")

    run(store, use_case)
    log = run(store, lambda ledger: ledger.audit(REF))
    told = [(entry.what, entry.actor, entry.at, entry.why, entry.detail) for entry in log]
    assert told == [
        ("registered", "sekretar", NOW, "", "by telephone"),
        ("viewed", "sekretar", NOW + HOUR, "vakt", ""),
        ("listed", "leder", NOW + HOUR, "", ""),
        ("corrected", "sekretar", NOW + DAY, "", "name"),
    ]
    assert {entry.door for entry in log} == {"command"}
    assert run(store, lambda ledger: ledger.latest()) == NOW + DAY


def test_a_look_is_logged_once_a_transaction(store: AnyStore) -> None:
    """Whoever reads a case again at the same moment, door and reason has looked once (P3)."""
    add(store, a_case())

    def looks(ledger: FullLedger) -> None:
        for _ in range(3):
            ledger.load(REF, access(NOW))
            ledger.list_cases(access(NOW))
        ledger.load(REF, access(NOW, why="vakt"))

    for _ in range(2):
        run(store, looks)
    log = run(store, lambda ledger: ledger.audit(REF))
    once = [("viewed", ""), ("listed", ""), ("viewed", "vakt")]
    assert [(entry.what, entry.why) for entry in log[1:]] == once * 2


def test_a_look_that_was_taken_back_is_no_look(store: AnyStore) -> None:
    """What was read in a savepoint that is undone is logged when it is read after all."""
    add(store, a_case())

    def refused(ledger: FullLedger) -> None:
        with ledger.savepoint():
            ledger.load(REF, access(NOW))
            raise StalePlanError

    def use_case(ledger: FullLedger) -> None:
        with pytest.raises(StalePlanError):
            refused(ledger)
        ledger.load(REF, access(NOW))

    run(store, use_case)
    assert [entry.what for entry in run(store, lambda ledger: ledger.audit(REF))][1:] == ["viewed"]


def test_the_log_of_one_case_is_its_own(store: AnyStore) -> None:
    """The log of a case holds no line of another one."""
    add(store, a_case(), a_case("B2B2"))
    assert [entry.ref for entry in run(store, lambda ledger: ledger.audit(CaseRef("B2B2")))] == [
        "B2B2"
    ]


def test_a_line_of_its_own(store: AnyStore) -> None:
    """What no load or save writes can be noted."""
    entry = AuditEntry(at=NOW, actor="leder", ref=REF, what="exported", why="klage", door="chat")
    run(store, lambda ledger: ledger.note_audit(entry))
    assert run(store, lambda ledger: ledger.audit(REF)) == [entry]


# ---------------------------------------------------------------- all or nothing


def test_what_raises_leaves_nothing(store: AnyStore) -> None:
    """A use case that raises half way leaves neither a case, a promise, a sending nor a line."""

    def use_case(ledger: FullLedger) -> None:
        ledger.add(a_case(), access())
        ledger.put_conversation("sekretar", "asked")
        raise InterruptedError

    with pytest.raises(InterruptedError):
        run(store, use_case)
    assert run(store, lambda ledger: ledger.refs()) == frozenset()
    assert run(store, lambda ledger: ledger.audit(REF)) == []
    assert run(store, lambda ledger: ledger.conversation("sekretar")) == ""


def test_a_savepoint_undoes_a_refused_command(store: AnyStore) -> None:
    """What a refused command wrote is undone while the conversation beside it is kept."""

    def refused(ledger: FullLedger) -> None:
        with ledger.savepoint():
            case = ledger.load(REF, access())
            ledger.save(replace(case, name="Ola"), access(), what="renamed")
            raise StalePlanError

    def use_case(ledger: FullLedger) -> None:
        ledger.put_conversation("sekretar", "before")
        with pytest.raises(StalePlanError):
            refused(ledger)
        ledger.put_conversation("lege", "after")
        ledger.save(replace(ledger.load(REF, access()), name="Nils"), access(), what="renamed")

    add(store, a_case())
    run(store, use_case)
    assert load(store).name == "Nils"
    assert run(store, lambda ledger: ledger.conversation("sekretar")) == "before"
    assert run(store, lambda ledger: ledger.conversation("lege")) == "after"
    assert [entry.what for entry in run(store, lambda ledger: ledger.audit(REF))].count(
        "renamed"
    ) == 1


def test_a_case_can_be_saved_after_a_refusal(store: AnyStore) -> None:
    """A case loaded before a refused command can still be saved after it."""

    def refused(ledger: FullLedger, case: Case) -> None:
        with ledger.savepoint():
            ledger.save(replace(case, name="Ola"), access(), what="renamed")
            raise StalePlanError

    def use_case(ledger: FullLedger) -> None:
        case = ledger.load(REF, access())
        with pytest.raises(StalePlanError):
            refused(ledger, case)
        ledger.save(replace(case, clinician=StaffId("lege")), access(), what="changed")

    add(store, a_case())
    run(store, use_case)
    assert load(store) == replace(a_case(), clinician=StaffId("lege"), revision=1)


def test_a_savepoint_keeps_what_is_well(store: AnyStore) -> None:
    """What a command wrote inside a savepoint is kept when nothing is raised."""

    def use_case(ledger: FullLedger) -> None:
        with ledger.savepoint():
            ledger.add(a_case(), access())

    run(store, use_case)
    assert load(store) == a_case()


# ---------------------------------------------------------------- the diary


def test_bookings_share_time(store: AnyStore) -> None:
    """Meetings that share time with a window are found with leader, clinicians, link and kind."""
    add(store, a_case())
    start = a_meeting().starts_at
    (found,) = run(store, lambda ledger: ledger.bookings(start + HOUR / 2, start + 2 * HOUR))
    assert (found.ref, found.start, found.end) == (REF, start, start + HOUR)
    assert (found.leader, found.clinicians) == ("leder", frozenset({"lege"}))
    assert (found.link, found.kind) == (a_meeting().link, a_meeting().kind)


@pytest.mark.parametrize("asked", [True, False])
def test_an_appointment_takes_only_who_is_asked(store: AnyStore, asked: bool) -> None:  # noqa: FBT001 - drawn
    """An assessment by one clinician leaves the case's others free (R9)."""
    _, clinician = a_case().participants
    who = frozenset({clinician.id}) if asked else frozenset[ParticipantId]()
    part = Part(title="assessment", minutes=60, roles=frozenset(), added=who)
    own = replace(a_meeting(), kind=MeetingKind.ASSESSMENT, parts=(part,))
    add(store, replace(a_case(), diary=(own,)))
    (found,) = run(store, lambda ledger: ledger.bookings(NOW, NOW + 90 * DAY))
    assert (found.id, found.kind) == (own.id, MeetingKind.ASSESSMENT)
    assert found.clinicians == (frozenset({"lege"}) if asked else frozenset())


def test_a_time_that_is_asked_about_is_tentative(store: AnyStore) -> None:
    """It takes the staff's time beside the meeting that it may replace, and is told from it."""
    start, meeting = NOW + 7 * DAY, a_meeting()
    window = Window(start=start, end=start + HOUR)
    question = TimeQuestion(
        id=TimesId("times-K7M2"),
        kind=meeting.kind,
        template=meeting.template,
        parts=meeting.parts,
        leader=meeting.leader,
        place="",
        asked_at=NOW,
        answer_by=date(2026, 10, 12),
        moves=meeting.start,
    )
    option = TimeOption(
        id=OptionId("option-K7M2"),
        question_id=question.id,
        start=start.replace(tzinfo=None),
        window=window,
        staff=frozenset({StaffId("lege")}),
    )
    add(store, a_case().with_changed(question, option))
    found = run(store, lambda ledger: ledger.bookings(NOW, NOW + 90 * DAY))
    assert {one.id: one.tentative for one in found} == {meeting.id: False, option.id: True}


@pytest.mark.parametrize("hours", [-1, 1], ids=["before", "after"])
def test_bookings_that_only_touch_do_not_share(store: AnyStore, hours: int) -> None:
    """A window that ends when a meeting starts, or the other way round, shares no time."""
    add(store, a_case())
    start = a_meeting().starts_at + hours * HOUR
    assert list(run(store, lambda ledger: ledger.bookings(start, start + HOUR))) == []


def test_a_clinician_who_left_is_not_booked(store: AnyStore) -> None:
    """Somebody who is no longer part of the case is free."""
    gp, clinician = a_case().participants
    add(store, replace(a_case(), participants=(gp, replace(clinician, ended_at=NOW))))
    (found,) = run(store, lambda ledger: ledger.bookings(NOW, NOW + 90 * DAY))
    assert found.clinicians == frozenset()


@pytest.mark.parametrize(
    "change",
    [
        lambda case: replace(case, closing=CLOSED),
        lambda case: case.with_changed(replace(case.meetings[0], cancelled_at=NOW)),
        lambda case: case.with_changed(replace(case.meetings[0], held=False)),
    ],
    ids=["closed", "cancelled", "not held"],
)
def test_dead_meetings_take_no_time_but_their_link(store: AnyStore, change: object) -> None:
    """A meeting that is over or cancelled takes nobody's time, yet its link stays used (P1)."""
    assert callable(change)
    add(store, change(a_case()))
    link = a_meeting().link
    assert list(run(store, lambda ledger: ledger.bookings(NOW, NOW + 90 * DAY))) == []
    assert [one.ref for one in run(store, lambda ledger: ledger.link_users(link))] == [REF]


def test_no_link_is_used_by_nobody(store: AnyStore) -> None:
    """Meetings without a link do not share the empty one."""
    add(store, a_case().with_changed(replace(a_meeting(), link="")))
    assert list(run(store, lambda ledger: ledger.link_users(""))) == []


def test_due_cases_hold_a_step(store: AnyStore) -> None:
    """Open cases with a step due by now are found, the longest due first."""
    early = a_case("B2B2")
    add(store, a_case(), replace(early, promises=(a_promise("B2B2", step=2),)))
    assert list(run(store, lambda ledger: ledger.due_cases(NOW + 5 * DAY - HOUR))) == [early.id]
    due = run(store, lambda ledger: ledger.due_cases(NOW + 5 * DAY))
    assert list(due) == [early.id, a_case().id]


@pytest.mark.parametrize(
    "change",
    [
        lambda case: replace(case, closing=CLOSED),
        lambda case: case.with_changed(
            replace(case.promises[0], settled=Settled(how=SettledHow.DONE, at=NOW))
        ),
        lambda case: case.with_changed(replace(case.promises[0], hard=True)),
    ],
    ids=["closed", "settled", "no step"],
)
def test_nothing_settled_is_due(store: AnyStore, change: object) -> None:
    """A closed case, a settled promise and one without a step are never due."""
    assert callable(change)
    add(store, a_case())
    save(store, change(load(store)))
    assert list(run(store, lambda ledger: ledger.due_cases(NOW + 90 * DAY))) == []


def test_a_step_moves_with_the_promise(store: AnyStore) -> None:
    """A save computes anew when the next step is due."""
    add(store, a_case())
    case = load(store)
    save(store, case.with_changed(replace(case.promises[0], since=NOW + 10 * DAY)))
    assert list(run(store, lambda ledger: ledger.due_cases(NOW + 14 * DAY))) == []
    assert list(run(store, lambda ledger: ledger.due_cases(NOW + 15 * DAY))) == [case.id]


def test_the_next_event(store: AnyStore) -> None:
    """The next event is the first of a step, a sending's time and a lease's end, after now."""

    def next_event(now: datetime) -> datetime | None:
        return run(store, lambda ledger: ledger.next_event(now))

    assert next_event(NOW) is None
    add(store, a_case())
    assert next_event(NOW - HOUR) == NOW  # the sending
    assert next_event(NOW) == NOW + 5 * DAY  # the step
    run(store, lambda ledger: ledger.claim(a_sending().id, NOW, NOW + HOUR))
    assert next_event(NOW) == NOW + HOUR  # the lease
    assert next_event(NOW + 5 * DAY) is None


def test_meetings_that_run_are_looked_at_in_time(store: AnyStore) -> None:
    """A run is found from the moment at which it is to be looked at, and not when it is over."""
    case = a_case()
    run_now = Run(
        id=RunId("run"),
        meeting_id=a_meeting().id,
        started_at=NOW,
        started_by=StaffId("leder"),
        leader=StaffId("leder"),
        look_at=NOW + HOUR,
    )
    add(store, case.with_changed(run_now))

    def look(now: datetime) -> list[CaseId]:
        return list(run(store, lambda ledger: ledger.running_cases(now)))

    assert look(NOW + HOUR / 2) == []
    assert look(NOW + HOUR) == [case.id]
    assert run(store, lambda ledger: ledger.next_event(NOW)) == NOW + HOUR
    save(store, load(store).with_changed(replace(run_now, look_at=None)))
    assert look(NOW + DAY) == []


# ---------------------------------------------------------------- the outbox


def due(
    store: AnyStore, now: datetime, limit: int = 10, channel: Channel = Channel.MAIL
) -> list[Queued]:
    """What of a channel may be claimed then."""
    return list(run(store, lambda ledger: ledger.due_sendings(channel, now, limit)))


def test_due_sendings_are_waiting_and_ready(store: AnyStore) -> None:
    """What may be claimed waits, is past its time, and the oldest of its channel comes first."""
    rows = (
        replace(a_sending(no=1), created_at=NOW + HOUR),
        replace(a_sending(no=2), status=SendingStatus.FAILED),
        replace(a_sending(no=3), status=SendingStatus.SENT),
        replace(a_sending(no=4), not_before=NOW + DAY),
        replace(a_sending(no=5), channel=Channel.CHAT),
        a_sending(no=6),
        replace(a_sending(no=7), channel=Channel.SECURE_MESSAGE),
        replace(a_sending(no=8), channel=Channel.GRAPH),
    )
    add(store, replace(a_case(), sendings=rows))
    expected = [Queued(a_sending(no=no).id, a_case().id) for no in (2, 6, 1)]
    assert due(store, NOW) == expected
    assert due(store, NOW, 2) == expected[:2]
    assert due(store, NOW - HOUR) == []
    assert [one.id for one in due(store, NOW, channel=Channel.GRAPH)] == ["sending-K7M2-8"]


def test_what_is_to_be_taken_is_of_cases_in_nobodys_hand(store: AnyStore) -> None:
    """While a carried message of a case is under a lease no other of its is taken; chats go on."""
    other, third = a_case("M4P9", created=NOW + HOUR), a_case("R3T5", created=NOW + 2 * HOUR)
    held = replace(a_sending(no=1), leased_until=NOW + HOUR)
    shown = replace(held, id=a_sending("M4P9", no=1).id, case_id=other.id, channel=Channel.CHAT)
    late = replace(a_sending("R3T5"), leased_until=NOW)
    add(store, replace(a_case(), sendings=(held, a_sending(no=2))))
    add(store, replace(other, sendings=(shown, a_sending("M4P9", no=2))))
    add(store, replace(third, sendings=(late,)))

    def take(ledger: FullLedger) -> list[str]:
        taken = ledger.due_sendings(Channel.MAIL, NOW, 10, take=True)
        ledger.read_ahead([*(queued.case_id for queued in taken), CaseId("nobody")])
        assert ledger.load_for(third.id, access()).sendings == (late,)
        return sorted(queued.id for queued in taken)

    assert sorted(one.id for one in due(store, NOW)) == [
        "sending-K7M2-2",
        "sending-M4P9-2",
        "sending-R3T5-1",
    ]
    assert run(store, take) == ["sending-M4P9-2", "sending-R3T5-1"]


def test_one_lease_at_a_time(store: AnyStore) -> None:
    """A claimed row is nobody else's until its lease ends, and each claim is counted."""

    def claim(now: datetime) -> int | None:
        taken = run(store, lambda ledger: ledger.claim(a_sending().id, now, now + HOUR))
        return taken.attempts if taken else None

    add(store, a_case())
    assert claim(NOW) == 1
    assert due(store, NOW) == []
    assert claim(NOW + HOUR / 2) is None
    assert claim(NOW + HOUR) == 2
    assert load(store).sendings[0].leased_until == NOW + 2 * HOUR


def test_nothing_is_claimed_before_its_time(store: AnyStore) -> None:
    """A row that is not due, was sent, or does not exist is not claimed."""
    add(store, replace(a_case(), sendings=(replace(a_sending(), status=SendingStatus.SENT),)))
    for name, now in (("sending-K7M2-1", NOW), ("nobody", NOW)):
        found = run(store, lambda ledger, n=name, t=now: ledger.claim(SendingId(n), t, t + HOUR))  # type: ignore[misc]
        assert found is None
    save(store, load(store).with_changed(replace(a_sending(), not_before=NOW + DAY)))
    assert run(store, lambda ledger: ledger.claim(a_sending().id, NOW, NOW + HOUR)) is None


def test_a_claim_and_a_save_in_one_transaction(store: AnyStore) -> None:
    """What is claimed can be stamped at once; a case from before the claim cannot be saved."""

    def use_case(ledger: FullLedger) -> None:
        before = ledger.load_for(a_sending().id, access())
        taken = ledger.claim(a_sending().id, NOW, NOW + HOUR)
        assert taken is not None
        case = ledger.load_for(a_sending().id, access())
        assert case == replace(before.with_changed(taken), revision=before.revision + 1)
        with pytest.raises(StalePlanError):
            ledger.save(replace(before, name="Ola"), access(), what="renamed")
        stamped = replace(taken, stamp=NOW)
        ledger.save(case.with_changed(stamped), access(), what="claimed")

    add(store, a_case())
    run(store, use_case)
    sending = load(store).sendings[0]
    assert (sending.attempts, sending.leased_until, sending.stamp) == (1, NOW + HOUR, NOW)


def test_a_case_from_before_a_claim_is_stale(store: AnyStore) -> None:
    """A case that was loaded before one of its messages was claimed cannot take the claim away."""
    add(store, a_case())
    before = load(store)
    run(store, lambda ledger: ledger.claim(a_sending().id, NOW, NOW + HOUR))
    with pytest.raises(StalePlanError):
        save(store, replace(before, name="Ola"))
    assert load(store).sendings[0].attempts == 1


def test_chat_waits_for_its_reader(store: AnyStore) -> None:
    """A person's chat rows wait until they are shown, the oldest first, digests among them."""
    chat = replace(a_sending(no=2), channel=Channel.CHAT, to="lege", created_at=NOW + HOUR)
    shown = replace(chat, id=SendingId("shown"), status=SendingStatus.SHOWN)
    other = replace(chat, id=SendingId("other"), to="leder")
    add(store, replace(a_case(), sendings=(a_sending(), chat, shown, other)))
    run(store, lambda ledger: ledger.put_sending(a_digest()))
    assert run(store, lambda ledger: ledger.waiting_chat("lege")) == [a_digest(), chat]
    read = replace(a_digest(), status=SendingStatus.SHOWN, done_at=NOW)
    run(store, lambda ledger: ledger.put_sending(read))
    assert run(store, lambda ledger: ledger.waiting_chat("lege")) == [chat]


def test_a_digest_a_day(store: AnyStore) -> None:
    """A person's digest of a day is found by the clinic's own date, and there is only one (D4)."""
    late = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)  # already the third in Oslo
    run(store, lambda ledger: ledger.put_sending(a_digest(at=late)))

    def sent(staff: str, day: int) -> bool:
        return run(store, lambda ledger: ledger.digest_sent(staff, date(2026, 11, day)))

    assert [sent("lege", 3), sent("lege", 2), sent("leder", 3)] == [True, False, False]
    with pytest.raises(Exception, match=r"digest|(?i:unique)"):
        run(store, lambda ledger: ledger.put_sending(a_digest(at=late + 8 * HOUR)))


def test_a_row_of_a_case_is_saved_with_it(store: AnyStore) -> None:
    """A row that belongs to a case is refused on its own."""
    add(store, a_case())
    with pytest.raises(ValueError, match="sending"):
        run(store, lambda ledger: ledger.put_sending(a_sending()))


# ---------------------------------------------------------------- the small ones


def test_answer_keys(store: AnyStore) -> None:
    """A hash leads to its invitation, and may be remembered twice."""
    add(store, a_case())
    wanted = InvitationId("invitation-K7M2")
    for _ in range(2):
        run(store, lambda ledger: ledger.put_answer_key("hash", wanted))
    assert run(store, lambda ledger: ledger.answer_key("hash")) == wanted
    assert run(store, lambda ledger: ledger.answer_key("another")) is None


def test_whose_invitation_it_is(store: AnyStore) -> None:
    """An invitation's owner is told without reading the case, so nothing is logged."""
    case = a_case()
    add(store, case)
    logged = run(store, lambda ledger: len(ledger.audit(case.ref)))
    (invitation,) = case.invitations
    assert run(store, lambda ledger: ledger.invited(invitation.id)) == invitation.participant_id
    assert run(store, lambda ledger: ledger.invited(InvitationId("another"))) is None
    assert run(store, lambda ledger: len(ledger.audit(case.ref))) == logged


def test_an_answer_key_may_come_before_its_invitation(store: AnyStore) -> None:
    """In one transaction the hash may be remembered before the case is."""

    def use_case(ledger: FullLedger) -> None:
        ledger.put_answer_key("hash", InvitationId("invitation-K7M2"))
        ledger.add(a_case(), access())

    run(store, use_case)
    assert run(store, lambda ledger: ledger.answer_key("hash")) == "invitation-K7M2"


def test_conversations(store: AnyStore) -> None:
    """A conversation is empty at first and then what was last remembered of it."""
    assert run(store, lambda ledger: ledger.conversation("lege")) == ""
    for state in ("first", "Å være 🙂"):
        run(store, lambda ledger, state=state: ledger.put_conversation("lege", state))  # type: ignore[misc]
    assert run(store, lambda ledger: ledger.conversation("lege")) == "Å være 🙂"


def test_the_clock_never_goes_back(store: AnyStore) -> None:
    """The clock is turned forward to the microsecond and refuses to be turned back."""
    assert run(store, lambda ledger: ledger.clock_offset()) == timedelta()
    for by in (21 * DAY, timedelta(microseconds=1)):
        run(store, lambda ledger, by=by: ledger.move_clock(by))  # type: ignore[misc]
    with pytest.raises(ValueError, match="day"):
        run(store, lambda ledger: ledger.move_clock(-HOUR))
    assert run(store, lambda ledger: ledger.clock_offset()) == 21 * DAY + timedelta(microseconds=1)


def test_each_job_beats(store: AnyStore) -> None:
    """The last beat of each job is remembered, until nobody waits for that job any more."""
    assert run(store, lambda ledger: ledger.beats()) == {}
    for job, until in (("tick", NOW), ("mailbox", NOW), ("tick", NOW + HOUR)):
        run(store, lambda ledger, job=job, until=until: ledger.beat(job, until))  # type: ignore[misc]
    assert run(store, lambda ledger: ledger.beats()) == {"tick": NOW + HOUR, "mailbox": NOW}
    run(store, lambda ledger: ledger.forget_beats(["tick", "calendar"]))
    assert run(store, lambda ledger: ledger.beats()) == {"tick": NOW + HOUR}


# ---------------------------------------------------------------- one clinic


def test_a_clinic_sees_only_its_own(store: AnyStore) -> None:
    """With another clinic's rows of the same names present, no question finds any of them."""

    def fill(ledger: FullLedger) -> None:
        case = a_case(clinic=ELSEWHERE)
        chat = replace(a_sending(clinic=ELSEWHERE, no=2), channel=Channel.CHAT, to="lege")
        ledger.add(case.with_changed(chat), access())
        ledger.put_sending(a_digest(clinic=ELSEWHERE))
        ledger.put_answer_key("hash", InvitationId("invitation-K7M2"))
        ledger.put_conversation("lege", "theirs")
        ledger.put_contact(A_CONTACT)
        ledger.put_chat(A_CHAT)
        ledger.put_heard(A_MESSAGE)
        ledger.move_clock(DAY)
        ledger.beat("tick", NOW)

    def ask(ledger: FullLedger) -> list[object]:
        return [
            *ledger.list_cases(access(), closed=True),
            *ledger.refs(),
            *ledger.bookings(NOW - 90 * DAY, NOW + 90 * DAY),
            *ledger.link_users(a_meeting().link),
            *ledger.due_cases(NOW + 90 * DAY),
            *ledger.due_sendings(Channel.MAIL, NOW + 90 * DAY, 10),
            *ledger.waiting_chat("lege"),
            *ledger.audit(REF),
            ledger.claim(a_sending().id, NOW, NOW + HOUR),
            ledger.digest_sent("lege", NOW.date()),
            ledger.answer_key("hash"),
            ledger.conversation("lege"),
            *ledger.contacts(),
            ledger.chat("lege"),
            ledger.heard("chat-1", "message-1"),
            *ledger.unanswered(),
            ledger.latest(),
            ledger.next_event(NOW - DAY),
            ledger.clock_offset(),
            ledger.beats(),
        ]

    run(store, fill, ELSEWHERE)
    assert not any(run(store, ask, HERE))
    assert all(run(store, ask, ELSEWHERE))
    for name in ("case-K7M2", "invitation-K7M2", "sending-K7M2-1"):
        with pytest.raises(UnknownCaseError):
            run(store, lambda ledger, name=name: ledger.load_for(SendingId(name), access()))  # type: ignore[misc]
    add(store, a_case())
    save(store, replace(load(store), name="Ola"))
    assert run(store, lambda ledger: ledger.load(REF, access()), ELSEWHERE).name == "Kari"


# ---------------------------------------------------------------- contacts


def contacts(store: AnyStore) -> list[Contact]:
    """Every contact that was put."""
    return list(run(store, lambda ledger: ledger.contacts()))


def test_a_contact_is_found_as_it_was_put(store: AnyStore) -> None:
    """Contacts come back equal, by role, name and office."""
    adviser = replace(A_CONTACT, role=Role.NAV_ADVISER, verified_on=NOW.date())
    elsewhere = replace(A_CONTACT, office="Bakkely", gone_on=NOW.date())
    for contact in (adviser, A_CONTACT, elsewhere):
        run(store, lambda ledger, contact=contact: ledger.put_contact(contact))  # type: ignore[misc]
    assert contacts(store) == [elsewhere, A_CONTACT, adviser]


def test_a_contact_is_put_in_the_place_of_itself(store: AnyStore) -> None:
    """One with the same role, name and office is written over; an undone one is not kept."""
    run(store, lambda ledger: ledger.put_contact(A_CONTACT))
    fresh = replace(A_CONTACT, email="", phone="22", verified_on=NOW.date())
    run(store, lambda ledger: ledger.put_contact(fresh))
    assert contacts(store) == [fresh]

    def broken(ledger: FullLedger) -> None:
        ledger.put_contact(replace(fresh, name="Ola Prøvelege"))
        raise KeyError

    with pytest.raises(KeyError):
        run(store, broken)
    assert contacts(store) == [fresh]


# ---------------------------------------------------------------- chats


def test_a_chat_is_put_in_the_place_of_the_earlier_one(store: AnyStore) -> None:
    """Each member of staff has one chat: where they last wrote."""
    assert run(store, lambda ledger: ledger.chat("lege")) is None
    run(store, lambda ledger: ledger.put_chat(A_CHAT))
    later = replace(A_CHAT, conversation_id="chat-2", unreachable_at=NOW + HOUR)
    run(store, lambda ledger: ledger.put_chat(later))
    assert run(store, lambda ledger: ledger.chat("lege")) == later


def test_what_was_heard_is_known_again(store: AnyStore) -> None:
    """A message is known by its conversation and its id, until it is forgotten."""
    second = replace(A_MESSAGE, activity_id="message-2", at=NOW + HOUR)
    answered = replace(A_MESSAGE, replies="[1]", answered_at=NOW)

    def hear(ledger: FullLedger) -> None:
        ledger.put_heard(second)
        ledger.put_heard(A_MESSAGE)

    run(store, hear)
    assert list(run(store, lambda ledger: ledger.unanswered())) == [A_MESSAGE, second]
    run(store, lambda ledger: ledger.put_heard(answered))
    assert run(store, lambda ledger: ledger.heard("chat-1", "message-1")) == answered
    assert run(store, lambda ledger: ledger.heard("chat-2", "message-1")) is None
    assert list(run(store, lambda ledger: ledger.unanswered())) == [second]
    both = [("chat-1", "message-2"), ("chat-1", "never came")]
    run(store, lambda ledger: ledger.note_answered(both, NOW + 2 * HOUR))
    second = replace(second, answered_at=NOW + 2 * HOUR)
    assert list(run(store, lambda ledger: ledger.unanswered())) == []
    run(store, lambda ledger: ledger.forget_heard(NOW + HOUR))
    assert run(store, lambda ledger: ledger.heard("chat-1", "message-1")) is None
    assert run(store, lambda ledger: ledger.heard("chat-1", "message-2")) == second


def test_a_message_is_new_once(store: AnyStore) -> None:
    """Of two who hear the same message one is told that it is new, and nothing is written over."""
    answered = replace(A_MESSAGE, replies="[1]")
    assert run(store, lambda ledger: ledger.hear_first(A_MESSAGE))
    run(store, lambda ledger: ledger.put_heard(answered))
    assert not run(store, lambda ledger: ledger.hear_first(A_MESSAGE))
    assert run(store, lambda ledger: ledger.heard("chat-1", "message-1")) == answered


# ---------------------------------------------------------------- what came by mail

A_QUESTION = Question(
    id=QuestionId("question-1"),
    doubt=Doubt.STRANGER,
    invitation_id=None,
    since=NOW,
    at=NOW + HOUR,
    sender="ola@prove.example",
    sender_name="Ola Prøve",
    verdict=Verdict.NEW_TIME,
    revision=2,
    proposed=Window(start=NOW + DAY, end=NOW + DAY + HOUR),
    comment="Heller torsdag",
    to_read=True,
    until=NOW.date(),
    reason="5.1.1",
    times=3,
)


def test_a_mail_is_new_once(store: AnyStore) -> None:
    """A mail is known by its key from then on, until it is forgotten; an undone one is not."""

    def arrive(ledger: FullLedger, at: datetime = NOW) -> bool:
        return ledger.arrive("key", at)

    def broken(ledger: FullLedger) -> None:
        arrive(ledger)
        raise KeyError

    with pytest.raises(KeyError):
        run(store, broken)
    assert [run(store, arrive) for _ in range(2)] == [True, False]
    run(store, lambda ledger: ledger.forget_arrivals(NOW))
    assert not run(store, arrive)
    run(store, lambda ledger: ledger.forget_arrivals(NOW + HOUR))
    assert run(store, arrive)


def test_a_mail_names_an_invitation(store: AnyStore) -> None:
    """Of several ids the first that we know counts, be it an invitation's or a message's of one."""
    add(store, a_case(), a_case("N9P4"))
    wordless = replace(a_sending("N9P4", no=2), invitation_id=None)
    save(store, load(store, "N9P4").with_changed(wordless))

    def named(*names: str) -> InvitationId | None:
        ids = [InvitationId(name) for name in names]
        return run(store, lambda ledger: ledger.invitation_of(ids))

    assert named() is None
    assert named("unknown", "case-K7M2", "sending-N9P4-2") is None
    assert named("unknown", "sending-K7M2-1", "invitation-N9P4") == "invitation-K7M2"
    assert named("invitation-N9P4", "invitation-K7M2") == "invitation-N9P4"


def test_a_mail_names_who_is_asked_about_times(store: AnyStore) -> None:
    """By who is asked, or by the message that asked; an invitation's message names nobody here."""
    question = TimeQuestion(
        id=TimesId("times-K7M2"),
        kind=MeetingKind.SHM1,
        template="",
        parts=(),
        leader=StaffId("lege"),
        place="",
        asked_at=NOW,
        answer_by=date(2026, 10, 12),
    )
    asked = Asked(
        id=AskedId(InvitationId("asked-K7M2")),
        question_id=question.id,
        participant_id=a_case().participants[0].id,
        channel=Channel.MAIL,
        offers=(),
        requested_at=NOW,
    )
    message = replace(a_sending(no=7), invitation_id=None, asked_id=asked.id)
    add(store, a_case().with_changed(question, asked, message))

    def named(*names: str) -> AskedId | None:
        ids = [InvitationId(name) for name in names]
        return run(store, lambda ledger: ledger.asked_of(ids))

    assert named() is None
    assert named("unknown", "sending-K7M2-1") is None
    assert named("unknown", message.id) == asked.id
    assert named(asked.id) == asked.id


def test_an_address_names_its_open_cases(store: AnyStore) -> None:
    """Whoever has it, however it is written; nobody who has left the case, and no closed case."""
    case = a_case()
    gp = replace(case.participants[0], email="Gro@Lege.example")
    add(store, case.with_changed(gp))

    def at(address: str) -> list[str]:
        return run(store, lambda ledger: list(ledger.cases_at(address)))

    assert at("gro@lege.example") == ["K7M2"]
    assert at("ro@lege.example") == []
    save(store, load(store).with_changed(replace(gp, ended_at=NOW)))
    assert at("gro@lege.example") == []
    save(store, replace(load(store).with_changed(gp), closing=CLOSED))
    assert at("gro@lege.example") == []


def test_a_question_of_no_case(store: AnyStore) -> None:
    """Questions of no case are told oldest first, as they were put, until they are settled."""
    older = replace(A_QUESTION, id=QuestionId("question-2"), since=NOW - DAY, proposed=None)
    add(store, replace(a_case(), questions=(replace(A_QUESTION, id=QuestionId("of a case")),)))
    for one in (A_QUESTION, older, replace(A_QUESTION, times=4)):
        run(store, lambda ledger, one=one: ledger.put_stray(one))  # type: ignore[misc]
    strays = run(store, lambda ledger: list(ledger.strays()))
    assert strays == [older, replace(A_QUESTION, times=4)]
    settled = replace(older, settled=Settled(how=SettledHow.DONE, at=NOW))
    run(store, lambda ledger: ledger.put_stray(settled))
    assert run(store, lambda ledger: list(ledger.strays())) == [replace(A_QUESTION, times=4)]


def test_a_clinics_mail_is_its_own(store: AnyStore) -> None:
    """Keys, names and questions of another clinic are not found, and stand in nobody's way."""

    def fill(ledger: FullLedger) -> bool:
        ledger.add(a_case(clinic=ELSEWHERE), access())
        ledger.put_stray(A_QUESTION)
        return ledger.arrive("key", NOW)

    def ask(ledger: FullLedger) -> list[object]:
        return [*ledger.strays(), ledger.invitation_of([InvitationId("invitation-K7M2")])]

    assert run(store, fill, ELSEWHERE)
    assert not any(run(store, ask, HERE))
    assert all(run(store, ask, ELSEWHERE))
    run(store, lambda ledger: ledger.forget_arrivals(NOW + DAY))
    assert run(store, lambda ledger: ledger.arrive("key", NOW))
    assert not run(store, lambda ledger: ledger.arrive("key", NOW), ELSEWHERE)


def test_what_was_posted_is_found_with_its_edits(store: AnyStore) -> None:
    """By whom it was posted to and since when; what was dropped, or has no id, is not there."""
    shown = replace(a_digest(), status=SendingStatus.SHOWN, message_id="1")
    edit = replace(
        shown, id=SendingId("edit"), kind=SendingKind.EDIT, created_at=NOW + HOUR, attempts=1
    )
    others = (
        replace(edit, id=SendingId("dropped"), status=SendingStatus.DROPPED),
        replace(edit, id=SendingId("theirs"), to="sekretar"),
        replace(edit, id=SendingId("unposted"), message_id=""),
    )

    def put(ledger: FullLedger) -> None:
        for row in (edit, shown, *others):
            ledger.put_sending(row)

    run(store, put)
    assert list(run(store, lambda ledger: ledger.posted("lege", NOW))) == [shown, edit]
    assert list(run(store, lambda ledger: ledger.posted("lege", NOW + HOUR))) == [edit]
    assert list(run(store, lambda ledger: ledger.posted("lege", NOW), ELSEWHERE)) == []


def test_who_is_in_touch(store: AnyStore) -> None:
    """Those for whom something waits, or was posted since then if one asks; of those named."""
    shown = replace(a_digest(), status=SendingStatus.SHOWN, message_id="1", to="posted")
    rows = (
        replace(a_digest(), to="waits"),
        replace(a_digest(), id=SendingId("2"), to="failed", status=SendingStatus.FAILED),
        replace(shown, id=SendingId("3")),
        replace(shown, id=SendingId("4"), to="long ago", created_at=NOW - HOUR),
        replace(shown, id=SendingId("5"), to="read", message_id=""),
        replace(shown, id=SendingId("6"), to="dropped", status=SendingStatus.DROPPED),
        replace(a_digest(), id=SendingId("7"), to="mailed", channel=Channel.MAIL),
    )

    def put(ledger: FullLedger) -> None:
        for row in rows:
            ledger.put_sending(row)

    run(store, put)
    everyone = [row.to for row in rows]
    found = run(store, lambda ledger: ledger.in_touch(everyone, NOW))
    assert sorted(found) == ["failed", "posted", "waits"]
    assert list(run(store, lambda ledger: ledger.in_touch(["posted"], NOW))) == ["posted"]
    assert sorted(run(store, lambda ledger: ledger.in_touch(everyone))) == ["failed", "waits"]
    assert not run(store, lambda ledger: ledger.in_touch([], NOW))
    assert not run(store, lambda ledger: ledger.in_touch(everyone, NOW), ELSEWHERE)


def test_how_far_promises_have_come_is_no_look_at_a_case(store: AnyStore) -> None:
    """Settled, put off or given away; what is not known is left out, and the log says nothing."""
    case = a_case()
    first = case.promises[0]
    settled = replace(first, settled=Settled(how=SettledHow.DONE, at=NOW), snoozed_until=NOW.date())
    run(store, lambda ledger: ledger.add(case, access()))
    known = run(store, lambda ledger: ledger.standings([first.id, "nobody's"]))
    climbed = Standing(kind=first.kind, owner=first.owner, ladder=first.ladder, taken=first.taken)
    assert known == {first.id: climbed}

    def settle(ledger: FullLedger) -> None:
        ledger.save(ledger.load(REF, access()).with_changed(settled), access(), what="settled")

    run(store, settle)
    logged = run(store, lambda ledger: ledger.audit(REF))
    known = run(store, lambda ledger: ledger.standings([first.id]))
    ended = replace(climbed, settled=SettledHow.DONE, snoozed_until=NOW.date())
    assert known == {first.id: ended}
    assert run(store, lambda ledger: ledger.standings([first.id]), ELSEWHERE) == {}
    assert run(store, lambda ledger: ledger.audit(REF)) == logged


# ---------------------------------------------------------------- what a change may be undone to


def _kept(case: Case) -> Earlier:
    """Every kind of row, as a change may have found it."""
    return Earlier(
        what="MoveMeeting",
        by="sekretar",
        at=NOW,
        after="0123456789abcdef",
        participants=case.participants,
        meetings=case.meetings,
        invitations=case.invitations,
        promises=case.promises,
        sendings=(a_sending(),),
        added=("new",),
        decide_by=NOW.date(),
        contacts=(
            Written(now=replace(A_CONTACT, email="feil"), before=A_CONTACT),
            Written(now=A_CONTACT),
        ),
        final=True,
    )


def test_what_a_change_may_be_undone_to_comes_back(store: AnyStore) -> None:
    """One for each case: the last, until it is forgotten."""
    case = a_case()
    add(store, case)
    kept = _kept(case)
    assert run(store, lambda ledger: ledger.earlier(case.id)) is None
    run(store, lambda ledger: ledger.put_earlier(case.id, kept))
    assert run(store, lambda ledger: ledger.earlier(case.id)) == kept
    later = replace(kept, what="CancelMeeting", sendings=(), decide_by=None)
    run(store, lambda ledger: ledger.put_earlier(case.id, later))
    assert run(store, lambda ledger: ledger.earlier(case.id)) == later
    for _ in range(2):
        run(store, lambda ledger: ledger.put_earlier(case.id, None))
        assert run(store, lambda ledger: ledger.earlier(case.id)) is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=cases())
def test_whatever_a_case_holds_can_be_kept(store: AnyStore, case: Case) -> None:
    """Rows of every kind come back equal from what is kept of them."""
    clinic = ClinicId(f"clinic-{next(CLINICS)}")
    case = moved(case, clinic)
    kept = replace(
        _kept(case), consents=case.consents, sendings=case.sendings, decide_by=case.decide_by
    )

    def use_case(ledger: FullLedger) -> Earlier | None:
        ledger.add(case, access())
        ledger.put_earlier(case.id, kept)
        return ledger.earlier(case.id)

    assert run(store, use_case, clinic) == kept


def test_what_is_kept_of_a_refused_change_is_not(store: AnyStore) -> None:
    """It is written in the transaction of the change, or not at all, and for one clinic."""
    case = a_case()
    add(store, case)

    def broken(ledger: FullLedger) -> None:
        ledger.put_earlier(case.id, _kept(case))
        raise KeyError

    with pytest.raises(KeyError):
        run(store, broken)
    assert run(store, lambda ledger: ledger.earlier(case.id)) is None
    run(store, lambda ledger: ledger.put_earlier(case.id, _kept(case)))
    assert run(store, lambda ledger: ledger.earlier(case.id), ELSEWHERE) is None


def test_shared_events_come_back_until_they_end(store: AnyStore) -> None:
    """An event is remembered whole, changed in its place, found by its meeting, and ends."""
    case = a_case()
    run(store, lambda ledger: ledger.add(case, access()))
    window = Window(start=NOW, end=NOW + HOUR)
    guest = Guest(invitation_id=case.invitations[0].id, address="lea@klinikk.example", heard="ja")
    first = SharedEvent(id="e1", case_id=case.id, meeting_id=case.meetings[0].id, window=window)
    full = replace(
        first,
        text=EventText(summary="Møte", description="Referanse: K7M2", location="Rom 2"),
        guests=(guest,),
        remote_id="AAk=",
        strangers=("ola@annet.example accepted",),
        moved_to=window,
        gone=True,
    )

    def put(ledger: FullLedger) -> None:
        ledger.put_event(first)
        ledger.put_event(replace(first, id="e2"))
        ledger.put_event(full)

    run(store, put)
    assert run(store, lambda ledger: list(ledger.living_events())) == [
        full,
        replace(first, id="e2"),
    ]
    run(store, lambda ledger: ledger.put_event(replace(full, ended_at=NOW)))
    meeting = case.meetings[0].id
    assert [one.id for one in run(store, lambda ledger: ledger.events_of(meeting))] == ["e2"]
    assert run(store, lambda ledger: list(ledger.living_events()), ELSEWHERE) == []


def test_a_hold_is_of_a_case_and_no_meeting(store: AnyStore) -> None:
    """What is only held comes back as it was put, among the living, and of no meeting."""
    case = a_case()
    run(store, lambda ledger: ledger.add(case, access()))
    window = Window(start=NOW, end=NOW + HOUR)
    held = SharedEvent(
        id="h1", case_id=case.id, meeting_id=MeetingId(""), window=window, hold="option-1"
    )
    run(store, lambda ledger: ledger.put_event(held))
    assert run(store, lambda ledger: list(ledger.living_events())) == [held]
    meeting = case.meetings[0].id
    assert run(store, lambda ledger: list(ledger.events_of(meeting))) == []


def test_a_mark_is_what_was_put_last(store: AnyStore) -> None:
    """A mark is empty at first, then what was put, and another clinic's is its own."""
    assert run(store, lambda ledger: ledger.mark("delta")) == ""
    run(store, lambda ledger: ledger.put_mark("delta", "a"))
    run(store, lambda ledger: ledger.put_mark("delta", "b"))
    assert run(store, lambda ledger: ledger.mark("delta")) == "b"
    assert run(store, lambda ledger: ledger.mark("delta"), ELSEWHERE) == ""
