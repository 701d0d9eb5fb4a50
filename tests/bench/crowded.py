"""A clinic with as many open promises as the bench asks for, made fast: `make bench`.

A few real cases are made by the product's own commands and copied whole inside the database, each
with its own ids and log. Of so many cases the GP's answer is due on one of two days; the others
wait for later. Indexes are made when all is there, and nothing is synced meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from pydantic import SecretStr
from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.schema import CreateIndex, DropIndex

from bot.assembly import assemble
from bot.clinic_file import load_clinic
from bot.settings import Settings
from pathway import promises as owed
from pathway.commands import InviteGp, Person, RegisterPatient, TickSent
from pathway.service import Context, execute
from pathway.words import Channel, MeetingKind, PromiseKind, StaffId
from storage.columns import metadata
from storage.tables import promises
from tests.bench.start import EXAMPLE
from tests.storage.multiplied import TABLES, analyse, copy

if TYPE_CHECKING:
    from bot.house import House
    from pathway.outgoing import Sending
    from pathway.ports import Links
    from pathway.words import CaseId

DAY = timedelta(days=1)
ASKED = datetime(2026, 11, 3, 9, tzinfo=UTC)
"""A Tuesday: whoever is asked then is reminded on the next, and who is asked later, later."""
DUE = datetime(2026, 11, 10, 9, tzinfo=UTC)
ROUNDS = 2
_PORTIONS = 20
"""Those that are due lie spread among the others, as they came in."""


class Taking:
    """A carrier that takes everything at once."""

    def __init__(self) -> None:
        self.taken = 0

    async def deliver(self, sending: Sending, links: Links) -> None:
        """It is taken."""
        del sending, links
        self.taken += 1

    async def rest(self) -> None:
        """Nothing was kept open."""


@dataclass(kw_only=True)
class Crowd:
    """A house whose clock is turned, and whose mails are taken at once."""

    house: House
    clock: list[datetime]
    carrier: Taking

    @property
    def engine(self) -> Engine:
        """Its database."""
        return self.house.store.engine

    def open_promises(self) -> int:
        """How many there are."""
        with self.engine.connect() as connection:
            kept = promises.c.settled_at.is_(None)
            query = select(func.count()).select_from(promises).where(kept)
            return int(connection.scalar(query) or 0)


def open_crowd(url: str, smtp_url: str = "") -> Crowd:
    """The product's own house on this database, with nobody in it."""
    clock = [ASKED]
    settings = Settings(
        database_url=url,
        smtp_url=SecretStr(smtp_url),
        organiser_email="mote@fjordly.example",
        secret_key=SecretStr("a key of the bench, and of nothing else"),
        clinic_file=EXAMPLE,
    )
    house = assemble(settings, load_clinic(EXAMPLE), clock=lambda: clock[0])
    carrier = Taking()
    if not smtp_url:
        house.carriers = {Channel.MAIL: carrier}
    return Crowd(house=house, clock=clock, carrier=carrier)


async def fill(
    crowd: Crowd,
    url: str,
    *,
    due: int,
    others: int = 0,
    open_promises: int = 0,
    rounds: int = ROUNDS,
) -> None:
    """So many cases have a step due on each of the first days of `DUE`, and so many others later.

    Where `open_promises` are asked for the others are as many as it takes, and at least one.
    """
    originals = []
    for day in range(rounds + 1):
        crowd.clock[0] = ASKED + day * DAY
        originals.append(await crowd.house.run("sekretar", "bench", partial(asked, number=day)))
        await crowd.house.tick()
    each = crowd.open_promises() // len(originals)
    others = others or max(1, open_promises // each - rounds * due - 1)
    with _unhurried(url) as connection:
        for no in range(_PORTIONS):
            first = 1
            for number, case_id in zip([*[due - 1] * rounds, others], originals, strict=True):
                begin, end = (first + number * part // _PORTIONS for part in (no, no + 1))
                if end > begin:
                    copy(connection, case_id, begin, end - 1)
                first += number
    analyse(crowd.engine)


def asked(context: Context, number: int, *, told: bool = True) -> CaseId:
    """A case whose GP is asked by mail, and where `told` knows whom it concerns: else a task."""
    received = (ASKED - 7 * DAY).date()
    gp = Person(name="Gro Prøve", office="Legesenteret", email=f"gp{number}@lege.example")
    new = RegisterPatient(name=f"Kari {number}", referral_received=received, gp=gp)
    case = execute(context, new).case
    ask = InviteGp(
        ref=case.ref,
        kind=MeetingKind.SHM1,
        start=(ASKED + 40 * DAY).replace(tzinfo=None),
        template="with_nav",
        leader=StaffId("leder"),
        link=f"https://video.example/{number}",
        accept_clashes=True,
    )
    case = execute(context, ask).case
    for promise in owed.open_promises(case):
        if told and promise.kind is PromiseKind.SECURE_MESSAGE:
            case = execute(context, TickSent(ref=case.ref, promise_id=promise.id)).case
    return case.id


@contextmanager
def _unhurried(url: str) -> Iterator[Connection]:
    """One transaction that keeps no index up to date, and judges no reference, until it is over."""
    engine = create_engine(url)
    indexes = [index for name in TABLES for index in metadata.tables[name].indexes]
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _trusting)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
        for index in indexes:
            connection.execute(DropIndex(index))
        yield connection
        for index in indexes:
            connection.execute(CreateIndex(index))
    engine.dispose()


def _trusting(connection: object, record: object) -> None:
    del record
    for pragma in ("synchronous = OFF", "cache_size = -1000000", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}").close()  # type: ignore[attr-defined] # the driver's
