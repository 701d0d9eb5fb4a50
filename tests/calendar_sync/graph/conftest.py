"""A fake Graph and a clinic that uses it, for every test of this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.calendar_sync.graph.office import GRAPH_CLINIC, GraphOffice
from tests.fakes.graph_server import GraphServer, graph_server
from tests.scheduler.station import fake_store


@pytest.fixture
async def graph() -> AsyncIterator[GraphServer]:
    """A fake Graph that nobody may talk to in another way than Microsoft describes."""
    async with graph_server() as server:
        yield server
        assert server.faults == []


@pytest.fixture
async def office(graph: GraphServer) -> AsyncIterator[GraphOffice]:
    """A clinic whose clinicians' invitations stand in that Graph."""
    made = GraphOffice(store=fake_store(), clinic=GRAPH_CLINIC, graph=graph)
    yield made
    await made.line.close()
