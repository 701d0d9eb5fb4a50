"""Teams' meeting events, as Microsoft documents them, from the wire to the leader's chat."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from bot.teams import meetings
from bot.teams.shape import read
from dialogs.turn import JSON
from pathway.ports import Access
from pathway.run import BEGAN_WHY
from pathway.service.run import sighted
from pathway.sightings import MOST_FACES, Face, Seen, Sight, Sighting
from pathway.words import CaseRef, ClinicId, MeetingId, StaffId
from tests.bot.teams import activities
from tests.bot.teams.activities import LEA, SIRI, TENANT, message
from tests.bot.teams.hall import HALL_CLINIC, Hall, hall

CHAT = "19:meeting_Zm9yZGlnZ2E@thread.v2"
JOIN = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_Zm9yZGlnZ2E%40thread.v2/0?context=x"
START, END, CAME, LEFT = (
    f"application/vnd.microsoft.meeting{what}"
    for what in ("Start", "End", "ParticipantJoin", "ParticipantLeave")
)
TEN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KARI: JSON = {
    "user": {"id": "29:kari", "name": "Kari T (gjest)", "tenantId": TENANT},
    "meeting": {"inMeeting": True, "role": "Attendee"},
}
LEA_IN: JSON = {
    "user": {"id": "29:lea", "name": "Lea Liksom", "tenantId": TENANT, "aadObjectId": LEA},
    "meeting": {"inMeeting": True, "role": "Organizer"},
}


def event(name: str, value: object = None, **more: object) -> JSON:
    """One event of the meeting, with the fields of the documentation's own example."""
    whole: JSON = {
        "MeetingType": "Scheduled",
        "Title": "Møte",
        "Id": "MCMxOTptZWV0aW5n",
        "JoinUrl": JOIN,
        ("EndTime" if name == END else "StartTime"): "2026-11-24T08:59:17.4388966Z",
    }
    return {
        "name": name,
        "type": "event",
        "timestamp": "2026-11-24T09:00:00.1252256Z",
        "id": "123",
        "channelId": "msteams",
        "serviceUrl": activities.SERVICE,
        "from": {"id": "29:organizer", "name": "", "aadObjectId": SIRI},
        "conversation": {"isGroup": True, "tenantId": TENANT, "id": CHAT},
        "recipient": {"id": activities.BOT, "name": "Møteboten"},
        "entities": [{"locale": "nb-NO", "country": "NO", "type": "clientInfo"}],
        "channelData": {"tenant": {"id": TENANT}, "source": None, "meeting": {"id": "MCMx"}},
        "value": whole if value is None else value,
        "locale": "nb-NO",
        **more,
    }


def people(name: str, *members: object, **more: object) -> JSON:
    """Somebody comes or goes."""
    return event(name, {"members": list(members)}, **more)


def said(data: JSON) -> Sighting | None:
    """What we make of it."""
    staff = {one.entra_id: one for one in HALL_CLINIC.staff if one.entra_id}
    return meetings.sighting(read(activities.body(data)), staff.get, TENANT)


# --- what is read -------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "what"), [(START, Sight.BEGAN), (END, Sight.ENDED)])
def test_start_and_end_name_their_meeting(name: str, what: Sight) -> None:
    """By join address and chat, at the moment that Teams says."""
    found = said(event(name))
    at = TEN.replace(microsecond=125225)
    assert found == Sighting(what=what, at=at, link=JOIN, place=CHAT)
    assert said(event(name.upper())) == found


@pytest.mark.parametrize(("name", "what"), [(CAME, Sight.CAME), (LEFT, Sight.LEFT)])
def test_who_comes_and_goes(name: str, what: Sight) -> None:
    """Staff are known by their Entra id, others by nothing; `from`, the organizer, is nobody."""
    found = said(people(name, KARI, LEA_IN))
    assert found is not None
    assert (found.what, found.place, found.link) == (what, CHAT, "")
    assert found.faces == (
        Face(key="29:kari", name="Kari T (gjest)"),
        Face(key="29:lea", name="Lea Liksom", staff_id=StaffId("lege")),
    )


def test_an_id_of_another_tenant_is_nobody_of_ours() -> None:
    """Somebody elsewhere with the same id is a guest."""
    user = {**cast("JSON", LEA_IN["user"]), "tenantId": "another"}
    found = said(people(CAME, {"user": user}))
    assert found is not None
    assert [face.staff_id for face in found.faces] == [None]


NOTHING: dict[str, JSON] = {
    "another name": event("application/vnd.microsoft.readReceipt"),
    "no name": {k: v for k, v in event(START).items() if k != "name"},
    "no time": {k: v for k, v in event(START).items() if k != "timestamp"},
    "a time that is none": event(START, timestamp="yesterday"),
    "a time before all": event(START, timestamp="0001-01-01T00:00:00+14:00"),
    "no meeting chat and no address": event(START, {}, conversation={"id": "a:1"}),
    "no value": event(START, "text", conversation={"id": "19:channel"}),
    "an address that is no text": event(START, {"JoinUrl": 7}, conversation={"id": "1"}),
    "an endless address": event(START, {"JoinUrl": "x" * 3000}, conversation={"id": "1"}),
    "a message of that name": {**event(START), "type": "message", "text": "hei"},
}


@pytest.mark.parametrize("data", NOTHING.values(), ids=NOTHING)
def test_what_is_not_whole_tells_nothing(data: JSON) -> None:
    """Without a name that we know, a time and a meeting there is nothing to suggest."""
    assert said(data) is None


@pytest.mark.parametrize(
    "members",
    [None, "Kari", [], ["Kari"], [{}], [{"user": None}], [{"user": {"id": 7}}], [{"user": {}}]],
)
def test_members_that_are_none_are_passed_over(members: object) -> None:
    """Nobody is seen, and nothing breaks."""
    found = said(event(CAME, {"members": members}))
    assert found is not None
    assert found.faces == ()


def test_names_and_crowds_are_cut() -> None:
    """A name of many lines becomes a short one, and a flood of members is not read."""
    long = {"user": {"id": "29:x", "name": "A\nB " + "c" * 500}}
    found = said(people(CAME, long, *({"user": {"id": str(n)}} for n in range(500))))
    assert found is not None
    assert len(found.faces) == MOST_FACES
    assert found.faces[0].name == ("A B " + "c" * 500)[:60]


# --- through the door ---------------------------------------------------------------------------


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Hall]:
    """A meeting with a Teams link is set up for 24 November at ten, led by the doctor."""
    async with hall(tmp_path) as opened:
        for text in (
            "ny pasient Test Testesen, mottatt 07.09.2026, fastlege Kari Testlege",
            "kall inn tirsdag 24.11.2026 kl. 10.00",
            "ferdig",
            "lege",
            "ja",
            f"lenke {JOIN}",
            "ja",
        ):
            await opened.knock(message(text))
        opened.clock.now = TEN
        yield opened


async def of_case(opened: Hall, use: Callable[..., object]) -> object:
    """What the store holds of the case."""
    (row,) = await opened.house.board("sekretar")
    access = Access(actor="program", at=TEN, door="daemon")
    return opened.house.store.run(
        opened.house.clinic.id,
        lambda ledger: use(ledger, ledger.load(CaseRef(row.ref), access)),
    )


async def asked(opened: Hall) -> int:
    """How often the leader was asked to start the meeting."""
    rows = await of_case(opened, lambda _, case: [s for s in case.sendings if s.why == BEGAN_WHY])
    return len(cast("list[object]", rows))


async def kept(opened: Hall) -> Seen | None:
    """What is kept of the meeting."""
    seen = await of_case(opened, lambda ledger, case: ledger.seen(case.meetings[-1].id))
    return cast("Seen | None", seen)


async def test_a_start_is_suggested_and_nothing_is_posted_into_the_meeting(opened: Hall) -> None:
    """The event is taken with 200, once however often it comes; guests read the meeting's chat."""
    await opened.settled()
    posted = len(opened.connector.got)
    for _ in range(3):
        assert await opened.knock(event(START)) == (200, {})
    assert await asked(opened) == 1
    assert await of_case(opened, lambda _, case: case.runs) == ()
    assert len(opened.connector.got) == posted


async def test_people_are_seen_by_the_chat_alone(opened: Hall) -> None:
    """Coming and going have no join address: the chat's id stands in the meeting's."""
    assert await opened.knock(people(CAME, KARI, LEA_IN)) == (200, {})
    assert await opened.knock(people(LEFT, LEA_IN, timestamp="2026-11-24T09:01:00Z")) == (200, {})
    seen = await kept(opened)
    assert seen is not None
    assert [face.key for face in seen.inside] == ["29:kari"]


async def test_another_meeting_changes_nothing(opened: Hall) -> None:
    """A meeting that is not ours leaves no trace, not even a reading in the log."""
    chat = {"isGroup": True, "tenantId": TENANT, "id": "19:meeting_Annet@thread.v2"}
    other = {"JoinUrl": "https://teams.microsoft.com/l/meetup-join/19%3ameeting_Annet/0"}
    assert await opened.knock(event(START, other, conversation=chat)) == (200, {})
    assert (await asked(opened), await kept(opened)) == (0, None)


async def test_another_clinic_s_meeting_is_not_ours(opened: Hall) -> None:
    """The same address in another clinic's rows is never looked at from this one."""
    store = opened.house.store
    there = ClinicId("elsewhere")
    found = Sighting(what=Sight.BEGAN, at=TEN, link=JOIN, place=CHAT)

    def from_there(ledger: object) -> object:
        context = replace(
            opened.house.context(ledger, "program", "teams"),  # type: ignore[arg-type] # any ledger
            clinic=replace(HALL_CLINIC, id=there),
        )
        sighted.take(context, found)
        return ledger.seen(MeetingId("any"))  # type: ignore[attr-defined] # any ledger

    assert store.run(there, from_there) is None
    assert (await asked(opened), await kept(opened)) == (0, None)


async def test_a_forged_event_is_refused(opened: Hall) -> None:
    """Without Microsoft's token, or from another tenant, it is 401 like everything else."""
    assert (await opened.knock(event(START), token=""))[0] == 401
    chat = {"isGroup": True, "tenantId": "another", "id": CHAT}
    assert (await opened.knock(event(START, conversation=chat)))[0] == 401
    assert (await asked(opened), await kept(opened)) == (0, None)


@pytest.mark.parametrize("data", NOTHING.values(), ids=NOTHING)
async def test_what_is_not_whole_is_taken_and_forgotten(opened: Hall, data: JSON) -> None:
    """Teams is never answered with an error for it, which would make it send again."""
    status, _ = await opened.knock(data)
    assert status == 200
    assert await kept(opened) is None


async def test_a_store_that_fails_is_none_of_teams_business(
    opened: Hall, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The suggestion is lost, the fault is logged by its kind, and no name of anybody with it."""

    async def failing(_said: Sighting) -> None:
        raise OSError("Kari T")

    monkeypatch.setattr(opened.house, "sighted", failing)
    assert await opened.knock(people(CAME, KARI)) == (200, {})
    assert "Kari T" not in json.dumps(capsys.readouterr())
