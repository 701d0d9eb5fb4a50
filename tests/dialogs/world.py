"""A clinic in memory for conversations: real use cases, and the state as JSON between turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dialogs import flow
from dialogs.messages import reply_of
from dialogs.state import Conversation
from dialogs.texts import NorwegianTexts
from dialogs.turn import JSON, Reply, Turn, Utterance
from pathway import leaving, promises, rules
from pathway.case import Case
from pathway.clinic import Clinic, Contact, LinkProvider, Staff, VideoRoom
from pathway.commands import (
    AnswerTimes,
    ChangeMeeting,
    ChangeParticipant,
    Invite,
    NameWriters,
    Person,
    RecordAdviser,
    RecordAnswer,
    RecordConsent,
    TickSent,
)
from pathway.errors import RuleError
from pathway.freebusy import BusyTime, CalendarFault, Schedule
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.ports import Access, AuditEntry, Links
from pathway.service import PROGRAM, Context, Desk, execute
from pathway.service.answers.receiving import receive
from pathway.service.context import clinic_at
from pathway.service.daemon import chasing, digest, showing
from pathway.service.invitations.inviting import with_left
from pathway.service.run import overrunning, sighted
from pathway.service.staff import holdups, passing_on
from pathway.service.times import busy_times
from pathway.sightings import Face, Sight, Sighting
from pathway.words import (
    Attendance,
    CaseRef,
    Channel,
    ClinicId,
    ConsentForm,
    InvitationId,
    MeetingKind,
    Role,
    StaffId,
    Substitute,
    Verdict,
)
from tests.dialogs.card_law import reply_faults
from tests.dialogs.mails import arrival_of
from tests.fakes.ledger import FakeLedger, FakeStore

if TYPE_CHECKING:
    from pathway.commands import Command

OSLO = ZoneInfo("Europe/Oslo")
REFS = ("K7M2", "P4R3", "H9J6", "W2F8", "M5K4", "R6P9", "J3H7", "F8W5")


def _staff(staff_id: str, name: str, role: Role) -> Staff:
    return Staff(id=StaffId(staff_id), name=name, roles=frozenset({role}))


CLINIC = Clinic(
    id=ClinicId("fjordly"),
    name="Fjordly smerteklinikk",
    public_name="Fjordly klinikk",
    phone="21 99 99 99",
    staff=(
        _staff("sekretar", "Siri Eksempel", Role.SECRETARY),
        _staff("koordinator", "Kåre Prøvesen", Role.COORDINATOR),
        _staff("lege", "Lea Liksom", Role.CLINICIAN),
        _staff("psykolog", "Pål Påfunn", Role.CLINICIAN),
        _staff("leder", "Liv Låtsom", Role.LEADER),
    ),
    places=("Møterom 2",),
    video_rooms=(VideoRoom(link="https://join.nhn.no/webapp/conference/999001"),),
    contacts=(
        Contact(
            name="Kari Testlege",
            office="Solsiden legesenter",
            email="kari@solsiden.example",
            phone="21999901",
            verified_on=date(2026, 9, 1),
        ),
        Contact(
            name="Mari Mønster",
            office="Bakkely legekontor",
            phone="21999902",
            verified_on=date(2026, 9, 1),
        ),
    ),
    mail_to=frozenset({Role.GP}),
)


class PlainLinks:
    """Answer links that anybody can guess: enough where nobody follows them."""

    def links(self, invitation: InvitationId, counter: int) -> Links:
        """The invitation's id is the token."""
        token = f"{invitation}-{counter}"
        url = "https://svar.example"
        return Links(answer_url=f"{url}/{token}", answer_code="K7M2 K7M2 K7M2", code_url=url)

    def hashes(self, invitation: InvitationId, counter: int) -> tuple[str, ...]:
        """The token is its own hash."""
        return (f"{invitation}-{counter}",)

    def hash_of_token(self, token: str) -> str:
        """The same."""
        return token

    def hash_of_code(self, code: str) -> str:
        """The same."""
        return code


def oslo(text: str) -> datetime:
    """A moment from Oslo wall time such as "2026-11-02 09.10"."""
    wall = datetime.strptime(text, "%Y-%m-%d %H.%M").replace(tzinfo=OSLO)
    return wall.astimezone(UTC)


_SIGHTS = {
    "begynte": Sight.BEGAN,
    "sluttet": Sight.ENDED,
    "kom": Sight.CAME,
    "gikk": Sight.LEFT,
}


def _face(name: str) -> Face:
    staff = name.removeprefix("=") if name.startswith("=") else ""
    shown = {person.id: person.name for person in CLINIC.staff}.get(StaffId(staff), name)
    return Face(key=name, name=shown, staff_id=StaffId(staff) if staff else None)


def _busy(text: str) -> BusyTime:
    start, end = (oslo(each.replace("T", " ")) for each in text.rstrip("?").split("/"))
    return BusyTime(start=start, end=end, tentative=text.endswith("?"))


def actions_of(node: object) -> list[JSON]:
    """Every action of a card, those in its body first."""
    if isinstance(node, list):
        return [action for item in node for action in actions_of(item)]
    if not isinstance(node, dict):
        return []
    if str(node.get("type", "")).startswith("Action."):
        return [node]
    parts = [value for key, value in node.items() if key != "fallback"]
    return [action for part in parts for action in actions_of(part)]


def _ticked(node: object) -> dict[str, str]:
    """The inputs of a card in which several are ticked, as they were shown."""
    if isinstance(node, list):
        return {name: value for item in node for name, value in _ticked(item).items()}
    if not isinstance(node, dict):
        return {}
    if node.get("isMultiSelect"):
        return {str(node["id"]): str(node["value"])}
    return _ticked(list(node.values()))


@dataclass
class World:
    """One clinic, and everybody's conversation with the program."""

    clinic: Clinic = CLINIC
    now: datetime = field(default_factory=lambda: oslo("2026-11-02 09.00"))
    commands: list[Command] = field(default_factory=list)
    refused: list[RuleError] = field(default_factory=list)
    last: dict[str, Turn] = field(default_factory=dict)
    store: FakeStore = field(
        default_factory=lambda: FakeStore(
            lambda case, promise: promises.next_step_at(case, promise, CLINIC)
        )
    )

    def __post_init__(self) -> None:
        self._ids = count(1)
        self._refs: Iterator[str] = iter((*REFS, *self._many_refs()))

    def _many_refs(self) -> Iterator[str]:
        letters, digits = "FHJKMPRW", "23456789"
        return (a + b + c + d for a in letters for b in digits for c in letters for d in digits)

    def context(self, ledger: FakeLedger, actor: str, why: str = "") -> Context:
        """What a use case is given."""
        return Context(
            now=self.now,
            actor=actor,
            door="chat",
            clinic=clinic_at(self.clinic, ledger, self.now),
            ledger=ledger,
            texts=NorwegianTexts(),
            new_id=lambda: f"id{next(self._ids)}",
            new_ref=lambda: next(self._refs),
            links=PlainLinks(),
            why=why,
        )

    def turn(self, actor: str, utterance: Utterance) -> Turn:
        """One turn in one transaction, as the assembly does it."""

        def use_case(ledger: FakeLedger) -> Turn:
            context = self.context(ledger, actor)
            state = Conversation.loads(ledger.conversation(actor))
            turn = flow.step(state, utterance, Desk(context))
            if turn.command is not None:
                turn = self._executed(replace(context, why=turn.why), ledger, turn)
            ledger.put_conversation(actor, turn.state.dumps())
            return turn

        turn = self.store.run(self.clinic.id, use_case)
        self.last[actor] = turn
        self._lawful(turn.replies)
        return turn

    def _lawful(self, replies: Sequence[Reply]) -> None:
        """Every card that any test meets keeps the law of cards."""
        memory = self.store.clinics[self.clinic.id]
        patients = [case.name for case in memory.cases.values()]
        for reply in replies:
            faults = reply_faults(reply, patients)
            assert not faults, (faults, reply.text)

    def _executed(self, context: Context, ledger: FakeLedger, turn: Turn) -> Turn:
        assert turn.command is not None
        self.commands.append(turn.command)
        try:
            with ledger.savepoint():
                outcome = execute(context, turn.command)
        except RuleError as error:
            self.refused.append(error)
            return flow.refused(turn, error, Desk(context))
        return flow.done(turn, outcome, Desk(context))

    def say(self, text: str, actor: str = "sekretar") -> Turn:
        """A typed sentence."""
        return self.turn(actor, Utterance(text=text))

    def press(self, data: Mapping[str, object], actor: str = "sekretar") -> Turn:
        """A card action with its data."""
        return self.turn(actor, Utterance(data=data))

    def submit(self, fields: Mapping[str, str], actor: str = "sekretar") -> Turn:
        """The primary action of the card last shown, with these fields filled in."""
        card = self.last[actor].replies[-1].card
        assert card is not None
        data = actions_of(card)[-3]["data"]
        assert isinstance(data, dict)
        return self.press({**data, **fields}, actor)

    def action(self, title: str, actor: str = "sekretar") -> Mapping[str, object]:
        """The data of the button with this title, on the card last shown, with what is ticked."""
        card = next(r.card for r in reversed(self.last[actor].replies) if r.card is not None)
        found = [a for a in actions_of(card) if a["title"] == title]
        assert found, title
        data = found[0]["data"]
        assert isinstance(data, dict)
        return {**_ticked(card), **data}

    def deliver(self) -> None:
        """What has fallen due is written, and every waiting mail leaves, as a tick would do it."""

        def use_case(ledger: FakeLedger) -> None:
            access = Access(actor="program", at=self.now, door="daemon")
            for seen in ledger.list_cases(access):
                pen = self.context(ledger, PROGRAM).pen(pressed=False)
                case = chasing.take_steps(ledger.load(seen.ref, access), pen)
                ledger.save(self._delivered(case, pen.clinic), access, what="delivered")

        self.store.run(self.clinic.id, use_case)

    def tick(self) -> list[tuple[str, Reply]]:
        """The daemon passes; then what waits is shown to each of the staff."""
        self.store.run(self.clinic.id, self._steps)
        self.deliver()
        shown: list[tuple[str, Reply]] = []
        for person in self.clinic.staff:
            rows = self.store.run(self.clinic.id, partial(self._shown, who=person.id))
            shown += [(person.id, reply_of(row.content)) for row in rows]
        self._lawful([reply for _, reply in shown])
        return shown

    def _steps(self, ledger: FakeLedger) -> None:
        context = self.context(ledger, PROGRAM)
        for case_id in ledger.due_cases(self.now):
            case = ledger.load_for(case_id, context.access)
            after = chasing.take_steps(case, context.pen(pressed=False))
            if after != case:
                ledger.save(after, context.access, what="steps")
        for change in passing_on.changes(context):
            for case_id in passing_on.cases_of(context, change):
                passing_on.pass_on(context, case_id, change)
            passing_on.passed_on(context, change)
        if (found := holdups.look_if_due(context)) is not None:
            holdups.tell(context, found)
        for case_id in ledger.running_cases(self.now):
            overrunning.look(context, case_id)
        for person in self.clinic.staff:
            digest.gather_digest(context, person.id)

    def _shown(self, ledger: FakeLedger, who: str) -> tuple[Sending, ...]:
        return showing.show_waiting(self.context(ledger, who))

    def answer_page(self, said: str) -> None:
        """As "K7M2 gp accepted for_now Vera Vikar": the latest invitation is answered there.

        "K7M2 gp 1,3" is which of the times suit, and "K7M2 gp 0" that none does.
        """
        ref, role, verdict, *more = said.split()
        times = [datetime.fromisoformat(at) for at in _proposed(more)]
        more = [word for word in more if "=" not in word]
        if verdict[0].isdigit():
            self._answer_times(ref, Role(role), verdict, times, more)
            return
        case = self.case(ref)
        people = {p.id for p in case.participants if p.role is Role(role)}
        invitation = [i for i in case.invitations if i.participant_id in people][-1]
        command = RecordAnswer(
            ref=case.ref,
            invitation_id=invitation.id,
            verdict=Verdict(verdict),
            channel=Channel.MAIL,
            evidence="page",
            substitute=Substitute(more[0]) if more else Substitute.NONE,
            by_name=" ".join(more[1:]),
            proposed=times[0] if times else None,
            also_proposed=tuple(times[1:]),
        )
        self.store.run(
            self.clinic.id,
            lambda led: execute(self.context(led, invitation.participant_id), command),
        )

    def _answer_times(
        self, ref: str, role: Role, numbers: str, times: list[datetime], by: list[str]
    ) -> None:
        case = self.case(ref)
        people = {p.id for p in case.participants if p.role is role}
        asked = [a for a in case.asked if a.participant_id in people and not a.ended_at][-1]
        wanted = [int(number) for number in numbers.split(",") if number != "0"]
        command = AnswerTimes(
            ref=case.ref,
            asked_id=asked.id,
            suits=tuple(asked.offers[number - 1].option_id for number in wanted),
            channel=asked.channel,
            evidence="page",
            revision=asked.revision,
            proposed=tuple(times),
            substitute=Substitute(by[0]) if by else Substitute.NONE,
            by_name=" ".join(by[1:]),
        )
        self.store.run(
            self.clinic.id,
            lambda led: execute(self.context(led, asked.participant_id), command),
        )

    def do(self, command: Command) -> None:
        """What the secretary has done otherwise than by talking."""
        self.store.run(self.clinic.id, lambda led: execute(self.context(led, "sekretar"), command))

    def mailed(self, said: str) -> None:
        """A mail comes to the organiser, as `mails.arrival_of` reads it."""

        def use_case(ledger: FakeLedger) -> None:
            arrival = arrival_of(said, self.case, self.now)
            receive(replace(self.context(ledger, PROGRAM), door="mail"), arrival)

        self.store.run(self.clinic.id, use_case)

    def video(self, said: str) -> None:
        """Something is seen on the video platform: "begynte", or "kom Kari Testlege, =psykolog"."""
        what, _, names = said.partition(" ")
        faces = tuple(_face(name.strip()) for name in names.split(",") if name)
        link = self.case("K7M2").meetings[-1].link
        seen = Sighting(what=_SIGHTS[what], at=self.now, link=link, faces=faces)
        self.store.run(
            self.clinic.id, lambda ledger: sighted.take(self.context(ledger, PROGRAM), seen)
        )

    def calendar(self, said: str) -> None:
        """Somebody's calendar is read: "lege 2026-11-17T08.00/2026-11-17T12.00?" or "lege gone".

        A question mark is that they are busy perhaps.
        """
        who, *times = said.split()
        faults = [CalendarFault(text) for text in times if "/" not in text]
        busy = tuple(_busy(text) for text in times if "/" in text)
        schedule = Schedule(busy=busy, fault=faults[0] if faults else None)

        def use_case(ledger: FakeLedger) -> None:
            context = self.context(ledger, PROGRAM)
            found = {StaffId(who): schedule}
            busy_times.learnt(context, found, busy_times.span_of(context))

        self.store.run(self.clinic.id, use_case)

    def say_whom(self) -> None:
        """The secretary has sent what goes beside each mail to a doctor, and ticked it off."""

        def use_case(ledger: FakeLedger) -> None:
            context = self.context(ledger, "sekretar")
            for case in ledger.list_cases(context.access):
                beside = {s.id for s in case.sendings if s.kind is SendingKind.ABOUT_WHOM}
                for owed in promises.open_promises(case):
                    if owed.about in beside:
                        execute(context, TickSent(ref=case.ref, promise_id=owed.id))

        self.store.run(self.clinic.id, use_case)

    def _delivered(self, case: Case, clinic: Clinic) -> Case:
        for row in case.sendings:
            if row.waiting and row.channel is Channel.MAIL and not leaving.frozen(case, row):
                sent = replace(row, status=SendingStatus.SENT, done_at=self.now, attempts=1)
                case = with_left(case.with_changed(sent), row.id, self.now)
        return promises.reconcile(case, clinic, self.now, lambda: f"id{next(self._ids)}")

    def mornings(self, until: datetime) -> list[str]:
        """The program passes at eight each morning up to this moment; what staff are shown."""
        told: list[str] = []
        eight = self.now.astimezone(OSLO).replace(hour=8, minute=0)
        while (eight := eight + timedelta(days=1)) <= until:
            self.now = eight.astimezone(UTC)
            for who, reply in self.tick():
                first, *rest = reply.text.splitlines()
                told.append(f"{eight:%Y-%m-%d} til {who}> {first}")
                told += [f"     {line}" for line in rest if line.strip()]
        self.now = until
        return told

    def log(self, ref: str) -> Sequence[AuditEntry]:
        """The log of one case."""
        return self.store.run(self.clinic.id, lambda ledger: ledger.audit(ref))

    def case(self, ref: str) -> Case:
        """A case as it stands."""
        access = Access(actor="sekretar", at=self.now)
        return self.store.run(self.clinic.id, lambda ledger: ledger.load(CaseRef(ref), access))


def _proposed(words: Sequence[str]) -> list[str]:
    """The wall times after "forslag=", by commas."""
    given = (word.partition("=")[2] for word in words if word.startswith("forslag="))
    return [at for one in given for at in one.split(",")]


def with_patient(name: str = "Test Testesen", gp: str = "Kari Testlege") -> World:
    """A world in which K7M2 is registered and its assessment has started."""
    world = World()
    world.say(f"ny pasient {name}, 07.09.2026, {gp}")
    world.say("milepæl K7M2 utredning startet 19.10.2026")
    world.say("ja")
    assert world.case("K7M2").name == name
    return world


def with_invited_gp() -> World:
    """The GP of K7M2 has been asked to SHM1 by e-mail."""
    world = with_patient()
    for text in ("kall inn K7M2 tirsdag 24.11.2026 kl. 10.00", "ferdig", "lege", "ja"):
        world.say(text)
    world.deliver()
    world.say_whom()
    return world


def with_yes() -> World:
    """The GP of K7M2 has said yes to SHM1; the patient has neither phone nor e-mail."""
    world = with_invited_gp()
    for text in ("svar K7M2 ja på telefon", "ferdig", "ja"):
        world.say(text)
    return world


def with_yes_and_phone() -> World:
    """The same, and the patient's phone is known."""
    world = with_yes()
    for text in ("rett opp K7M2 pasientens telefon 91234567", "ja"):
        world.say(text)
    return world


def with_mailed_patient() -> World:
    """The same with an e-mail address, at a clinic that mails patients."""
    world = with_yes()
    world.clinic = replace(world.clinic, mail_to=frozenset({Role.GP, Role.PATIENT}))
    for text in ("rett opp K7M2 pasientens e-post test@pasient.example", "ja"):
        world.say(text)
    return world


def with_phone_and_page() -> World:
    """The patient's phone is known, and the GP says yes on the answer page."""
    world = with_invited_gp()
    for text in ("rett opp K7M2 pasientens telefon 91234567", "ja"):
        world.say(text)
    case = world.case("K7M2")
    yes = RecordAnswer(
        ref=case.ref,
        invitation_id=case.invitations[0].id,
        verdict=Verdict.ACCEPTED,
        channel=Channel.MAIL,
        evidence="page",
    )
    gp = case.invitations[0].participant_id
    world.store.run(world.clinic.id, lambda ledger: execute(world.context(ledger, gp), yes))
    return world


def _arranged(world: World, when: str) -> World:
    """The GP of K7M2 is asked to a meeting with a part for Nav."""
    for text in (f"kall inn K7M2 {when}", "med nav eller andre", "ferdig", "lege", "ja"):
        world.say(text)
    for text in ("lenke K7M2 https://video.example/1", "ja"):
        world.say(text)
    world.deliver()
    world.say_whom()
    return world


def _said_yes(world: World) -> World:
    for text in ("svar K7M2 ja", "telefon", "ferdig", "ja"):
        world.say(text)
    case = world.case("K7M2")
    assert rules.gp_yes(case, case.meetings[-1])
    return world


def with_rooms() -> World:
    """Two patients, at a clinic that meets in two rooms at NHN; the first uses one of them."""
    world = with_patient()
    rooms = tuple(f"https://join.nhn.no/webapp/conference/99900{n}" for n in (1, 2))
    world.clinic = replace(
        CLINIC,
        video=LinkProvider.NHN,
        video_rooms=tuple(VideoRoom(link=room) for room in rooms),
    )
    for text in ("kall inn K7M2 tirsdag 24.11.2026 kl. 10.00", "ferdig", "lege", "ja"):
        world.say(text)
    world.deliver()
    world.say_whom()
    world.say("ny pasient Prøve Prøvesen, 07.09.2026, Mari Mønster")
    world.say("milepæl P4R3 utredning startet 19.10.2026")
    world.say("ja")
    return world


def with_colleagues() -> World:
    """A patient at a clinic whose clinicians have addresses."""
    world = with_patient()
    staff = tuple(replace(one, email=f"{one.id}@fjordly.example") for one in CLINIC.staff)
    world.clinic = replace(CLINIC, staff=staff)
    return world


def with_nothing_started() -> World:
    """K7M2 is registered and no more, at a clinic whose clinicians have addresses."""
    world = World()
    world.say("ny pasient Test Testesen, 07.09.2026, Kari Testlege")
    world.say("ja")
    staff = tuple(replace(one, email=f"{one.id}@fjordly.example") for one in CLINIC.staff)
    world.clinic = replace(CLINIC, staff=staff)
    return world


def with_nav_mailed() -> World:
    """The GP is asked, and the clinic writes to Nav by e-mail."""
    world = with_patient()
    world.clinic = replace(CLINIC, mail_to=frozenset({Role.GP, Role.NAV_ADVISER}))
    return _arranged(world, "tirsdag 24.11.2026 kl. 10.00")


def with_gp_yes() -> World:
    """The GP has said yes to a meeting with a part for Nav; Nav gets letters."""
    return _said_yes(_arranged(with_patient(), "tirsdag 24.11.2026 kl. 10.00"))


def with_everybody_asked() -> World:
    """GP, patient and Nav hold their invitations by e-mail; the GP and Nav have said yes."""
    world = with_patient()
    mailed = frozenset({Role.GP, Role.PATIENT, Role.NAV_ADVISER})
    world.clinic = replace(CLINIC, mail_to=mailed)
    _said_yes(_arranged(world, "tirsdag 24.11.2026 kl. 10.00"))
    for text in ("rett opp K7M2 pasientens e-post test@pasient.example", "ja"):
        world.say(text)
    ref = world.case("K7M2").ref
    consent = RecordConsent(
        ref=ref,
        role=Role.NAV_ADVISER,
        given_on=date(2026, 11, 2),
        form=ConsentForm.ORAL,
        name="Nils Nav",
        email="nils@nav.example",
    )
    world.do(consent)
    nav = world.case("K7M2").present(Role.NAV_ADVISER)[0]
    told = Person(name=nav.name, email=nav.email)
    world.do(RecordAdviser(ref=ref, participant_id=nav.id, adviser=told))
    for role in (Role.PATIENT, Role.NAV_ADVISER):
        world.do(Invite(ref=ref, kind=MeetingKind.SHM1, role=role))
    world.deliver()
    world.answer_page("K7M2 nav_adviser accepted")
    return world


def on_the_day() -> World:
    """The same with the agenda chosen and everybody's yes, five minutes before the meeting."""
    world = with_everybody_asked()
    link = "https://video.example/m1"
    ref = world.case("K7M2").ref
    world.do(ChangeMeeting(ref=ref, kind=MeetingKind.SHM1, template="with_nav", link=link))
    world.deliver()
    for who in ("gp", "patient", "nav_adviser"):
        world.answer_page(f"K7M2 {who} accepted")
    pal, lea = StaffId("psykolog"), StaffId("lege")
    world.do(NameWriters(ref=ref, kind=MeetingKind.SHM1, minute_taker=pal, plan_editor=lea))
    world.now = oslo("2026-11-24 09.55")
    world.commands.clear()
    return world


def nav_on_the_phone() -> World:
    """The same, and Nav is rung up when it is their turn."""
    world = on_the_day()
    world.now = oslo("2026-11-23 10.00")
    case = world.case("K7M2")
    nav = case.present(Role.NAV_ADVISER)[0]
    way = Attendance.TELEPHONE
    world.do(ChangeParticipant(ref=case.ref, who=nav.id, attends=way, phone="21 99 99 33"))
    world.deliver()
    world.answer_page("K7M2 nav_adviser accepted")
    world.now = oslo("2026-11-24 09.55")
    return world


def with_gp_yes_before_easter() -> World:
    """The same, on the Monday two weeks before Easter Monday 2027."""
    world = World(now=oslo("2027-03-15 08.30"))
    world.say("ny pasient Test Testesen, 07.01.2027, Kari Testlege")
    world.say("milepæl K7M2 utredning startet 01.03.2027")
    world.say("ja")
    return _said_yes(_arranged(world, "tirsdag 11.05.2027 kl. 10.00"))


def written_to(world: World, ref: str, when: str) -> None:
    """The GP of this case is written to in the EHR; the meeting has its link."""
    lines = (f"kall inn {ref} {when}", "ferdig", "lege", "ja")
    for text in (
        *lines,
        f"lenke {ref} https://video.example/{len(when)}{when[0]}",
        "ja",
        f"sendt {ref} ja",
    ):
        world.say(text)


def by_secure_message() -> World:
    """The GP of K7M2 has no e-mail address, and has been written to in the EHR."""
    world = with_patient(gp="Mari Mønster")
    written_to(world, "K7M2", "tirsdag 24.11.2026 kl. 10.00")
    return world


def four_cases() -> World:
    """Four patients whose GPs were written to on different days, two of them reminded."""
    world = World()
    asked = {"2026-10-26": "K7M2", "2026-10-28": "P4R3", "2026-11-02": "H9J6", "2026-11-06": "W2F8"}
    for number, (day, ref) in enumerate(asked.items(), 1):
        world.now = oslo(f"{day} 09.00")
        world.tick()
        world.say(f"ny pasient Pasient {ref}, 07.09.2026, Mari Mønster")
        world.say(f"milepæl {ref} utredning startet 19.10.2026")
        world.say("ja")
        if day == "2026-11-06":
            break
        written_to(world, ref, f"{number}.12.2026 kl. 10.00")
        if day == "2026-11-02":
            world.say("purr K7M2")
            world.say("sendt K7M2 ja")
    for text in ("kall inn W2F8 4.12.2026 kl. 10.00", "ferdig", "lege", "ja"):
        world.say(text)
    for text in ("lenke W2F8 https://video.example/4", "ja", "purr P4R3", "sendt P4R3 ja"):
        world.say(text)
    world.answer_page("K7M2 gp declined")
    world.now = oslo("2026-11-06 15.00")
    world.tick()
    return world


def with_written_plans() -> World:
    """A clinic that writes its plans here; Lea Liksom is the responsible clinician."""
    world = with_yes_and_phone()
    world.clinic = replace(world.clinic, plan_text=True)
    for text in ("rett opp K7M2 ansvarlig kliniker Lea", "ja"):
        world.say(text)
    return world
