"""The whole house as its settings join it: a clinician invited and answering in Microsoft 365."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import assembly_graph
from bot.assembly import assemble
from bot.assembly_graph import calendar_room_of
from bot.beating import Heart
from bot.house import House
from bot.mail_news import CalendarNews
from bot.settings import Settings
from calendar_sync.graph import sdk
from pathway.case import Case
from pathway.clinic import LinkProvider
from pathway.commands import (
    AddParticipant,
    Command,
    Invite,
    InviteGp,
    Person,
    RegisterPatient,
)
from pathway.service import execute
from pathway.words import CaseRef, Channel, MeetingKind, Role, StaffId, Verdict
from scheduler.mailroom import Patience
from tests.calendar_sync.graph.office import GRAPH_CLINIC, address
from tests.fakes.graph_server import GraphServer, graph_server
from tests.pathway.build import LEADER, SECRETARY, at, day, wall

QUICK = Patience(look=1, first=0.05, most=0.2, tell=0.5)


def settings_of(file: Path, graph: GraphServer) -> Settings:
    """With Graph on, at the fake one."""
    return Settings(
        database_url=f"sqlite:///{file}",
        organiser_email=graph.organiser,
        secret_key=SecretStr("0123456789abcdef0123456789abcdef"),
        graph="on",
        graph_base_url=graph.url,
    )


async def asked(house: House, *who: str) -> CaseRef:
    """A patient whose GP and these clinicians are asked to SHM1."""

    async def do(command: Command) -> Case:
        done = await house.run(SECRETARY, "chat", lambda context: execute(context, command))
        return done.case

    gp = Person(name="Gro", office="Legesenteret", email="gro@lege.example")
    new = RegisterPatient(name="Kari", referral_received=day("2026-10-01"), gp=gp)
    ref = (await do(new)).ref
    start, shm1 = wall("2026-11-24 10:00"), MeetingKind.SHM1
    await do(InviteGp(ref=ref, kind=shm1, start=start, template="with_nav", leader=LEADER))
    for one in who:
        case = await do(AddParticipant(ref=ref, role=Role.CLINICIAN, staff_id=StaffId(one)))
        person = case.participants[-1].id
        await do(Invite(ref=ref, kind=shm1, role=Role.CLINICIAN, who=person))
    return ref


async def test_the_sdk_is_read_in_the_background_and_asks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program begins to read it before anybody needs it, and not in the first seconds."""
    monkeypatch.setattr(assembly_graph, "AFTER_THE_START", 0.05)
    read = threading.Event()
    monkeypatch.setattr(sdk, "read_sdk", read.set)
    async with graph_server() as graph:
        settings = settings_of(tmp_path / "shm.db", graph)
        house = assemble(settings, GRAPH_CLINIC, clock=lambda: at("2026-11-02 09:00"))
        assert calendar_room_of(house, settings, CalendarNews(house, Heart(house)), QUICK)
        assert not read.is_set(), "the start needs the processor"
        assert await asyncio.to_thread(read.wait, 5)
        assert graph.got == []
        await house.close()


async def test_from_the_settings_to_an_answer_in_the_case(tmp_path: Path) -> None:
    """Joined by the assembly over a real store, the invitation leaves and the answer comes in."""
    async with graph_server() as graph:
        settings = settings_of(tmp_path / "shm.db", graph)
        house = assemble(settings, GRAPH_CLINIC, clock=lambda: at("2026-11-02 09:00"))
        ref = await asked(house, "lea")
        assert graph.got == [], "nothing is asked in a turn"
        assert Channel.GRAPH in house.carriers
        report = await house.tick()
        assert not report.broken
        (event,) = graph.exchange.standing
        assert "smerte" not in str(event.data).lower()
        graph.exchange.answer(event, address("lea"), "accepted")
        room = calendar_room_of(house, settings, CalendarNews(house, Heart(house)), QUICK)
        assert room is not None
        await room.start()
        async with asyncio.timeout(20):
            while not (case := await house.case_view(SECRETARY, ref)) or not case.case.answers:  # noqa: ASYNC110 - it lies in a database
                await asyncio.sleep(0.05)
        await room.stop()
        assert case.case.answers[-1].verdict is Verdict.ACCEPTED
        graph.consent = False
        room = calendar_room_of(house, settings, CalendarNews(house, Heart(house)), QUICK)
        assert room is not None
        await room.start()
        async with asyncio.timeout(20):
            while "Kalenderen virker ikke" not in str(await house.waiting_chat(SECRETARY)):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.1)
        await asyncio.sleep(timedelta(seconds=1).total_seconds())
        await room.stop()
        assert "Kalenderen virker ikke" not in str(await house.waiting_chat(SECRETARY)), "told once"
        await house.close()
        assert graph.faults == []


async def test_what_fails_beside_is_told_as_that_and_once(tmp_path: Path) -> None:
    """No leave to online meetings, no way to our door: each is told, and answers come in."""
    async with graph_server() as graph:
        graph.room_policy = False
        clinic = replace(GRAPH_CLINIC, video=LinkProvider.TEAMS)
        settings = settings_of(tmp_path / "shm.db", graph)
        house = assemble(settings, clinic, clock=lambda: at("2026-11-02 09:00"))
        ref = await asked(house, "lea", "pal")
        await house.tick()
        room = calendar_room_of(house, settings, CalendarNews(house, Heart(house)), QUICK)
        assert room is not None
        await room.start()
        (event,) = (one for one in graph.exchange.standing if one.attendees)
        told: list[str] = []
        wrong = ["Svar fra kalenderen kommer litt senere", "Teams-møter får ikke lenke"]
        for number, who in enumerate(("lea", "pal"), 1):
            graph.exchange.answer(event, address(who), "accepted")
            async with asyncio.timeout(20):
                while not (view := await house.case_view(SECRETARY, ref)) or (
                    len(view.case.answers) < number or len(told) < len(wrong)
                ):
                    told += [one.summary for one in await house.waiting_chat(SECRETARY)]
                    await asyncio.sleep(0.05)
        await asyncio.sleep(2 * QUICK.tell)
        told += [one.summary for one in await house.waiting_chat(SECRETARY)]
        await room.stop()
        await house.close()
        assert sorted(told) == wrong
        assert graph.faults == []


def test_the_sdk_is_read_only_where_it_is_wanted() -> None:
    """What starts the program reads nothing of Microsoft's SDK."""
    said = (
        "import sys, bot.assembly, bot.serving;"
        "wanted = {'msgraph', 'azure', 'httpx', 'kiota_abstractions', 'dialogs.gallery'};"
        "print(wanted & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
