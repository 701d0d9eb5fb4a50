"""People change while a meeting runs, by typing: a locum, one more, one out (R13, R16)."""

from __future__ import annotations

from pathway.words import Role
from tests.dialogs.test_running_card import at_clock
from tests.dialogs.world import World, on_the_day, oslo

EMPLOYER = "ny deltaker K7M2 arbeidsgiver Eva Sjef"
CONSENT = "samtykke K7M2 andre Eva Sjef muntlig i dag"


def begun() -> World:
    """The leader has started it at ten."""
    world = on_the_day()
    at_clock(world, "10.00", "start møte K7M2")
    return world


def office(world: World, clock: str, *texts: str) -> str:
    """What the secretary reads last, having typed all of this at this time of the day."""
    world.now = oslo(f"2026-11-24 {clock}")
    turns = [world.say(text) for text in texts]
    return "\n".join(reply.text for reply in turns[-1].replies)


def room(world: World, clock: str) -> str:
    """Who is in the room, by the leader's card."""
    shown = at_clock(world, clock)
    return shown.split("I rommet: ")[1].splitlines()[0]


def nav_was_told(world: World) -> list[str]:
    """What was written to Nav since ten o'clock."""
    rows = world.case("K7M2").sendings
    since = oslo("2026-11-24 10.00")
    return [row.kind for row in rows if row.role is Role.NAV_ADVISER and row.created_at >= since]


def test_a_locum_comes_in_the_place_of_the_gp() -> None:
    """Named by the office, let in by the leader, and the one who took part in the end."""
    world = begun()
    at_clock(world, "10.02", "møtte ikke fastlegen K7M2")
    assert room(world, "10.03") == "pasienten."
    locum = "bytt deltaker K7M2 fastlegen med Vera Vikar, Solsiden legesenter"
    office(world, "10.04", locum, "bare denne gangen", "ja")
    vera = world.case("K7M2").present(Role.GP)[-1]
    assert vera.name == "Vera Vikar"
    assert room(world, "10.05") == "pasienten."
    at_clock(world, "10.06", "kom Vera K7M2")
    assert room(world, "10.07") == "pasienten og vikaren."
    at_clock(world, "10.20", "neste del K7M2")
    at_clock(world, "10.35", "neste del K7M2")
    at_clock(world, "10.50", "avslutt møtet K7M2")
    case = world.case("K7M2")
    came = {case.participant(who).name for who in case.meetings[-1].attended}
    assert "Vera Vikar" in came
    assert "Kari Testlege" not in came
    assert nav_was_told(world) == []


def test_an_employer_comes_in_with_consent_and_in_their_own_part() -> None:
    """R13: refused until the patient has said yes, and then let in where others may be."""
    world = begun()
    office(world, "10.02", EMPLOYER, "ferdig")
    assert "samtykke er ikke registrert" in at_clock(world, "10.03", "kom Eva K7M2")
    said = office(world, "10.04", CONSENT, "ferdig", "ja")
    assert "Eva Sjef kan være med fra delen Arbeid, utdanning og økonomi." in said
    assert "satt opp" not in said
    at_clock(world, "10.05", "kom Eva K7M2")
    assert room(world, "10.06") == "pasienten og fastlegen."
    at_clock(world, "10.20", "neste del K7M2")
    assert "Eva Sjef er ikke her." in at_clock(world, "10.21")
    at_clock(world, "10.22", "kom Eva K7M2")
    assert room(world, "10.23") == "pasienten, fastlegen, Nav og Eva Sjef."
    assert nav_was_told(world) == []


def test_a_consent_while_the_meeting_runs_says_where_they_may_come_in() -> None:
    """Nobody is called in now: let in by a press, from a later part, or in none that is left."""
    world = begun()
    office(world, "10.02", "trekk samtykke K7M2 nav", "ja")
    said = office(world, "10.03", "samtykke K7M2 nav muntlig i dag", "ferdig", "ja")
    assert "Nav kan være med fra delen Arbeid, utdanning og økonomi." in said
    at_clock(world, "10.20", "neste del K7M2")
    office(world, "10.21", "trekk samtykke K7M2 nav", "ja")
    assert room(world, "10.22") == "pasienten og fastlegen."
    said = office(world, "10.23", "samtykke K7M2 nav muntlig i dag", "ferdig", "ja")
    assert "Nav kan være med i møtet nå." in said
    world.press(world.action("Kom"))
    assert room(world, "10.24") == "pasienten, fastlegen og Nav."
    at_clock(world, "10.35", "neste del K7M2")
    office(world, "10.36", "trekk samtykke K7M2 nav", "ja")
    said = office(world, "10.37", "samtykke K7M2 nav muntlig i dag", "ferdig", "ja")
    assert "Nav har ingen del igjen i møtet som er i gang." in said
    assert "satt opp" not in said


def test_a_consent_after_the_time_of_a_meeting_that_nobody_started() -> None:
    """It is not said that there is no meeting: it has begun, and no invitation is sent to it."""
    world = on_the_day()
    said = office(world, "10.05", EMPLOYER, "ferdig", CONSENT, "ferdig", "ja")
    assert "Møtet har begynt, så Eva Sjef får ingen innkalling til det." in said


def test_whoever_is_out_of_the_case_is_not_missed() -> None:
    """Taken out while they sit there: let out, not missed, and nobody to let in again."""
    world = begun()
    office(world, "10.02", EMPLOYER, "ferdig", CONSENT, "ferdig", "ja")
    at_clock(world, "10.20", "neste del K7M2")
    at_clock(world, "10.21", "kom Eva K7M2")
    office(world, "10.25", "ta bort deltaker K7M2 Eva Sjef", "ja")
    assert room(world, "10.26") == "pasienten, fastlegen og Nav."
    assert "Be Eva Sjef gå ut nå." in at_clock(world, "10.27")
    assert "Eva" not in at_clock(world, "10.27", "hvem er her K7M2")
    assert "Eva" not in at_clock(world, "10.30")
    ended = at_clock(world, "10.30", "avslutt møtet K7M2") + at_clock(world, "10.30", "ja")
    assert "fastlegen, Nav og Eva Sjef (4 min)." in ended
    assert nav_was_told(world) == []


def test_a_gp_who_hands_the_patient_over_is_out_at_once() -> None:
    """Another GP has taken over: the one before is out, and one GP is missed, not two."""
    world = begun()
    new = "bytt deltaker K7M2 fastlegen med Vera Vikar, Solsiden legesenter"
    office(world, "10.05", new, "legen har overtatt", "ja")
    shown = at_clock(world, "10.06")
    assert "I rommet: pasienten." in shown
    assert shown.count("Fastlegen er ikke her.") == 1
    at_clock(world, "10.07", "kom fastlegen K7M2")
    assert room(world, "10.08") == "pasienten og fastlegen."
    assert at_clock(world, "10.08").count("Fastlegen er ikke her.") == 0
    at_clock(world, "10.10", "avslutt møtet K7M2")
    at_clock(world, "10.10", "ja")
    case = world.case("K7M2")
    came = {case.participant(who).name for who in case.meetings[-1].attended}
    assert "Vera Vikar" in came
