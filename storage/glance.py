"""All that a pass of the daemon looks at, asked in one statement: most passes find nothing.

Of each kind the first is asked for in the order of an index, so that nothing is ever counted.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, literal, select
from sqlalchemy import text as sql_text

from pathway.heartbeat import Asked, Glance
from pathway.words import Channel
from storage.absences import ANSWERING
from storage.audit import LATEST
from storage.diary import FIRST_DUE_STEP, FIRST_RUNNING, TO_COME
from storage.mailroom import FIRST_STRAY
from storage.outbox import first_due
from storage.scope import Scope
from storage.tables import WAITING, clock, heartbeat, sendings

_CLINIC: BindParameter[Any] = bindparam("clinic")


class Glances(Scope):
    """A part of the ledger."""

    def glance(self, asked: Asked) -> Glance:
        """All that a pass looks at, by one question."""
        carried = _named("by", asked.carried)
        readers, staff = _named("to", asked.readers), _named("of", asked.staff)
        (row,) = self.found(
            _everything(tuple(carried), tuple(readers), tuple(staff)),
            clinic=self.clinic_id,
            clinic_id=self.clinic_id,
            now=asked.now,
            today=asked.today,
            job=asked.job,
            **carried,
            **readers,
            **staff,
        )
        return Glance(
            steps=row["steps"] is not None,
            running=row["running"] is not None,
            leaves=any(row[name] is not None for name in carried),
            told=row["told"] is not None,
            strays=row["strays"] is not None,
            gone=row["gone"] is not None,
            upcoming=min((row[one.name] for one in TO_COME if row[one.name]), default=None),
            latest=row["latest"],
            turned=timedelta(microseconds=row["turned"] or 0),
            beat=row["beat"],
        )


def _named(kind: str, values: Collection[str]) -> dict[str, str]:
    return {f"{kind}_{no}": one for no, one in enumerate(sorted(values))}


@cache
def _everything(
    carried: tuple[str, ...], readers: tuple[str, ...], staff: tuple[str, ...]
) -> Select[Any]:
    """The statement for so many of each."""
    kinds = {
        "steps": FIRST_DUE_STEP,
        "running": FIRST_RUNNING,
        **{name: first_due(bindparam(name)) for name in carried},
        "told": _untold(readers),
        "strays": FIRST_STRAY,
        "gone": _gone(staff),
        "latest": LATEST,
        "turned": select(clock.c.microseconds).where(clock.c.clinic_id == _CLINIC),
        "beat": select(heartbeat.c.until).where(
            heartbeat.c.clinic_id == _CLINIC, heartbeat.c.job == bindparam("job")
        ),
    }
    found = (query.scalar_subquery().label(name) for name, query in kinds.items())
    return select(*found, *TO_COME)


def _untold(readers: tuple[str, ...]) -> Select[Any]:
    """One of these for whom something waits in chat, and who was given no digest today."""
    given = sendings.alias("given")
    today = exists().where(
        given.c.clinic_id == _CLINIC,
        given.c.to == sendings.c.to,
        given.c.digest_on == bindparam("today"),
    )
    return (
        select(sendings.c.to)
        .where(sendings.c.clinic_id == _CLINIC, sendings.c.to.in_(_nobody_or(readers)))
        .where(sendings.c.channel == Channel.CHAT, sql_text(f"sendings.{WAITING}"), ~today)
        .limit(1)
    )


def _gone(staff: tuple[str, ...]) -> Select[Any]:
    """One who has something to do and is not of these."""
    who = ANSWERING.c.found
    return select(who).where(who.not_in(_nobody_or(staff))).limit(1)


def _nobody_or(names: tuple[str, ...]) -> list[ColumnElement[str]]:
    """These values, and the empty one: a list that is prepared may not be empty."""
    return [literal(""), *map(bindparam, names)]
