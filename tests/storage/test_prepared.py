"""What is prepared does what SQLAlchemy's own execution does, on every database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.exc import IntegrityError

from storage.chat_tables import conversations
from storage.columns import metadata
from storage.ledger import SqlLedger
from storage.prepared import prepared
from storage.store import Store
from tests.storage.conftest import DATABASES
from tests.storage.samples import HERE, NOW, a_case, a_digest, access

OpenStore = Callable[[str], Store]

every_database = pytest.mark.parametrize("url", DATABASES, indirect=True)


def filled(ledger: SqlLedger) -> None:
    """Rows in nearly every table."""
    ledger.add(a_case(), access())
    ledger.put_sending(a_digest())
    ledger.put_conversation("lege", "said")
    ledger.beat("tick", NOW)


@every_database
def test_rows_are_the_same(url: str, open_store: OpenStore) -> None:
    """Every column of every table comes back as SQLAlchemy itself gives it, twice over."""
    store = open_store(url)
    store.run(HERE, filled)
    seen = 0
    with store.engine.begin() as connection:
        for table in metadata.sorted_tables:
            query = select(table).where(table.c.clinic_id == HERE)
            usual = [row._asdict() for row in connection.execute(query)]
            for _ in range(2):
                assert prepared(connection, query).rows(connection, {}) == usual
            seen += bool(usual)
    assert seen >= 10


@every_database
def test_errors_are_sqlalchemys_and_name_nobody(url: str, open_store: OpenStore) -> None:
    """What the database refuses is told as by SQLAlchemy itself, without any value."""
    row = {"clinic_id": HERE, "staff_id": "lege", "state": "what Kari said"}
    with open_store(url).engine.begin() as connection:
        new = prepared(connection, _NEW, tuple(row))
        assert new.write(connection, [row]) == 1
        with pytest.raises(IntegrityError) as refused, connection.begin_nested():
            new.write(connection, [row])
        told = str(refused.value)
        assert "Kari" not in told
        assert refused.value.params is None
        assert "INSERT INTO conversations" in told
        connection.rollback()


@every_database
def test_whoever_listens_hears_them(url: str, open_store: OpenStore) -> None:
    """A listener for statements is told of these too: other tests see by it what is asked."""
    heard: list[str] = []
    store = open_store(url)
    event.listen(store.engine, "before_cursor_execute", lambda *told: heard.append(str(told[2])))
    with store.engine.begin() as connection:
        prepared(connection, _ALL).rows(connection, {})
        prepared(connection, _ALL).rows(connection, {})
    assert len([one for one in heard if "FROM conversations" in one]) == 2


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_latest_change_is_one_step_away(url: str, open_store: OpenStore) -> None:
    """However many looks were written down since, the latest change is the end of an index."""
    store = open_store(url)
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *told: asked.append(str(told[2])))
    store.run(HERE, lambda ledger: ledger.latest())
    (query,) = (one for one in asked if "FROM audit" in one)
    with store.engine.begin() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", (HERE, 1, 0)).all()
    assert ["ix_audit_changed" in str(step) and "TEMP" not in str(step) for step in plan] == [True]


_NEW, _ALL = insert(conversations), select(conversations)
