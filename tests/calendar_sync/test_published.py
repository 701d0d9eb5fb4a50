"""Published calendars: what a web server can do to us, and where an address may not lead."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from time import sleep

import pytest

from calendar_sync.addresses import ForbiddenAddressError, checked_url, leads_out
from calendar_sync.busy_calendar import read_busy
from calendar_sync.published import LIMIT, PublishedCalendars
from pathway.clinic import Staff
from pathway.freebusy import BusyTime, CalendarFault, Schedule
from pathway.model import Window
from pathway.words import Role, StaffId
from tests.calendar_sync.test_busy_calendar import OSLO, WEEK, calendar, event
from tests.calendar_sync.web_of_calendars import LOOPBACK, CalendarWeb, Names, calendar_web

TUESDAY = BusyTime(
    start=datetime(2026, 11, 24, 9, tzinfo=UTC), end=datetime(2026, 11, 24, 10, tzinfo=UTC)
)


@pytest.fixture
async def site() -> AsyncIterator[CalendarWeb]:
    """A server with one calendar."""
    async with calendar_web() as made:
        made.pages["lege.ics"] = calendar(event())
        yield made


def who(url: str, name: str = "lege") -> Staff:
    """One whose calendar is published there."""
    roles = frozenset({Role.CLINICIAN})
    return Staff(id=StaffId(name), name=name, roles=roles, freebusy_url=url)


async def look(
    url: str, inside: str = LOOPBACK, names: Names | None = None, span: Window = WEEK
) -> Schedule:
    """What is read there."""
    source = PublishedCalendars(OSLO, {inside} if inside else (), names=names, seconds=2)
    person = who(url)
    return (await source.look([person], span))[person.id]


async def test_a_calendar_is_read(site: CalendarWeb) -> None:
    """As it stands on the web, also behind a redirect."""
    assert await look(site.url("lege.ics")) == Schedule(busy=(TUESDAY,))
    assert await look(site.url("to/x?url=/lege.ics")) == Schedule(busy=(TUESDAY,))


async def test_calendars_are_parsed_one_at_a_time(
    site: CalendarWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are fetched together, but four large ones at once would take the whole machine."""
    at_work: list[str] = []
    most = 0

    def parse(raw: bytes, span: Window, zone: str, email: str) -> Schedule:
        """As the real one, and long enough to meet another."""
        nonlocal most
        at_work.append(email)
        most = max(most, len(at_work))
        sleep(0.02)
        at_work.pop()
        return read_busy(raw, span, zone, email)

    monkeypatch.setattr("calendar_sync.published.read_busy", parse)
    people = [who(site.url("lege.ics"), f"lege{no}") for no in range(4)]
    found = await PublishedCalendars(OSLO, {LOOPBACK}).look(people, WEEK)
    assert set(found.values()) == {Schedule(busy=(TUESDAY,))}
    assert most == 1


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("status/401", CalendarFault.REFUSED),
        ("status/403", CalendarFault.REFUSED),
        ("status/404", CalendarFault.GONE),
        ("status/410", CalendarFault.GONE),
        ("status/429", CalendarFault.UNREACHABLE),
        ("status/500", CalendarFault.UNREACHABLE),
        ("status/204", CalendarFault.UNREACHABLE),
        ("hangs", CalendarFault.UNREACHABLE),
        ("to/x?url=/to/x?url=/hangs", CalendarFault.UNREACHABLE),
        ("to/x?url=to/x", CalendarFault.UNREACHABLE),
        ("long", CalendarFault.TOO_LARGE),
        ("packed", CalendarFault.UNREADABLE),
        ("to/x?url=file:///etc/passwd", CalendarFault.FORBIDDEN),
        ("to/x?url=http://169.254.169.254/latest", CalendarFault.FORBIDDEN),
        ("to/x?url=https://10.0.0.1/", CalendarFault.FORBIDDEN),
        ("to/x?url=http://user:pass@127.0.0.1/", CalendarFault.FORBIDDEN),
    ],
)
async def test_each_way_to_fail_has_its_name(
    site: CalendarWeb, path: str, fault: CalendarFault
) -> None:
    """Refused, gone, hanging, too long, packed, or led astray: never an error, never free."""
    assert await look(site.url(path)) == Schedule(fault=fault)


async def test_a_gigabyte_is_never_read(site: CalendarWeb) -> None:
    """What has no end is let go soon after the most that a calendar may hold."""
    assert await look(site.url("endless")) == Schedule(fault=CalendarFault.TOO_LARGE)
    assert site.sent < LIMIT * 4


async def test_redirects_come_to_an_end(site: CalendarWeb) -> None:
    """One that leads to itself is asked a few times, and no more."""
    await look(site.url("to/x?url=/to/x%3Furl=/to/x"))
    assert 0 < len(site.asked) <= 6


async def test_nobody_there_is_out_of_reach() -> None:
    """No server, and no such name."""
    gone = Schedule(fault=CalendarFault.UNREACHABLE)
    assert await look(f"http://{LOOPBACK}:9/lege.ics") == gone
    assert await look("https://finnes.ikke/", names=Names()) == gone


async def test_a_name_that_leads_inside_is_never_asked(site: CalendarWeb) -> None:
    """By its name it looks like the world; by its address it is ours: nothing is sent to it."""
    forbidden = Schedule(fault=CalendarFault.FORBIDDEN)
    for address in (LOOPBACK, "10.1.2.3", "::1", "::ffff:127.0.0.1", "169.254.169.254"):
        names = Names(kalender_example=[address])
        url = f"https://kalender.example:{site.port}/lege.ics"
        assert await look(url, inside="", names=names) == forbidden
    assert site.asked == []


async def test_a_name_that_leads_both_in_and_out_is_never_asked(site: CalendarWeb) -> None:
    """One address inside is enough: who connects takes whichever of them answers."""
    names = Names(kalender_example=[f"{LOOPBACK} 8.8.4.4"])
    url = f"https://kalender.example:{site.port}/lege.ics"
    assert (await look(url, inside="", names=names)).fault is CalendarFault.FORBIDDEN
    assert site.asked == []


async def test_a_name_is_looked_up_once(site: CalendarWeb) -> None:
    """What was judged is what is connected to, wherever the name leads a moment later."""
    names = Names(kalender_inne=[LOOPBACK, "10.0.0.1", "10.0.0.2"])
    url = site.url("lege.ics", "kalender.inne")
    assert await look(url, inside="kalender.inne", names=names) == Schedule(busy=(TUESDAY,))
    assert names.leads["kalender.inne"] == ["10.0.0.1", "10.0.0.2"]


async def test_a_redirect_to_a_name_that_leads_inside_is_not_followed(site: CalendarWeb) -> None:
    """It is judged like the first address, though that was one of ours."""
    names = Names(kalender_inne=[LOOPBACK], annen_example=[LOOPBACK])
    url = site.url(f"to/x?url=https://annen.example:{site.port}/lege.ics", "kalender.inne")
    forbidden = Schedule(fault=CalendarFault.FORBIDDEN)
    assert await look(url, inside="kalender.inne", names=names) == forbidden
    assert site.asked == ["to/x"]


async def test_a_host_of_ours_may_be_asked_where_the_clinic_says_so(site: CalendarWeb) -> None:
    """By its name, and by no other name that leads to the same place."""
    names = Names(kalender_inne=[LOOPBACK], annen_inne=[LOOPBACK])
    own = site.url("lege.ics", "kalender.inne")
    assert await look(own, inside="kalender.inne", names=names) == Schedule(busy=(TUESDAY,))
    other = f"https://annen.inne:{site.port}/lege.ics"
    assert (await look(other, "kalender.inne", names)).fault is CalendarFault.FORBIDDEN


async def test_no_calendar_leads_to_a_host_of_ours_that_is_not_its_own(site: CalendarWeb) -> None:
    """A host that the clinic allows is for the calendars that lie there, on their own port."""
    async with calendar_web() as other:
        other.pages["lege.ics"] = calendar(event())
        names = Names(egen_inne=[LOOPBACK], annen_inne=[LOOPBACK])
        inside = {"egen.inne", "annen.inne"}
        source = PublishedCalendars(OSLO, inside, names=names, seconds=2)
        forbidden = Schedule(fault=CalendarFault.FORBIDDEN)
        for to in (other.url("lege.ics", "egen.inne"), site.url("lege.ics", "annen.inne")):
            person = who(site.url(f"to/x?url={to}", "egen.inne"))
            assert await source.look([person], WEEK) == {person.id: forbidden}
        assert other.asked == []
        assert set(site.asked) == {"to/x"}


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1%eth0", "fc00::1"),
        *(
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "ff02::1",
            "::7f00:1",
            "ingen adresse",
        ),
    ],
)
def test_addresses_that_lead_inside(address: str) -> None:
    """Loopback, private, link-local, shared, multicast, and those that carry one of them."""
    assert not leads_out(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:400f::1", "64:ff9b::808:808"])
def test_addresses_that_lead_out(address: str) -> None:
    """The open network."""
    assert leads_out(address)


@pytest.mark.parametrize(
    "url",
    [
        *("http://kalender.example/", "ftp://kalender.example/", "https://", "ingen adresse"),
        *("https://a:b@kalender.example/", "https://127.0.0.1/", "https://[::1]/", "//[x"),
        *("file:///etc/passwd", "https://10.0.0.1./", "https://2130706433/", "https://127.1/"),
        *("https://0177.0.0.1/", "https://0/", "https://0x7f.1/", "https://[::7f00:1]/"),
    ],
)
def test_addresses_that_are_not_asked(url: str) -> None:
    """Without encryption, with a password in them, of our own network, or no address at all."""
    with pytest.raises(ForbiddenAddressError):
        checked_url(url, ())


def test_a_webcal_address_is_asked_with_encryption() -> None:
    """As calendar programs copy it."""
    assert (
        str(checked_url("webcal://kalender.example/a.ics", ())) == "https://kalender.example/a.ics"
    )
