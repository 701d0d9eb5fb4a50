"""The composition root: the only place where rooms and adapters are joined, and the clock read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import seams
from bot.assembly_graph import graph_of, share_calendars
from bot.conversing import converse
from bot.entra_faults import token_faults
from bot.house import Clock, House
from bot.inbox import Inbox, Outside
from bot.mail_token import MailTokens
from bot.reactions import Reaction, ReactionKind
from bot.settings import SettingsError
from calendar_sync import outside
from calendar_sync.imap import ImapPostbox
from calendar_sync.imap_line import ImapServer, ImapUrlError
from calendar_sync.mailbox import Mailbox, checked_address
from calendar_sync.reading import read_event
from calendar_sync.replies import Reader
from calendar_sync.smtp import Server, SmtpCarrier, SmtpUrlError
from dialogs.understand.surplus import says_more
from pathway import promises
from pathway.model import Window
from pathway.outgoing import Method
from pathway.ports import DeliveryRefusedError, Ledger
from pathway.service import PROGRAM
from pathway.service.answers.receiving import receive
from pathway.words import Channel
from scheduler.mailroom import PATIENCE, Listener, Mailroom, Patience
from storage.backup import back_up as copy_database
from storage.engine import sqlite_file
from storage.migrate import (
    NewerDatabaseError,
    NoSuchRevisionError,
    UnusableDatabaseError,
    migrate,
    migrate_back,
)
from storage.practice import RealDatabaseError, mark, refuse_real
from storage.store import Store

if TYPE_CHECKING:
    from bot.settings import Settings
    from dialogs.gallery.album import Album
    from dialogs.gallery.telling import Cue
    from dialogs.turn import Turn
    from pathway.arrivals import Arrival, Handled
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.model import Promise


NOT_FOR_PRACTICE = (
    "SHM_DATABASE_URL: holds cases that the local clinic did not make, so it is not opened; "
    "name a new file, like sqlite:///var/practice.db, or use shm serve and shm schedule"
)


_PARTSTATS = {
    ReactionKind.ACCEPTED: "ACCEPTED",
    ReactionKind.TENTATIVE: "TENTATIVE",
    ReactionKind.DECLINED: "DECLINED",
    ReactionKind.NEW_TIME: "TENTATIVE",
}
"""What Outlook writes of its owner; whoever proposes another time is undecided about this one."""


def read_clock() -> datetime:
    """The machine's clock, UTC: nothing below the assembly reads it."""
    return datetime.now(UTC)


def assemble(
    settings: Settings,
    clinic: Clinic,
    *,
    at: datetime | None = None,
    clock: Clock = read_clock,
) -> House:
    """The house of these settings: database brought up to date, mail by the server named."""
    smtp_url = settings.smtp_url.get_secret_value()
    imap_url = settings.imap_url.get_secret_value()
    oauth = settings.mail_auth == "oauth"
    faults = mail_faults(smtp_url, settings.organiser_email, imap_url, oauth=oauth)
    faults += token_faults(settings) if smtp_url or imap_url else []
    if faults:
        raise SettingsError(faults)
    graph = graph_of(settings, clinic)
    bring_up_to_date(settings)
    store = Store(settings.database_url, next_step_at(clinic), zone=clinic.zone)
    organiser = Mailbox(address=settings.organiser_email, name=clinic.public_name)
    bearer = MailTokens.of(settings)
    carriers = {Channel.MAIL: SmtpCarrier(smtp_url, organiser, bearer=bearer)} if smtp_url else {}
    house = House(
        store=store,
        clinic=clinic,
        key=settings.key,
        public_url=settings.public_url,
        organiser=organiser,
        carriers=carriers,
        at=at,
        clock=clock,
    )
    if graph is not None:
        share_calendars(house, graph)
    return house


def bring_up_to_date(settings: Settings) -> None:
    """Make the database of these settings, or migrate it; `SettingsError` where that fails."""
    try:
        migrate(settings.database_url)
    except NewerDatabaseError:
        fault = "was made by a newer version of the program; run that one"
    except UnusableDatabaseError as error:
        fault = f"cannot be opened ({error}); see that it is there and may be written"
    else:
        return
    raise SettingsError([f"SHM_DATABASE_URL: {fault}"])


def bring_to(settings: Settings, revision: str) -> None:
    """Take the database back to this revision, or up to date where none is named."""
    if not revision:
        bring_up_to_date(settings)
        return
    try:
        migrate_back(settings.database_url, revision)
    except NoSuchRevisionError:
        raise SettingsError(
            [f"{revision} is no earlier revision; see storage/migrations"]
        ) from None
    except UnusableDatabaseError as error:
        raise SettingsError([f"SHM_DATABASE_URL: cannot be taken back ({error})"]) from None


def back_up(settings: Settings, file: Path) -> None:
    """Copy the database of these settings as it stands: it is not migrated before."""
    database = sqlite_file(settings.database_url)
    if database is None:
        raise SettingsError(["SHM_DATABASE_URL: for PostgreSQL use pg_dump"])
    copy_database(database, file)


def mailroom_of(
    house: House, settings: Settings, listener: Listener, patience: Patience | None = None
) -> Mailroom | None:
    """What reads the organiser's mailbox beside the daemon's passes; None where none is named.

    It looks as often as the settings say, unless told other `patience`.
    """
    imap_url = settings.imap_url.get_secret_value()
    if not imap_url:
        return None
    bearer = MailTokens.of(settings)
    server = ImapServer.of(imap_url, oauth=bearer is not None)
    postbox = ImapPostbox(server, Reader(house.organiser, says_more), bearer)

    def take(arrival: Arrival) -> Awaitable[Handled]:
        return house.run(PROGRAM, "mail", lambda context: receive(context, arrival))

    look = float(settings.mailbox_seconds)
    return Mailroom(postbox, take, listener, patience or replace(PATIENCE, look=look))


def mail_faults(
    smtp_url: str, organiser_email: str, imap_url: str = "", *, oauth: bool = False
) -> list[str]:
    """What is wrong with where mail goes, whom it is from and where it comes in.

    Empty settings are not judged.
    """
    faults: list[str] = []
    try:
        _ = Server.of(smtp_url, oauth=oauth) if smtp_url else None
    except SmtpUrlError as error:
        faults.append(f"SHM_SMTP_URL: {error}")
    try:
        _ = checked_address(organiser_email) if organiser_email else None
    except DeliveryRefusedError:
        faults.append("SHM_ORGANISER_EMAIL: write it as mote@example.org")
    try:
        _ = ImapServer.of(imap_url, oauth=oauth) if imap_url else None
    except ImapUrlError as error:
        faults.append(f"SHM_IMAP_URL: {error}")
    return faults


async def assemble_local(
    settings: Settings, clinic: Clinic, folder: Path, clock: Clock = read_clock
) -> House:
    """The same house with an SMTP server of its own: no exercise ever sends a real mail.

    What that server receives is kept in `folder`. `SettingsError` for a real clinic's database,
    which is neither migrated nor read.
    """
    try:
        refuse_real(settings.database_url)
    except RealDatabaseError:
        raise SettingsError([NOT_FOR_PRACTICE]) from None
    house = assemble(settings, clinic, clock=clock)
    mark(settings.database_url, clinic.id)
    reader = Reader(house.organiser, says_more)
    others = Outside(
        write=partial(as_sent_back, zone=ZoneInfo(clinic.zone)),
        read=lambda raw, at: reader.read(raw, size=len(raw), at=at),
    )
    house.inbox = Inbox(folder, house.now, as_invite, others)
    smtp_url = await house.inbox.start()
    house.carriers = {Channel.MAIL: SmtpCarrier(smtp_url, house.organiser)}
    return house


def make_gallery() -> Album:
    """Every card that the program can send, from a clinic that is gone afterwards. Takes seconds.

    Nothing of it comes near another clinic's database, and nothing is sent.
    """
    from dialogs.gallery import cast  # here, since most who start the program never look at it
    from dialogs.gallery.whole import every_card

    clinic = cast.clinic()
    with TemporaryDirectory() as folder:
        migrate(url := f"sqlite:///{Path(folder) / 'gallery.db'}")
        house = House(
            store=Store(url, next_step_at(clinic), zone=clinic.zone),
            clinic=clinic,
            key=bytes(32),
            public_url="https://svar.example",
            organiser=Mailbox(address="mote@gallery.example", name=clinic.public_name),
            clock=lambda: cast.BEGIN,
        )

        def turn_of(cue: Cue) -> Turn:
            return house.store.run(clinic.id, lambda ledger: told(ledger, cue))

        def told(ledger: Ledger, cue: Cue) -> Turn:
            if cue.before is not None:
                cue.before(house.context(ledger, PROGRAM, "mail", now=cue.at))
            return converse(house.context(ledger, cue.actor, "page", now=cue.at), cue.said)

        try:
            return every_card(turn_of)
        finally:
            house.store.close()


def as_invite(raw: bytes) -> seams.Invite | None:
    """A calendar part as a mail program shows it; None where it cannot be read."""
    try:
        event = read_event(raw)
    except ValueError:
        return None
    kinds = {
        Method.CANCEL.value: seams.InviteKind.CANCEL,
        Method.DECLINECOUNTER.value: seams.InviteKind.STANDS,
    }
    return seams.Invite(
        kind=kinds.get(event.method, seams.InviteKind.REQUEST),
        summary=event.summary,
        window=event.window,
        zone="Europe/Oslo",
        location=event.location,
        ics=raw,
    )


def as_sent_back(
    mail: seams.Mail, reaction: Reaction, at: datetime, key: str, *, zone: ZoneInfo
) -> bytes | None:
    """The mail that somebody outside sends back; None where there is nothing to answer."""
    how = outside.Written(title=reaction.title, text=reaction.text, at=at, key=key)
    proposed = None
    if reaction.start is not None and mail.invite is not None:
        start = reaction.start.replace(tzinfo=zone)
        length = mail.invite.window.end - mail.invite.window.start
        proposed = Window(start=start.astimezone(UTC), end=start.astimezone(UTC) + length)
    match reaction.kind:
        case ReactionKind.AWAY:
            return outside.absence(mail.raw, how)
        case ReactionKind.LOST:
            return outside.failure(mail.raw, how)
        case _:
            partstat = _PARTSTATS[reaction.kind]
            return outside.answer(mail.raw, partstat, how, proposed) if mail.invite else None


def next_step_at(clinic: Clinic) -> Callable[[Case, Promise], datetime | None]:
    """What the store keeps beside each open promise, so that the due ones are found."""
    return lambda case, promise: promises.next_step_at(case, promise, clinic)
