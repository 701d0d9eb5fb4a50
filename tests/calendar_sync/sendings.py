"""Rows as the domain writes them, for the tests of what leaves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from calendar_sync.mailbox import Mailbox
from pathway.model import Window
from pathway.outgoing import Content, Event, Method, Sending, SendingKind
from pathway.ports import Links
from pathway.words import CaseId, Channel, ClinicId, InvitationId, Role, SendingId

OSLO = ZoneInfo("Europe/Oslo")
ORGANISER = Mailbox(address="mote@senteret.example", name="Senteret på Åsen")
ATTENDEE = "fastlege@legekontor.example"
LINKS = Links(
    answer_url="https://svar.example/svar/Zk3vT0",
    answer_code="7H2KQ9XMP4WD",
    code_url="https://svar.example/svar",
)
STAMP = datetime(2026, 10, 5, 7, 30, tzinfo=UTC)
CREATED = STAMP - timedelta(minutes=3)

TEXT = """\
Du er invitert til et videomøte tirsdag 24. november 2026 kl. 10.00–11.00.

Se meldingen i journalsystemet for hvem det gjelder.

Svar her: {answer_url}. Eller på {code_url} med koden {answer_code}.

Spørsmål? Ring 55 00 00 00.
"""


def id_for(name: str) -> str:
    """An id such as ours are, always the same for a name."""
    return str(uuid5(UUID("6f0b6c1e-0a43-4c0e-9f57-2f3a5a1d6c01"), name))


def oslo(text: str, minutes: int = 60) -> Window:
    """A window that starts at this wall time, written as ISO."""
    start = datetime.fromisoformat(text).replace(tzinfo=OSLO).astimezone(UTC)
    return Window(start=start, end=start + timedelta(minutes=minutes))


EVENT = Event(
    method=Method.REQUEST,
    uid=id_for("inv-1"),
    sequence=0,
    window=oslo("2026-11-24T10:00"),
    zone="Europe/Oslo",
    summary="Møte (ref. 7K4M)",
    description=TEXT,
    location="Video",
    link="https://join.nhn.no/webapp/conference/123456",
    attendee_name="Fastlege Kari Nordmann",
)

SENDING = Sending(
    id=SendingId("sending-1"),
    clinic_id=ClinicId("senteret"),
    case_id=CaseId("case-1"),
    to="gp-1",
    role=Role.GP,
    channel=Channel.MAIL,
    kind=SendingKind.INVITATION,
    content=Content(subject=EVENT.summary, text=TEXT, event=EVENT, name=EVENT.attendee_name),
    why="R11",
    created_at=CREATED,
    not_before=CREATED,
    address=ATTENDEE,
    invitation_id=InvitationId("inv-1"),
    revision=1,
    attempts=1,
    stamp=STAMP,
)


def an_event(**changes: Any) -> Event:  # noqa: ANN401 - any field of the event
    """The GP's invitation, changed."""
    return replace(EVENT, **changes)


def a_sending(**changes: Any) -> Sending:  # noqa: ANN401 - any field of the row, its event or content
    """The row that carries it, changed; `event`, `subject`, `text`, `name` go into its content."""
    own = ("event", "subject", "text", "name")
    inside = {key: changes.pop(key) for key in own if key in changes}
    return replace(SENDING, content=replace(SENDING.content, **inside), **changes)
