"""A clinic whose mails are real, and the calendars of everybody whom it writes to.

The use cases are the real ones over the fake ledger, the texts and the mails those that leave in
earnest; each address has a calendar of its own (`itip_client`), which may answer by mail. Mails may
be lost, late, doubled or overtaken in either direction.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from typing_extensions import override

from calendar_sync.imip import build_mail
from calendar_sync.mailbox import Mailbox
from calendar_sync.replies import Reader
from dialogs.texts import NorwegianTexts
from dialogs.understand.surplus import says_more
from pathway import leaving, rules
from pathway.arrivals import Arrival, Handled, Sort
from pathway.case import Case
from pathway.commands import (
    AcceptProposal,
    AddParticipant,
    CancelMeeting,
    CaseCommand,
    ChangeMeeting,
    ChangeParticipant,
    ChangeParts,
    CorrectGp,
    DeclineProposal,
    MoveMeeting,
    Postpone,
    RecordAdviser,
    RecordAnswer,
    RemoveParticipant,
    ReplaceGp,
    ReplaceParticipant,
    SettleOffice,
    SettleQuestion,
    StopPathway,
    Undo,
    WithdrawConsent,
)
from pathway.model import Answer, Facts, Invitation, Meeting, Window
from pathway.outgoing import Method, Sending, SendingKind, SendingStatus
from pathway.ports import Ledger, Links
from pathway.questions import Resolution
from pathway.service import PROGRAM, Context
from pathway.service.answers.receiving import receive
from pathway.service.daemon import delivering
from pathway.words import (
    Attendance,
    Channel,
    ClosedReason,
    InvitationId,
    InvitationState,
    Role,
    Verdict,
)
from tests.calendar_sync.in_their_words import (
    due_facts,
    held_without,
    says_no,
    waits_for_the_gp,
)
from tests.calendar_sync.itip_client.dialects import DIALECTS, Said, bounced
from tests.calendar_sync.itip_client.diary import Diary, Entry, Heard, Manner
from tests.calendar_sync.mail_law import Told, judged
from tests.pathway.build import DOCTOR, LEADER, OSLO, SECRETARY, a_clinic
from tests.pathway.history_actions import Action
from tests.pathway.office import CrashError, NoLinks, Office
from tests.pathway.test_histories import Histories

ORGANISER = Mailbox(address="mote@fjord.example", name="Fjord")
READER = Reader(ours=ORGANISER, more=says_more)
IDS = UUID("6f0b6c1e-0a43-4c0e-9f57-2f3a5a1d6c09")
SECRET = "Kari"
"""What the patient is called inside; nobody outside reads it (P1)."""

CHANGED_CLOCKS = [date(2026, 10, 25), date(2027, 3, 28)]
DAYS_OF_A_WEEK = 7
VERDICTS = {
    "ACCEPTED": Verdict.ACCEPTED,
    "DECLINED": Verdict.DECLINED,
    "TENTATIVE": Verdict.TENTATIVE,
}
IN_PERSON = {Attendance.CLINIC, Attendance.GP_OFFICE}


class AllLinks(NoLinks):
    """Answer links with everything that a text may ask for."""

    @override
    def links(self, invitation: InvitationId, counter: int) -> Links:
        """The invitation's id is the token."""
        page = "https://svar.example/svar"
        return Links(answer_url=f"{page}/{invitation}", answer_code="7H2KQ9XMP4WD", code_url=page)


class MailOffice(Office):
    """An office whose texts are those that leave in earnest."""

    @override
    def _context(self, ledger: Ledger, actor: str, why: str) -> Context:
        context = super()._context(ledger, actor, why)
        return replace(
            context,
            texts=NorwegianTexts(),
            links=AllLinks(),
            new_id=lambda: str(uuid5(IDS, context.new_id())),
        )

    def mail_of(self, sending: Sending) -> bytes:
        """The mail of a claimed row."""
        links = self.run(lambda context: delivering.links_for(context, sending))
        return build_mail(sending, links(), ORGANISER)


@dataclass(slots=True, kw_only=True)
class Posted:
    """A mail on its way; `due` is how many passes of the daemon it still takes."""

    sending: Sending
    raw: bytes
    told: Told | None = None
    due: int = 0
    lost: bool = False
    arrived: bool = False

    @property
    def address(self) -> str:
        """Where it goes."""
        return self.sending.address

    @property
    def shows(self) -> bool:
        """Whether a calendar changes by it: a DECLINECOUNTER leaves the meeting as it is."""
        return self.told is not None and self.told.method in {"REQUEST", "CANCEL"}


@dataclass(slots=True)
class Thread:
    """Everything that left of one UID, in the order in which it left."""

    mails: list[Posted] = field(default_factory=list)

    def newest_at(self, address: str) -> Posted | None:
        """What has come to this address and is newest by SEQUENCE and DTSTAMP."""
        mails = [one for one in self.mails if one.shows and one.address == address]
        came = [one for one in mails if one.arrived]
        return max(came, key=_number, default=None)

    def add(self, posted: Posted, told: Told) -> None:
        """The laws of a thread (interop, F16): a retry has the same bytes, all else is newer."""
        for earlier in self.mails:
            same = earlier.raw == posted.raw
            assert earlier.told is not None
            assert (earlier.told.stamp == told.stamp) is same, "two sendings share a DTSTAMP"
        if self.mails and self.mails[-1].raw != posted.raw:
            last = self.mails[-1].told
            assert last is not None
            assert last.stamp < told.stamp, "DTSTAMP fell"
            assert last.sequence <= told.sequence, "SEQUENCE fell"
            assert last.method != "CANCEL", "something after a CANCEL"
            if told.method == "CANCEL" or not _same_place(self.mails[-1], posted):
                assert last.sequence < told.sequence, "something new at the same SEQUENCE"
        self.mails.append(posted)


def _same_place(one: Posted, other: Posted) -> bool:
    """Whether time, place and link are the same; the first link changes neither (F7)."""
    before, after = one.sending.content.event, other.sending.content.event
    assert before is not None
    assert after is not None
    same = (before.window, before.location) == (after.window, after.location)
    return same and before.link in {"", after.link}


def _number(posted: Posted) -> tuple[int, datetime]:
    assert posted.told is not None
    return posted.told.sequence, posted.told.stamp


class Correspondence(Histories):
    """The random office, its mails, and the calendars that they make."""

    def __init__(self) -> None:
        super().__init__()
        self.diaries: dict[str, Diary] = {}
        self.threads: dict[str, Thread] = {}
        self.under_way: list[Posted] = []
        self.answers_under_way: list[tuple[int, bytes]] = []
        self.happened: Counter[str] = Counter()
        self.forgetful = 0

    @override
    def new_office(self, mailed: frozenset[Role]) -> Office:
        """The clinic's own name says too much, its public name does not (P1b)."""
        clinic = a_clinic(mail_to=mailed, name="Fjord smerteklinikk")
        return MailOffice(clinic=clinic, carry=self.carry)

    def set_out(self, mailed: frozenset[Role], way: list[Action], forgetful: int) -> None:
        """A clinic that may mail some of them, and a patient who has come some way."""
        self.forgetful = forgetful
        self.office = self.new_office(mailed)
        self.new_patient()
        for action in way:
            self.somebody_acts(action)
            self.daemon()

    # --- mail out --------------------------------------------------------------------------------

    @override
    def carry(self, sending: Sending) -> tuple[str, bool]:
        """The mail is made and judged; then it is refused, or goes its way."""
        assert isinstance(self.office, MailOffice)
        raw = self.office.mail_of(sending)
        told = judged(raw, sending.address, ORGANISER.address, SECRET)
        try:
            outcome = super().carry(sending)
        except CrashError:
            self.post(sending, raw, told)
            raise
        if not outcome[0]:
            self.post(sending, raw, told)
        return outcome

    def post(self, sending: Sending, raw: bytes, told: Told | None) -> None:
        """The server has taken it; what becomes of it depends on the day."""
        self.happened["mails"] += 1
        posted = Posted(sending=sending, raw=raw, told=told)
        posted.due = 3 if self.mode == "late" else 0
        posted.lost = self.mode in {"lost", "bounces"}
        if self.mode == "bounces":
            report = bounced(raw, sending.address, ORGANISER.address, self.office.clock)
            self.answers_under_way.append((2, report))
        if told is not None:
            self.judge_telling(sending, told)
            self.threads.setdefault(told.uid, Thread()).add(posted, told)
            self.happened[f"mail {self.mode}"] += 1
        self.under_way += [posted] * (2 if self.mode == "twice" else 1)
        self.come()

    def judge_telling(self, sending: Sending, told: Told) -> None:
        """The method fits what is done, the UID is the invitation's, a kept yes is said (F16)."""
        event = sending.content.event
        assert event is not None
        assert told.method == event.method
        assert told.uid == sending.invitation_id
        case = self.case_of(told.uid)
        invitation = case.invitation(InvitationId(told.uid))
        if told.method == Method.REQUEST and sending.attempts == 1:
            answer = rules.present_answer(case, invitation)
            yes = answer is not None and answer.verdict is Verdict.ACCEPTED
            assert (told.partstat == "ACCEPTED") is yes, (told.partstat, answer)
            self.happened["kept yes sent on"] += yes and told.sequence > 0

    def come(self) -> None:
        """What is due comes in: the last posted first, so that mails overtake each other."""
        waiting, self.under_way = self.under_way, []
        for posted in reversed(waiting):
            if posted.lost:
                continue
            if posted.due > 0:
                self.under_way.insert(0, posted)
                continue
            posted.arrived = True
            heard = self.diary(posted.address).receive(posted.raw)
            assert (heard is Heard.NO_MEETING) is (posted.told is None)
            assert heard is not Heard.NOT_MINE
            self.happened[f"client: {heard}"] += 1

    def diary(self, address: str) -> Diary:
        """The calendar of an address; every second program forgets answers."""
        if address not in self.diaries:
            forgets = (len(self.diaries) + self.forgetful) % 2
            manner = Manner.FORGETS if forgets else Manner.KEEPS
            self.diaries[address] = Diary(address, manner)
        return self.diaries[address]

    @override
    def daemon(self) -> None:
        """One pass; what is under way comes nearer, in both directions."""
        super().daemon()
        for posted in self.under_way:
            posted.due -= 1
        self.come()
        due = [raw for passes, raw in self.answers_under_way if passes <= 1]
        self.answers_under_way = [(n - 1, raw) for n, raw in self.answers_under_way if n > 1]
        for raw in due:
            self.hear(raw)

    # --- what people do --------------------------------------------------------------------------

    @override
    def press(self, command: CaseCommand, name: str = "", *, actor: str = SECRETARY) -> bool:
        """Note each kind of change that was made."""
        before = self.case.meetings if self.office.store.clinics else ()
        done = super().press(command, name, actor=actor)
        if done:
            self.happened.update(f"change: {kind}" for kind in kinds(command, before))
        return done

    def change_leader(self) -> None:
        """Somebody else leads the meeting."""
        meeting = self.case.meeting_of(self.kind)
        leader = DOCTOR if meeting is not None and meeting.leader == LEADER else LEADER
        self.press(
            ChangeMeeting(ref=self.case.ref, kind=self.kind, leader=leader, accept_clashes=True)
        )

    def phones(self, role: Role, verdict: Verdict) -> None:
        """An answer by telephone, which the secretary writes down."""
        ids = {p.id for p in self.case.participants if p.role is role}
        found = [i for i in self.case.invitations if i.offered and i.participant_id in ids]
        if found:
            command = RecordAnswer(
                ref=self.case.ref,
                invitation_id=found[-1].id,
                verdict=verdict,
                channel=Channel.PHONE,
                evidence="ringte",
            )
            assert self.press(command, "RecordAnswer by phone")
            self.happened["answer: by phone"] += 1

    @override
    def answer(self, role: Role, verdict: Verdict, **how: Any) -> None:
        """An answer on the page."""
        before = len(self.case.answers)
        super().answer(role, verdict, **how)
        self.happened["answer: on the page"] += len(self.case.answers) > before

    def held(self, pick: int) -> tuple[Diary, Entry] | None:
        """One of the meetings that stand in somebody's calendar."""
        found = [(d, e) for d in self.diaries.values() for e in d.entries.values()]
        return found[pick % len(found)] if found else None

    def mails_answer(self, pick: int, partstat: str, dialect: str, comment: str, way: str) -> None:
        """Somebody presses a button in their calendar, and the program mails it to us."""
        found = self.held(pick)
        if found is None:
            return
        diary, entry = found
        answered = diary.answers(entry.uid, partstat)
        said = Said(
            entry=answered,
            owner=diary.owner,
            at=self.office.clock,
            partstat=partstat,
            comment=comment,
        )
        self.mail_in(DIALECTS[dialect](said), dialect, way)

    def proposes(self, pick: int, ahead: int, clock: tuple[int, int], dialect: str) -> None:
        """Somebody proposes another time in their calendar."""
        found = self.held(pick)
        if found is None:
            return
        diary, entry = found
        diary.answers(entry.uid, "TENTATIVE")
        start = _utc(self.wall(ahead, clock))
        said = Said(
            entry=entry,
            owner=diary.owner,
            at=self.office.clock,
            partstat="TENTATIVE",
            start=start,
            end=start + (entry.end - entry.start),
        )
        self.mail_in(DIALECTS[dialect](said), f"{dialect} counter", "at once")

    def mail_in(self, raw: bytes, dialect: str, way: str) -> None:
        """An answer's way to us."""
        self.happened[f"answer: by mail, {dialect}"] += 1
        self.happened[f"answer {way}"] += 1
        if way == "late":
            self.answers_under_way.append((4, raw))
        elif way != "lost":
            for _ in range(2 if way == "twice" else 1):
                self.hear(raw)

    def hear(self, raw: bytes) -> Handled:
        """What has come to the organiser's mailbox is read, and counts where it is to the point."""
        arrival = READER.read(raw, size=len(raw), at=self.office.clock)
        assert arrival is not None
        if arrival.sort is not Sort.ANSWER:
            return self.hear_of_failure(arrival)
        assert arrival.verdict is not None
        named = arrival.invitations[0]
        invitation = self.case_of(named).invitation(named)
        before = rules.state_of(self.case_of(named), invitation)
        given = len(self.case_of(named).answers)
        handled = self.office.run(lambda context: receive(context, arrival), PROGRAM)
        case = self.case_of(named)
        late = (arrival.sequence or 0) + 1 < invitation.revision
        self.happened["answer to an older time"] += late
        self.happened[f"a mail is {handled}"] += 1
        assert len(case.answers) == given + (handled in {Handled.APPLIED, Handled.KEPT})
        if late or invitation.cancelled_at:
            assert handled is not Handled.APPLIED
        if handled is Handled.APPLIED:
            self.judge_record(arrival, case.answers[-1])
        if handled is not Handled.APPLIED:
            assert rules.state_of(case, invitation) is before
        return handled

    def judge_record(self, arrival: Arrival, answer: Answer) -> None:
        """What is written down is what the calendar answered, to the time that stood there."""
        assert (answer.invitation_id, answer.verdict) == (arrival.invitations[0], arrival.verdict)
        mails = [one for one in self.threads[answer.invitation_id].mails if one.told is not None]
        (window,) = {
            one.sending.content.event.window
            for one in mails
            if one.told is not None
            and one.sending.content.event is not None
            and one.told.sequence == (arrival.sequence or 0)
        }
        assert answer.facts.window == window

    def hear_of_failure(self, arrival: Arrival) -> Handled:
        """A mail that did not arrive is no mail that was sent, and the secretary knows (D4)."""
        assert arrival.sort is Sort.UNDELIVERED
        handled = self.office.run(lambda context: receive(context, arrival), PROGRAM)
        self.happened[f"a failure is {handled}"] += 1
        rows = [s for case in self.office.cases for s in case.sendings]
        (row,) = [s for s in rows if s.id in arrival.messages]
        if handled is Handled.APPLIED:
            assert row.status is SendingStatus.GIVEN_UP
        return handled

    def settles(self, pick: int, how: Resolution) -> None:
        """The secretary judges what came by mail and was not plain."""
        found = [q for q in self.case.questions if q.settled is None]
        if found:
            wanted = found[pick % len(found)]
            done = self.press(SettleQuestion(ref=self.case.ref, question_id=wanted.id, how=how))
            self.happened[f"question {how}"] += done

    def stranger_answers(self, pick: int, partstat: str, dialect: str) -> None:
        """The invitation was forwarded, and somebody else's calendar answers."""
        found = self.held(pick)
        if found is not None:
            said = Said(
                entry=found[1],
                owner="nabo@annet.example",
                at=self.office.clock,
                partstat=partstat,
            )
            self.happened["a stranger answers"] += 1
            assert self.hear(DIALECTS[dialect](said)) is not Handled.APPLIED, "a stranger decides"

    def asks_other_times(self, role: Role, ahead: int, clock: tuple[int, int]) -> None:
        """Somebody writes on the page that another time is wanted, and names two."""
        ids = {p.id for p in self.case.participants if p.role is role}
        found = [i for i in self.case.invitations if i.offered and i.participant_id in ids]
        if found:
            command = RecordAnswer(
                ref=self.case.ref,
                invitation_id=found[-1].id,
                verdict=Verdict.NEW_TIME,
                channel=Channel.MAIL,
                evidence="page",
                proposed=self.wall(ahead, clock),
                also_proposed=(self.wall(ahead + 1, clock),),
            )
            self.happened["other times on the page"] += self.press(command, "other times")

    def proposals(self) -> list[Answer]:
        """What was proposed and counts, the latest last."""
        return [a for a in self.case.answers if a.proposed and a.counts]

    def takes_proposal(self, number: int) -> None:
        """The secretary moves the meeting to a time that was proposed."""
        for answer in self.proposals()[-1:]:
            command = AcceptProposal(
                ref=self.case.ref, answer_id=answer.id, number=number, accept_clashes=True
            )
            self.happened["proposal taken"] += self.press(command)

    def turns_down(self) -> None:
        """The secretary turns a proposed time down."""
        for answer in self.proposals()[-1:]:
            command = DeclineProposal(ref=self.case.ref, answer_id=answer.id)
            self.happened["proposal turned down"] += self.press(command)

    # --- what the calendars show -----------------------------------------------------------------

    def case_of(self, uid: str) -> Case:
        """The case that has this invitation."""
        return next(c for c in self.office.cases if any(i.id == uid for i in c.invitations))

    def judge_calendars(self) -> None:
        """Each calendar shows what its owner was last sent, and what holds (F5)."""
        for case, invitation in self.asked():
            thread = self.threads.get(invitation.id)
            if thread is None:
                continue
            last = [posted for posted in thread.mails if posted.shows][-1]
            shown = self.diary(last.address).entries.get(invitation.id)
            newest = thread.newest_at(last.address)
            if newest is None:
                assert shown is None
                continue
            judge_shown(shown, newest)
            if last.arrived and self.is_heard_there(case, invitation, last):
                self.happened["calendars judged"] += 1
                self.judge_against_the_meeting(case, invitation, shown)

    def is_heard_there(self, case: Case, invitation: Invitation, last: Posted) -> bool:
        """Whether nothing waits, and it is by this mailbox that the owner is told.

        A mail that came, whose receipt was lost, and that was refused when it was sent again, is
        not counted as told: the secretary hears of it.
        """
        person = case.participant(invitation.participant_id)
        kinds_told = {*leaving.FACTUAL, SendingKind.CANCELLATION}
        rows = [
            s
            for s in case.sendings_of(invitation.id)
            if s.kind in kinds_told
            and s.status is not SendingStatus.DROPPED
            and (s.content.event is None or s.content.event.method is not Method.DECLINECOUNTER)
        ]
        theirs = invitation.channel is Channel.MAIL and person.email == last.address
        refused = bool(rows) and rows[-1].status is SendingStatus.GIVEN_UP
        newest = bool(rows) and rows[-1].id == last.sending.id and not refused
        return theirs and newest and not self.pending(case, invitation)

    def judge_against_the_meeting(
        self, case: Case, invitation: Invitation, shown: Entry | None
    ) -> None:
        """The calendar is right: who is off has nothing, all others the window of their parts."""
        meeting = case.meeting(invitation.meeting_id)
        person = case.participant(invitation.participant_id)
        if invitation.cancelled_at is not None or person.ended_at is not None:
            died = case.closing is not None and case.closing.reason is ClosedReason.DIED
            off, gone = invitation.cancelled_at, person.ended_at
            over = shown is not None and shown.end <= off if off else self.began(shown, gone)
            assert shown is None or over or (died and person.role is Role.PATIENT), "a ghost"
            self.happened["no ghost"] += shown is None
            return
        if not meeting.alive or meeting.starts_at <= self.office.clock:
            return
        assert shown is not None
        due = due_facts(case, self.office.clinic, invitation)
        clinic, there = self.office.clinic, Window(start=shown.start, end=shown.end)
        if says_no(case, invitation, there):
            self.happened["left to one who said no"] += 1
            return
        if there != due.window and waits_for_the_gp(case, clinic, invitation):
            self.happened["held back"] += 1
            return
        if held_without(case, clinic, invitation) and not shown.url:
            due = replace(due, link="")  # hears no more but that it moves or is off (D2)
        judge_facts(shown, due)
        self.happened["in person"] += bool(shown.location)
        self.happened.update(f"near {on}" for on in CHANGED_CLOCKS if near(shown, on))
        assert shown.sequence == invitation.revision - 1
        self.judge_answer(case, invitation, shown)

    def began(self, shown: Entry | None, gone: datetime | None) -> bool:
        """Whether what stands there had begun before somebody was taken out."""
        return shown is not None and gone is not None and shown.start <= gone

    def judge_answer(self, case: Case, invitation: Invitation, shown: Entry) -> None:
        """A yes that was kept is shown, but by programs that forget; there ours stands (D4b)."""
        diary = self.diary(case.participant(invitation.participant_id).email)
        kept = shown.told == "ACCEPTED" and shown.sequence > 0
        if not kept or invitation.id in diary.pressed:
            return
        if diary.manner is Manner.KEEPS:
            assert shown.partstat == "ACCEPTED"
            self.happened["a kept yes is shown"] += 1
        elif rules.state_of(case, invitation) is InvitationState.ACCEPTED:
            self.happened["forgotten there, kept here"] += shown.partstat == "NEEDS-ACTION"

    def come_to_rest(self) -> None:
        """Mail works again, everything under way comes, and the daemon passes for two days."""
        self.mode = "arrives"
        for posted in self.under_way:
            posted.due = 0
        self.days_pass(2)


def judge_shown(shown: Entry | None, newest: Posted) -> None:
    """The calendar shows the newest mail that came, as the domain meant it."""
    event = newest.sending.content.event
    assert event is not None
    if event.method is Method.CANCEL:
        assert shown is None, "shown after a CANCEL"
        return
    assert shown is not None
    assert (shown.start, shown.end) == (event.window.start, event.window.end)
    assert (shown.summary, shown.location) == (event.summary, event.location)
    assert shown.url == event.link
    assert shown.sequence == event.sequence
    assert shown.organizer == ORGANISER.address


def judge_facts(shown: Entry, due: Facts) -> None:
    """Window, place and link are the meeting's own."""
    assert (shown.start, shown.end) == (due.window.start, due.window.end)
    assert shown.url == due.link
    if due.attends in IN_PERSON and due.place:
        assert due.place.casefold() in shown.location.casefold()
    else:
        assert due.attends in IN_PERSON or not shown.location


def _utc(wall: datetime) -> datetime:
    return wall.replace(tzinfo=ZoneInfo(OSLO)).astimezone(UTC)


def near(shown: Entry, sunday: date) -> bool:
    """Whether it is in the week before or after a change of clocks."""
    return abs((shown.start.date() - sunday).days) <= DAYS_OF_A_WEEK


def kinds(command: CaseCommand, before: tuple[Meeting, ...]) -> list[str]:
    """What somebody changed."""
    match command:
        case MoveMeeting():
            return ["moved"]
        case ChangeMeeting():
            named = {"template", "place", "link", "leader"}
            return sorted(name for name in named if getattr(command, name) is not None)
        case ChangeParticipant():
            named = {"attends", "parts", "email"}
            return sorted(name for name in named if getattr(command, name) is not None)
        case ReplaceGp() | CorrectGp():
            return ["another doctor"]
        case ChangeParts():
            return divided(command, [m for m in before if m.kind is command.kind][-1])
        case _:
            return [OTHERS[type(command)]] if type(command) in OTHERS else []


def divided(command: ChangeParts, meeting: Meeting) -> list[str]:
    """What became of a meeting's parts."""
    numbers = [number for piece in command.parts for number in piece.of]
    minutes = sum(piece.minutes for piece in command.parts)
    names = {
        "lengthened": minutes > meeting.minutes,
        "shortened": minutes < meeting.minutes,
        "reordered": numbers != sorted(numbers),
        "split": len(numbers) > len(set(numbers)),
        "part taken away": len(set(numbers)) < len(meeting.parts),
    }
    return [name for name, found in names.items() if found]


OTHERS: dict[type, str] = {
    AddParticipant: "added",
    RemoveParticipant: "removed",
    ReplaceParticipant: "somebody in their place",
    Undo: "undone",
    RecordAdviser: "adviser",
    CancelMeeting: "cancelled",
    Postpone: "postponed",
    WithdrawConsent: "consent withdrawn",
    SettleOffice: "office settled",
    StopPathway: "stopped",
}
