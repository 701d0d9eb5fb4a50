"""Rooms in memory: one clinic, one case, one invitation, and everything that was asked of them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.reactions import Reaction
from bot.seams import (
    AnswerForm,
    AnswerPage,
    CaseView,
    ClockStep,
    Coming,
    CurrentAnswer,
    Invite,
    InviteKind,
    Mail,
    Mailbox,
    PageState,
    Rooms,
)
from bot.times_seams import TimesForm, TimesPage
from bot.web import make_app
from dialogs.cards import actions, elements, inputs
from dialogs.state import Choice, Conversation
from dialogs.turn import Expects, Kind, Reply, Turn, Utterance
from pathway.case import Case
from pathway.clinic import Clinic, Staff
from pathway.entries import MilestoneEntry
from pathway.model import Answer, Facts, Invitation, Meeting, Participant, Promise, Window
from pathway.outgoing import Content, Sending, SendingKind, SendingStatus
from pathway.variants import TEMPLATES
from pathway.views import BoardRow, Colour, Deadline, InvitationLine
from pathway.words import (
    AnswerId,
    Attendance,
    CaseId,
    CaseRef,
    Channel,
    ClinicId,
    InvitationId,
    InvitationState,
    MeetingId,
    MeetingKind,
    Milestone,
    ParticipantId,
    PromiseId,
    PromiseKind,
    Role,
    SendingId,
    StaffId,
    Verdict,
)

ZONE = "Europe/Oslo"
NOW = datetime(2026, 10, 12, 8, 30, tzinfo=UTC)
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TOKEN = "m2svx3kq7tzr2plw6ydc5shfa4bnqe7k"
CODE = "K7M2Q9RT4XWP"
SECRETARY, CLINICIAN = StaffId("sekretar"), StaffId("lege")
REF = CaseRef("7K4M")
GP = ParticipantId("p-gp")

Browser = TestClient[web.Request, web.Application]

CLINIC = Clinic(
    id=ClinicId("fjordvik"),
    name="Fjordvik smerteklinikk",
    public_name="Fjordvik poliklinikk",
    phone="22 00 00 00",
    staff=(
        Staff(id=SECRETARY, name="Siri Solberg", roles=frozenset({Role.SECRETARY})),
        Staff(id=StaffId("koordinator"), name="Kim Dahl", roles=frozenset({Role.COORDINATOR})),
        Staff(id=CLINICIAN, name="Lars Lie", roles=frozenset({Role.CLINICIAN})),
    ),
)


def answer_page(**changes: object) -> AnswerPage:
    """The GP's page, open and not answered, with these changes."""
    page = AnswerPage(
        token=TOKEN,
        public_name=CLINIC.public_name,
        phone=CLINIC.phone,
        ref=REF,
        role=Role.GP,
        window=Window(start=START, end=START + timedelta(hours=1)),
        zone=ZONE,
        attends=Attendance.VIDEO,
        revision=1,
        link="https://join.nhn.no/webapp/conference/123456",
    )
    return replace(page, **changes)  # type: ignore[arg-type]


def form_card() -> dict[str, object]:
    """A card with every input, as *ny pasient* and *kall inn* make them."""
    name = inputs.Field(name="name", label="Navn eller initialer", fault="Skriv et navn.")
    received = inputs.Field(name="received", label="Henvisning mottatt", fault="Velg en dato.")
    at = inputs.Field(name="at", label="Klokkeslett", required=False)
    template = inputs.Field(name="template", label="Opplegg", value="with_nav", fault="Velg ett.")
    plans = [Choice(value=n, title=n.replace("_", " ")) for n in TEMPLATES]
    body = [
        elements.text("Skriv det du vet nå. Resten kan vente."),
        inputs.words(name, limit=80),
        inputs.day(received),
        inputs.clock(at),
        inputs.choice(template, plans),
    ]
    buttons = [
        actions.answer("register", 1, "Opprett saken"),
        actions.step("register", 1, "Avbryt", "avbryt"),
    ]
    return elements.card("Ny pasient", body, buttons)


def case_card() -> dict[str, object]:
    """A card that shows and offers, as *sak* makes them."""
    body = [
        elements.facts([("Fastlege", "Kari Berg"), ("Neste møte", "24.11.2026 kl. 10.00")]),
        elements.section("Venter på", elements.line("**Fastlegen** – svar", "19.10.2026")),
        elements.quoted("Du er invitert til et videomøte.\nSvar her."),
        elements.buttons(actions.command("purr fastlegen 7K4M", "Purr nå")),
    ]
    buttons = [
        actions.command("kall inn 7K4M", "Kall inn pasienten"),
        actions.command("flytt 7K4M", "Flytt møtet"),
    ]
    return elements.card("Sak 7K4M · før SHM1", body, buttons)


def mail(subject: str = "Møte (ref. 7K4M)", kind: InviteKind = InviteKind.REQUEST) -> Mail:
    """An invitation as it arrives, with its calendar part read back."""
    text = (
        "Du er invitert til et videomøte tirsdag 24. november 2026 kl. 10.00–11.00.\n\n"
        f"Svar her: http://127.0.0.1:3978/svar/{TOKEN}.\n\nSpørsmål? Ring 22 00 00 00."
    )
    raw = (
        f"From: Fjordvik poliklinikk <mote@fjordvik.example>\r\nTo: kari.berg@lege.example\r\n"
        f"Subject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    )
    invite = Invite(
        kind=kind,
        summary="Møte",
        window=Window(start=START, end=START + timedelta(hours=1)),
        zone=ZONE,
        location="Video",
        ics=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    )
    return Mail(received_at=NOW, raw=raw.encode(), invite=invite)


@dataclass
class FakeRooms:
    """Does what the doors ask, and remembers it; change `page` to see another answer page."""

    clinic: Clinic = CLINIC
    local: bool = True
    public_url: str = "http://127.0.0.1:3978"
    at: datetime = NOW
    page: AnswerPage = field(default_factory=answer_page)
    lacks: tuple[str, ...] = ()
    broken: bool = False
    asked: list[str] = field(default_factory=list)
    given: list[AnswerForm] = field(default_factory=list)
    heard: list[tuple[str, Utterance, str]] = field(default_factory=list)
    waiting: list[Reply] = field(default_factory=list)
    question: Turn | None = None
    asked_again: list[str] = field(default_factory=list)
    moved: list[ClockStep] = field(default_factory=list)
    boxes: list[Mailbox] = field(default_factory=list)
    reactions: list[tuple[str, int, Reaction]] = field(default_factory=list)
    view: CaseView | None = None
    changes: int = 0
    recorded: datetime | None = None
    looks: list[tuple[str, str]] = field(default_factory=list)

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.at

    async def lacking(self) -> Sequence[str]:
        """What it was told to say."""
        self._break()
        return self.lacks

    async def answer_page(self, token: str) -> AnswerPage | None:
        """The one page, by its token."""
        self._break()
        self.asked.append(token)
        return self.page if token == TOKEN else None

    async def page_of_code(self, code: str) -> AnswerPage | None:
        """The one page, by its code."""
        self.asked.append(code)
        return self.page if code == CODE else None

    async def give_answer(self, token: str, form: AnswerForm) -> AnswerPage | None:
        """Keep the answer; it becomes the current one where it is to the present revision."""
        now = self.page.current
        said = (form.verdict, form.substitute, form.proposed, bool(form.text))
        if now and said == (now.verdict, now.substitute, now.proposed, now.has_text):
            return self.page
        self.given.append(form)
        if form.revision == self.page.revision and self.page.state is PageState.OPEN:
            verdict, substitute, proposed, has_text = said
            current = CurrentAnswer(
                verdict=verdict,
                at=self.at,
                substitute=substitute,
                proposed=proposed,
                has_text=has_text,
            )
            self.page = replace(self.page, current=current)
        self.changes += 1
        return self.page

    async def give_times(self, token: str, form: TimesForm) -> TimesPage | None:
        """Nobody is asked about times here."""
        del token, form
        return None

    async def ics(self, token: str) -> bytes | None:
        """A calendar file for the one token."""
        return b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" if token == TOKEN else None

    async def turn(self, staff_id: str, utterance: Utterance, door: str) -> Turn:
        """A form card for *ny pasient*, the case's card for a pressed button, else an echo."""
        self._break()
        self.heard.append((staff_id, utterance, door))
        self.changes += 1
        if utterance.text == "ny pasient":
            reply, case = Reply(text="Hvem gjelder det?", card=form_card()), ""
        elif utterance.data:
            reply, case = Reply(text="Saken er opprettet.", card=case_card()), REF
        else:
            reply, case = Reply(text=f"Du skrev: {utterance.text}"), ""
        choices = (Choice(value="oppgaver", title="oppgaver"), Choice(value="h", title="hjelp"))
        expects = Expects(question="what", kind=Kind.CHOICE, choices=choices)
        return Turn(state=Conversation(case=case), replies=(reply,), expects=expects)

    async def open_question(self, staff_id: str) -> Turn | None:
        """What waits for the secretary's answer, each time it is asked for."""
        self.asked_again.append(staff_id)
        return self.question if staff_id == SECRETARY else None

    async def waiting_chat(self, staff_id: str) -> Sequence[Reply]:
        """What waits for the secretary, once."""
        if staff_id != SECRETARY:
            return ()
        shown, self.waiting = self.waiting, []
        return shown

    async def board(self, staff_id: str) -> Sequence[BoardRow]:
        """The one case, where there is one."""
        self.looks.append((staff_id, ""))
        return (board_row(),) if self.view else ()

    async def case_view(self, staff_id: str, ref: str) -> CaseView | None:
        """The one case, to those who ask for it."""
        self.looks.append((staff_id, ref))
        return self.view if ref == REF else None

    async def react(self, address: str, number: int, reaction: Reaction) -> None:
        """Keep what was asked for."""
        self.reactions.append((address, number, reaction))

    async def move_clock(self, to: ClockStep) -> None:
        """Turn it by minutes, a day, a week, or to an event three days on."""
        days = {ClockStep.MINUTES: 0, ClockStep.DAY: 1, ClockStep.WEEK: 7, ClockStep.EVENT: 3}
        self.moved.append(to)
        self.at += timedelta(days=days[to]) or timedelta(minutes=5)
        self.changes += 1

    def mailboxes(self) -> Sequence[Mailbox]:
        """The mailboxes it was given."""
        return self.boxes

    def version(self) -> int:
        """How often anything has changed."""
        return self.changes

    async def changed(self) -> tuple[int, datetime | None]:
        """The same, and what another process has recorded."""
        return self.changes, self.recorded

    def _break(self) -> None:
        if self.broken:
            raise RuntimeError("Kari Berg is secret")


def board_row() -> BoardRow:
    """The case as the board has it."""
    return BoardRow(
        ref=REF,
        name="O. N.",
        responsible="Lars Lie",
        stage=Milestone.SHM1_HELD,
        deadline=date(2026, 12, 21),
        latest_safe_day=date(2026, 11, 30),
        colour=Colour.YELLOW,
        waiting_for=(),
    )


def _case() -> Case:
    """A case in which the GP has been asked, reminded, and has answered once."""
    meeting = Meeting(
        id=MeetingId("m"),
        kind=MeetingKind.SHM1,
        start=datetime(2026, 11, 24, 10, 0),  # noqa: DTZ001  wall time
        zone=ZONE,
        template="with_nav",
        parts=TEMPLATES["with_nav"].parts,
        leader=CLINICIAN,
    )
    facts = Facts(window=meeting.window)
    return Case(
        id=CaseId("c"),
        clinic_id=CLINIC.id,
        ref=REF,
        variant="pain",
        name="O. N.",
        created_at=NOW - timedelta(days=20),
        secretary=SECRETARY,
        clinician=CLINICIAN,
        milestones=(
            _reached(Milestone.REFERRAL_RECEIVED, date(2026, 9, 7)),
            _reached(Milestone.ASSESSMENT_STARTED, date(2026, 9, 28)),
        ),
        participants=(
            Participant(id=GP, role=Role.GP, name="Kari Berg", email="kari.berg@lege.example"),
        ),
        diary=(meeting,),
        invitations=(
            Invitation(
                id=InvitationId("i"),
                meeting_id=meeting.id,
                participant_id=GP,
                channel=Channel.MAIL,
            ),
        ),
        answers=(_wish(facts),),
        sendings=(
            _sending("s1", SendingKind.INVITATION, 9, SendingStatus.SENT),
            _sending("s2", SendingKind.REMINDER, 4, SendingStatus.GIVEN_UP),
        ),
    )


def _wish(facts: Facts) -> Answer:
    return Answer(
        id=AnswerId("a"),
        invitation_id=InvitationId("i"),
        revision=1,
        facts=facts,
        verdict=Verdict.NEW_TIME,
        at=NOW - timedelta(days=2),
        channel=Channel.MAIL,
        evidence="web",
    )


def case_view() -> CaseView:
    """The case as the middle pane gets it."""
    case = _case()
    return CaseView(
        case=case,
        deadlines=(
            _deadline(Milestone.REFERRAL_RECEIVED, reached=date(2026, 9, 7)),
            _deadline(Milestone.ASSESSMENT_STARTED, reached=date(2026, 9, 28)),
            _deadline(Milestone.SHM1_HELD, day=date(2026, 12, 21), safe=date(2026, 11, 30)),
            _deadline(Milestone.SHM2_HELD, day=date(2027, 6, 21), safe=date(2027, 5, 24)),
            _deadline(Milestone.CLOSED),
        ),
        invitations=(
            InvitationLine(
                invitation=case.invitations[0],
                participant=case.participants[0],
                meeting=case.meetings[0],
                state=InvitationState.NEW_TIME,
                window=case.meetings[0].window,
                unmet=(),
            ),
        ),
        promises=(_promise(date(2026, 10, 9)),),
        coming=(
            Coming(
                at=NOW + timedelta(days=3),
                role=Role.GP,
                name="Kari Berg",
                channel=Channel.MAIL,
                kind=SendingKind.REMINDER,
            ),
        ),
    )


def _reached(milestone: Milestone, on: date) -> MilestoneEntry:
    return MilestoneEntry(milestone=milestone, on=on, recorded_at=NOW, recorded_by=SECRETARY)


def _deadline(
    milestone: Milestone,
    *,
    reached: date | None = None,
    day: date | None = None,
    safe: date | None = None,
) -> Deadline:
    return Deadline(
        milestone=milestone,
        reached=reached,
        segment=day,
        total=day,
        day=day,
        latest_safe_day=safe,
    )


def _promise(due: date) -> Promise:
    return Promise(
        id=PromiseId("x"),
        key="answer:i:1",
        kind=PromiseKind.ANSWER,
        ladder="gp",
        owner=GP,
        owner_role=Role.GP,
        about="i",
        since=NOW - timedelta(days=9),
        due=due,
    )


def _sending(name: str, kind: SendingKind, ago: int, status: SendingStatus) -> Sending:
    at = NOW - timedelta(days=ago)
    return Sending(
        id=SendingId(name),
        clinic_id=CLINIC.id,
        case_id=CaseId("c"),
        to=GP,
        role=Role.GP,
        channel=Channel.MAIL,
        kind=kind,
        content=Content(subject="Møte (ref. 7K4M)", text=""),
        why="R11",
        created_at=at,
        not_before=at,
        status=status,
        done_at=at,
    )


@asynccontextmanager
async def served(rooms: Rooms) -> AsyncIterator[Browser]:
    """The web doors on this machine, and a browser that follows where they send it."""
    async with TestClient(TestServer(make_app(rooms, b"k" * 32))) as browser:
        yield browser


def fields(html: str) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
