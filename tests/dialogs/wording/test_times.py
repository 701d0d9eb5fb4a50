"""*Finn tid* and *hvorfor ikke?* in words: each reason, each obstacle, each state of a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from dialogs.wording.nb import ask_calendars, ask_no_time
from dialogs.wording.nb import ask_times as say
from pathway.freebusy import CalendarFault, KeptCalendar
from pathway.model import Window
from pathway.slots import Found, Obstacle, Proposal
from pathway.suiting import Attendee, Reason, Search, Why
from pathway.words import MeetingKind, Role, StaffId

NOW = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)
AT = datetime(2026, 11, 24, 10, 0)  # noqa: DTZ001 - wall time
DAY = date(2026, 11, 24)
SEEN = Window(start=NOW, end=NOW + timedelta(weeks=3))
LEA = Attendee(
    id="lege",
    role=Role.CLINICIAN,
    name="Lea Liksom",
    after=timedelta(),
    until=timedelta(hours=1),
    seen=SEEN,
)
PAL = replace(LEA, id="psykolog", name="Pål Påfunn", must=False)
GP = replace(LEA, id="gp", role=Role.GP, name="Kari Testlege")
SEARCH = Search(
    now=NOW,
    zone="Europe/Oslo",
    minutes=60,
    attendees=(LEA, PAL, GP),
    opens=time(8),
    closes=time(15, 30),
    first=date(2026, 11, 3),
    last=date(2027, 1, 25),
    safe_from=date(2026, 11, 17),
    deadline=date(2027, 1, 11),
    not_before=date(2026, 11, 4),
)


def against(why: Why, who: Attendee | None = None) -> str:
    """The answer's line."""
    return say.answer(AT, [Reason(why=why, who=who)], SEARCH).splitlines()[1]


CASES = (
    (Why.GONE_BY, None, "- Tidspunktet er passert."),
    (Why.TOO_SOON, None, "- Møtet kan tidligst være onsdag 4. november 2026."),
    (Why.PRESENT, None, "- Møtet er satt opp da."),
    (Why.WEEKEND, None, "- Dagen er i helgen."),
    (Why.HOLIDAY, None, "- Dette er en helligdag eller offentlig fridag."),
    (Why.HOURS, None, "- Tidspunktet er utenfor klinikkens arbeidstid."),
    (
        Why.SLOT_HOURS,
        None,
        "- Den interne praten rett før eller etter møtet blir utenfor klinikkens arbeidstid.",
    ),
    (Why.AWAY, LEA, "- Lea Liksom er borte."),
    (Why.AWAY, PAL, "- Pål Påfunn er borte, men trenger ikke å være med."),
    (Why.BUSY, LEA, "- Lea Liksom er opptatt."),
    (Why.BUSY, PAL, "- Pål Påfunn er opptatt, men trenger ikke å være med."),
    (Why.BUSY, GP, "- Fastlegen har sagt at tidspunktet ikke passer."),
    (Why.OTHER_MEETING, LEA, "- Lea Liksom er opptatt i en annen avtale hos oss."),
    (Why.NOBODY, None, "- Ingen av klinikerne er ledige."),
    (Why.ROOM, None, "- Videorommet er i bruk i en annen sak."),
    (Why.LATE, None, "- Møtet kommer etter fristen, som er mandag 11. januar 2027."),
    (Why.DAY_TO_AVOID, None, "- Mange har fri denne dagen."),
    (
        Why.BACK_TO_BACK,
        LEA,
        "- Lea Liksom har en annen avtale hos oss rett før eller etter.",
    ),
    (Why.BACK_TO_BACK, None, "- Videorommet er i bruk i en annen sak rett før eller etter."),
    (
        Why.SHORT_NOTICE,
        None,
        "- Det er kort tid til å få svar. Fra tirsdag 17. november 2026 er det trygt.",
    ),
    (Why.OFF_TARGET, None, "- SHM2 bør helst holdes 22 til 25 uker etter SHM1."),
    (Why.MAYBE_BUSY, LEA, "- Lea Liksom er kanskje opptatt."),
    (Why.BESIDE, LEA, "- Lea Liksom har noe annet rett før eller etter."),
    (Why.UNKNOWN, LEA, "- Kalenderen til Lea Liksom er ikke lest så langt fram."),
    (Why.UNKNOWN, replace(LEA, seen=None), "- Kalenderen til Lea Liksom er ikke kjent."),
)


@pytest.mark.parametrize(("why", "who", "said"), CASES)
def test_each_reason_is_said(why: Why, who: Attendee | None, said: str) -> None:
    """One plain sentence each, with whose it is."""
    assert against(why, who) == said


def test_of_several_rooms_all_are_in_use() -> None:
    """A meeting that may have any of them is told of all."""
    two = replace(SEARCH, rooms=((), ()))
    said = [say.answer(AT, [Reason(why=why)], two) for why in (Why.ROOM, Why.BACK_TO_BACK)]
    assert "Alle videorommene er i bruk i andre saker." in said[0]
    assert "Alle videorommene er i bruk i andre saker da, eller rett før eller etter." in said[1]
    room = Obstacle(why=Why.ROOM, starts=1)
    assert "Alle videorommene er i bruk alle gangene" in obstacles(room, search=two)


def test_every_reason_has_its_case_above() -> None:
    """No reason is without words."""
    assert {case[0] for case in CASES} == set(Why)


def short(*reasons: Reason, on: date = DAY, search: Search = SEARCH) -> str:
    """A proposal's line."""
    return say.in_short(Proposal(start=datetime.combine(on, time(10)), reasons=reasons), search)


def test_a_proposal_says_in_a_line_how_good_it_is() -> None:
    """The week, how far the deadline is, for whom it suits, and what lowers it."""
    assert short() == "Uke 48, god tid før fristen. Passer for alle ansatte i møtet."
    may = Reason(why=Why.BUSY, who=PAL)
    assert short(may).endswith("fristen. Pål Påfunn er opptatt, men trenger ikke å være med.")
    soon = Reason(why=Why.SHORT_NOTICE)
    assert short(soon).endswith("i møtet. Kort tid til å få svar fra alle.")
    far = Reason(why=Why.UNKNOWN, who=LEA)
    assert short(far).endswith("Kalenderen til Lea Liksom er ikke lest så langt fram.")
    maybe = Reason(why=Why.MAYBE_BUSY, who=LEA)
    assert short(maybe).endswith("Lea Liksom er kanskje opptatt.")
    beside = Reason(why=Why.BESIDE, who=LEA)
    assert short(beside).endswith("Lea Liksom har noe annet rett før eller etter.")
    off = Reason(why=Why.OFF_TARGET)
    assert short(off).endswith("SHM2 bør helst holdes 22 til 25 uker etter SHM1.")


def test_how_far_the_deadline_is() -> None:
    """Days before it, the day itself, after it, and no deadline at all."""
    suits = "Passer for alle ansatte i møtet."
    assert short(on=date(2027, 1, 8)) == f"Uke 1, 3 dager før fristen. {suits}"
    assert short(on=date(2027, 1, 11)) == f"Uke 2, på selve fristen. {suits}"
    late = Reason(why=Why.LATE)
    assert short(late, on=date(2027, 1, 12)) == f"Uke 2, én dag etter fristen. {suits}"
    assert short(search=replace(SEARCH, deadline=None)) == f"Uke 48. {suits}"


def test_it_suits_only_those_whose_calendars_are_known() -> None:
    """Nobody's silence is a yes."""
    half = replace(SEARCH, attendees=(LEA, replace(PAL, seen=None)))
    unknown = Reason(why=Why.UNKNOWN, who=half.attendees[1])
    assert short(unknown, search=half).endswith("Passer for Lea Liksom.")
    none = replace(SEARCH, attendees=(replace(LEA, seen=None), GP))
    assert short(search=none) == "Uke 48, god tid før fristen."


def obstacles(*found: Obstacle, search: Search = SEARCH, today: date = SEARCH.first) -> str:
    """What is said where nothing is in time."""
    some = Found(times=(Proposal(start=AT),), late=True, obstacles=found)
    return ask_no_time.none_in_time(some, search, MeetingKind.SHM1, today)


def test_nothing_found_says_why_and_what_helps() -> None:
    """Who, the team, the room or the days; else that several are busy at once."""
    assert obstacles(Obstacle(why=Why.BUSY, who=LEA, starts=3)) == (
        "Ingen tid for SHM1 passer før fristen.\n"
        "Lea Liksom er opptatt alle gangene det passer for de andre. Det kan hjelpe om Lea Liksom "
        "ikke trenger å være med, eller bare er med i en del.\n"
        "Her er de første tidene etter fristen."
    )
    assert "Ingen av klinikerne er ledige" in obstacles(Obstacle(why=Why.NOBODY, starts=1))
    assert "Videorommet er i bruk alle gangene" in obstacles(Obstacle(why=Why.ROOM, starts=1))
    assert "da mange har fri" in obstacles(Obstacle(why=Why.DAY_TO_AVOID, starts=1))
    assert "Flere er opptatt samtidig." in obstacles()


def test_what_goes_along_needs_its_place_too() -> None:
    """The meeting alone fits the hours asked for; with the slot before it, it does not (R26)."""
    short = replace(SEARCH, closes=time(9))
    assert "Flere er opptatt samtidig." in obstacles(search=short)
    slot = replace(short, slot_hours=(time(8, 30), time(15, 30)))
    assert obstacles(search=slot).startswith("Møtet og den interne praten får ikke plass")


def test_a_deadline_that_is_over_or_far_ahead_is_not_what_stops() -> None:
    """Over, it was said before; far ahead, it is how far was looked."""
    over = replace(SEARCH, deadline=date(2026, 11, 2))
    assert obstacles(search=over) == "Her er de første tidene etter fristen."
    far = replace(SEARCH, deadline=date(2027, 3, 1))
    none = Found(times=(), late=True)
    said = ask_no_time.none_in_time(none, far, MeetingKind.SHM2, far.first)
    assert said.startswith("Ingen tid for SHM2 passer fram til mandag 25. januar 2027.")


def calendars(*known: tuple[str, KeptCalendar | None]) -> list[str]:
    """What is said of calendars."""
    return ask_calendars.calendars(known, NOW, "Europe/Oslo")


def test_what_is_known_of_calendars_is_said_with_its_age() -> None:
    """Unknown, unreadable, old, and read; nobody at all."""
    read = KeptCalendar(staff_id=StaffId("lege"), span=SEEN, read_at=NOW - timedelta(minutes=5))
    older = replace(read, read_at=NOW - timedelta(days=3), fault=CalendarFault.UNREACHABLE)
    broken = KeptCalendar(staff_id=StaffId("x"), tried_at=NOW, fault=CalendarFault.GONE)
    none = replace(broken, fault=CalendarFault.NONE)
    assert calendars(("Lea", read)) == ["Kalenderen til Lea er lest i dag kl. 08.55."]
    assert calendars(("Lea", read), ("Pål", read)) == ["Kalenderne er lest i dag kl. 08.55."]
    assert calendars(("Lea", None), ("Pål", none)) == ["Kalenderne til Lea og Pål er ikke kjent."]
    assert calendars(("Lea", broken), ("Pål", read), ("Liv", read)) == [
        "Kalenderen til Lea kunne ikke leses.",
        "De andre kalenderne er lest i dag kl. 08.55.",
    ]
    assert calendars(("Lea", older)) == [
        "Kalenderen til Lea kunne ikke leses nå. Den ble sist lest for 3 dager siden kl. 09.00."
    ]
    assert calendars() == [ask_calendars.NOBODY_YET]
