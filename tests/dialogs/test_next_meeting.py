"""*Neste møte*: those who come are ticked on the closing card, and may be left out (R18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from dialogs.cards.aftermath import MOST_TICKS, closing_card
from pathway import agenda, live_run, running
from pathway.commands import ArrangeNext
from pathway.model import Participant
from pathway.ports import Access
from pathway.service import Desk
from pathway.words import ConsentId, MeetingKind, ParticipantId, Role
from tests.dialogs.card_law import reply_faults
from tests.dialogs.world import World, actions_of, oslo, with_everybody_asked

EVERYBODY = (
    "Pasienten, fastlegen (Kari Testlege), Nav-veilederen (Nils Nav) og den nærstående (søsteren)"
)
CHOSEN = "Tirsdag 27. april kl. 08.00"


@pytest.fixture
def world() -> World:
    """SHM1 with Nav and a sister is held, and the closing card is shown."""
    world = with_everybody_asked()
    world.say("ny deltaker K7M2 pårørende søsteren")
    world.say("ferdig")
    world.now = oslo("2026-11-24 12.00")
    world.say("milepæl K7M2 SHM1 holdt i dag", "lege")
    world.say("ja", "lege")
    return world


def pressed(world: World, *gone: Role) -> None:
    """The time is chosen with the ticks of these taken away."""
    data = world.action(CHOSEN, "lege")
    out = {person(world, role).id for role in gone}
    left = ",".join(one for one in str(data["come"]).split(",") if one not in out)
    world.press({**data, "come": left}, "lege")


def shown(world: World) -> str:
    """What the doctor reads last."""
    return world.last["lege"].replies[-1].text


def person(world: World, role: Role) -> Participant:
    """Somebody of the case."""
    (found,) = world.case("K7M2").present(role)
    return found


def comers(world: World) -> list[Role]:
    """The roles that have a part in SHM2."""
    meeting = world.case("K7M2").meeting_of(MeetingKind.SHM2)
    assert meeting is not None
    people = world.case("K7M2").participants
    return sorted(one.role for one in people if agenda.parts_of(meeting, one))


def agreed(world: World) -> ArrangeNext:
    """The doctor says yes; what was done."""
    world.say("ja", "lege")
    command = world.commands[-1]
    assert isinstance(command, ArrangeNext)
    return command


def test_all_are_ticked_and_come(world: World) -> None:
    """R18: a press on a time is SHM2 with the same people."""
    pressed(world)
    world.say("ja", "lege")  # the same adviser
    assert f"Deltakere: {EVERYBODY}\n" in shown(world)
    assert agreed(world).left_out == ()
    assert comers(world) == [Role.GP, Role.NAV_ADVISER, Role.PATIENT, Role.RELATIVE]


def test_whose_tick_is_taken_away_is_not_asked(world: World) -> None:
    """The preview says who is not in it; nobody is asked of Nav's adviser where Nav is out."""
    pressed(world, Role.NAV_ADVISER, Role.RELATIVE)
    nav, sister = person(world, Role.NAV_ADVISER), person(world, Role.RELATIVE)
    assert "Ikke med denne gangen: Nav-veilederen (Nils Nav) og den nærstående" in shown(world)
    assert set(agreed(world).left_out) == {nav.id, sister.id}
    assert comers(world) == [Role.GP, Role.PATIENT]
    assert "Nav" not in world.say("kall inn alle K7M2").replies[-1].text


def test_other_times_are_agreed_by_whoever_looks_for_them(world: World) -> None:
    """R18: the doctor may look for other times, and agree SHM2 at one of them."""
    world.press(world.action("Finn andre tider", "lege"), "lege")
    (first, *_) = [
        action["data"]
        for action in actions_of(world.last["lege"].replies[-1].card)
        if str(action["title"]).startswith("Velg ")
    ]
    assert isinstance(first, dict)
    world.press(first, "lege")
    world.say("ja", "lege")
    assert agreed(world).left_out == ()


def test_the_ticks_go_along_to_other_times(world: World) -> None:
    """Whose tick is taken away is out also where another time is found, and by the office."""
    nav = person(world, Role.NAV_ADVISER)
    data = world.action("Finn andre tider", "lege")
    left = ",".join(one for one in str(data["come"]).split(",") if one != nav.id)
    world.press({**data, "come": left}, "sekretar")
    for title in ("Vis senere tider", "Velg "):
        (first, *_) = [
            action["data"]
            for action in actions_of(world.last["sekretar"].replies[-1].card)
            if str(action["title"]).startswith(title)
        ]
        assert isinstance(first, dict)
        world.press(first, "sekretar")
    assert "Ikke med denne gangen: Nav-veilederen" in world.last["sekretar"].replies[-1].text
    world.say("ja")
    command = world.commands[-1]
    assert isinstance(command, ArrangeNext)
    assert command.left_out == (nav.id,)


def test_somebody_is_left_out_at_the_last_question(world: World) -> None:
    """As in "uten søsteren" before the yes, beside who was out; an unknown name asks again."""
    pressed(world, Role.NAV_ADVISER)
    world.say("uten søsteren", "lege")
    assert "Nav-veilederen (Nils Nav) og den nærstående (søsteren)." in shown(world)
    world.say("nei, uten Olga", "lege")
    assert "Olga" in shown(world)
    world.say("Nav og søsteren", "lege")
    gone = {person(world, role).id for role in (Role.NAV_ADVISER, Role.RELATIVE)}
    assert set(agreed(world).left_out) == gone


@pytest.mark.parametrize("no", ["ikke ennå", "nei", "ikke send"])
def test_a_no_leaves_nobody_out(world: World, no: str) -> None:
    """What is a no at the last question is not somebody's name."""
    pressed(world)
    world.say("ja", "lege")
    world.say(no, "lege")
    assert "Ingenting er endret" in shown(world)


def test_a_client_that_sends_no_ticks_asks_no_more_than_must_come(world: World) -> None:
    """What a client leaves out where nothing is ticked is never taken for everybody."""
    data = {name: value for name, value in world.action(CHOSEN, "lege").items() if name != "come"}
    world.press(data, "lege")
    agreed(world)
    assert comers(world) == [Role.GP, Role.PATIENT]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("uten fastlegen", "Fastlegen er alltid med når møtet settes opp. Skriv «uten fastlege»"),
        ("uten pasienten", "Pasienten er alltid med.\n"),
        ("uten Lea", "Lea Liksom leder møtet og er alltid med."),
        ("uten møtelederen", "Lea Liksom leder møtet og er alltid med."),
        ("uten søsteren og Ola", "«Ola» er ikke med i saken. Velg blant: Nav-veilederen"),
        ("uten søsteren, men med broren", "«men med broren» er ikke med i saken."),
        ("uten Nils Hansen", "«Nils Hansen» er ikke med i saken."),
    ],
)
def test_who_always_comes_or_is_unknown_is_said(world: World, typed: str, answer: str) -> None:
    """What was typed is never dropped in silence: it is asked about."""
    world.say(f"neste møte K7M2 27. april kl. 10 {typed}", "lege")
    assert answer in shown(world)
    assert "Hvem skal ikke være med i SHM2?" in shown(world)
    world.say("søsteren", "lege")
    assert "Er det fortsatt samme Nav-veileder?" in shown(world)


@pytest.mark.parametrize(
    "typed",
    [
        "27. april kl. 10 uten søsteren",
        "27. april kl. 10, men ikke pasientens søster",
        "uten Søsteren 27. april kl. 10",
        "27. april kl. 10 unntatt den nærstående (søsteren)",
    ],
)
def test_who_is_left_out_may_be_said_in_many_ways(world: World, typed: str) -> None:
    """The time is heard with it, wherever it stands."""
    world.say(f"neste møte K7M2 {typed}", "lege")
    assert "Er det fortsatt samme Nav-veileder?" in shown(world)
    world.say("ja", "lege")
    assert agreed(world).left_out == (person(world, Role.RELATIVE).id,)


@pytest.mark.parametrize(
    "typed", ["ingen", "nei", "alle", "hopp over", "ferdig", "alle skal være med"]
)
def test_nobody_is_left_out_after_all(world: World, typed: str) -> None:
    """Who was asked whom it is may say that it is nobody."""
    world.say("neste møte K7M2 27. april kl. 10 uten", "lege")
    assert "Hvem skal ikke være med i SHM2?" in shown(world)
    world.say(typed, "lege")
    world.say("ja", "lege")
    assert agreed(world).left_out == ()


def test_a_name_with_a_comma_is_one_person(world: World) -> None:
    """Unticked, typed, and sent once more from the card it is the same person."""
    anne = named_anne(world)
    pressed(world, Role.RELATIVE)
    world.say("ja", "lege")
    assert "Ikke med denne gangen: den nærstående (Anne, søsteren)" in shown(world)
    world.say("endre ikke med", "lege")
    data = world.action("Neste", "lege")
    assert "den nærstående (Anne, søsteren)" in str(world.last["lege"].replies[-1].card)
    world.press({**data, "left_out": "Nav og den nærstående (Anne, søsteren)"}, "lege")
    assert "Nav-veilederen (Nils Nav) og den nærstående (Anne, søsteren)" in shown(world)
    assert agreed(world).left_out == (person(world, Role.NAV_ADVISER).id, anne)


def named_anne(world: World) -> ParticipantId:
    """The sister has a name that would be cut in two."""
    world.say("fjern deltaker K7M2 søsteren")
    world.say("ja")
    world.say("ny deltaker K7M2 pårørende")
    world.say("Anne, søsteren")
    world.say("ferdig")
    world.say("etter møtet K7M2", "lege")
    return person(world, Role.RELATIVE).id


def test_who_has_left_the_case_since_is_passed_over(world: World) -> None:
    """R18: nobody is asked about an id on a card from before."""
    data = world.action(CHOSEN, "lege")
    sister = person(world, Role.RELATIVE).id
    world.say("fjern deltaker K7M2 søsteren")
    world.say("ja")
    left = ",".join(one for one in str(data["of"]).split(",") if one != sister)
    world.press({**data, "come": left}, "lege")
    world.say("ja", "lege")
    assert agreed(world).left_out == ()


@pytest.mark.parametrize(
    "undone", [("angre K7M2", "ja"), ("avlys K7M2 SHM2", "Feil tidspunkt", "ja")]
)
def test_this_time_is_this_time_only(world: World, undone: tuple[str, ...]) -> None:
    """R18: SHM2 that was called off leaves nobody out of the next one."""
    world.say("neste møte K7M2 27. april kl. 10 uten søsteren og Nav", "lege")
    agreed(world)
    for text in undone:
        world.say(text)
    world.say("neste møte K7M2 28. april kl. 10", "lege")
    world.say("ja", "lege")
    agreed(world)
    assert comers(world) == [Role.GP, Role.NAV_ADVISER, Role.PATIENT, Role.RELATIVE]


def two_advisers(world: World) -> tuple[Participant, Participant]:
    """Nora comes from Nav too, and was told as Nils was, before SHM1 was held."""
    case = world.case("K7M2")
    nils = person(world, Role.NAV_ADVISER)
    nora = replace(nils, id=ParticipantId("nora"), name="Nora Nav")
    consent = next(c for c in case.consents if c.participant_id == nils.id)
    given = replace(consent, id=ConsentId("nora"), participant_id=nora.id)
    case, access = case.with_changed(nora, given), Access(actor="sekretar", at=world.now)
    world.store.run(world.clinic.id, lambda ledger: ledger.save(case, access, what="Test"))
    return nils, nora


@pytest.mark.parametrize("gone", ["Nils", "Nora"])
def test_the_adviser_who_comes_is_the_one_replaced(world: World, gone: str) -> None:
    """R14b: another adviser never takes the place of one who is left out."""
    nils, nora = two_advisers(world)
    out, comes = (nils, nora) if gone == "Nils" else (nora, nils)
    world.say(f"neste møte K7M2 27. april kl. 10 uten {gone} Nav", "lege")
    for text in ("nei", "Berit Bok"):
        world.say(text, "lege")
    agreed(world)
    case = world.case("K7M2")
    assert case.participant(comes.id).name == "Berit Bok"
    assert case.participant(out.id).name == out.name


def test_no_adviser_is_replaced_where_nav_does_not_come(world: World) -> None:
    """What was said of another adviser falls where Nav is left out after all."""
    world.say("neste møte K7M2 27. april kl. 10 uten søsteren", "lege")
    for text in ("nei", "Berit Bok"):
        world.say(text, "lege")
    assert "Berit Bok" in shown(world)
    world.say("endre ikke med i SHM2 til Nav", "lege")
    assert "Berit Bok" not in shown(world)
    assert agreed(world).adviser is None
    assert "Berit Bok" not in shown(world)
    assert person(world, Role.NAV_ADVISER).name == "Nils Nav"


def test_who_is_left_out_is_not_called_in_later_by_another_name(world: World) -> None:
    """Of an adviser without a part in SHM2 nobody asks whether it is the same one."""
    world.say("neste møte K7M2 27. april kl. 10 uten Nav", "lege")
    agreed(world)
    assert "samme Nav-veileder" not in world.say("kall inn K7M2 nav").replies[-1].text


def shm2_with_the_gp(world: World) -> None:
    """SHM2 is arranged, and the GP alone is asked."""
    world.say("kall inn fastlegen K7M2 SHM2 27. april kl. 10")
    while world.case("K7M2").meeting_of(MeetingKind.SHM2) is None:
        world.say("ja" if world.last["sekretar"].expects.question == "confirm" else "1")


@pytest.mark.parametrize(
    "but", ["unntatt Nav", "ikke Nav", "men ikke Nav-veilederen", "bortsett fra Nils"]
)
def test_all_but_nav_are_called_in_to_shm2(world: World, but: str) -> None:
    """R18: who is excepted is not asked about."""
    shm2_with_the_gp(world)
    text = world.say(f"kall inn alle K7M2 {but}").replies[-1].text
    assert "Nav-veilederen (Nils Nav) kalles ikke inn nå" in text
    assert "samme Nav-veileder" not in text


def test_bare_except_asks_whom(world: World) -> None:
    """R18: a word too few calls in nobody."""
    shm2_with_the_gp(world)
    text = world.say("kall inn alle K7M2 unntatt").replies[-1].text
    assert "Hvem skal ikke kalles inn nå?" in text


def in_room(world: World) -> tuple[Participant, ...]:
    """Those who are in the meeting that runs."""
    case = world.case("K7M2")
    (run,) = case.runs
    return running.in_room(case, live_run.live(run, case.meeting(run.meeting_id)), world.now)


def test_who_comes_and_has_no_part_is_told_so(world: World) -> None:
    """R23: "kom" names who has no part, in place of asking whom it is about."""
    world.say("neste møte K7M2 27. april kl. 10 uten søsteren", "lege")
    world.say("ja", "lege")
    agreed(world)
    world.now = oslo("2027-04-27 10.00")
    for text in ("start møtet K7M2", "ferdig", "ja"):
        world.say(text, "lege")
    world.say("kom K7M2 søsteren", "lege")
    assert "Søsteren har ingen del i dette møtet" in shown(world)
    for text in ("tar med K7M2 søsteren", "ja", "ja"):
        world.say(text, "lege")
    assert Role.RELATIVE in {one.role for one in in_room(world)}


def test_who_was_left_out_can_be_called_in_after_all(world: World) -> None:
    """What is said to be typed puts her in, and then she can be called in."""
    world.say("neste møte K7M2 27. april kl. 10 uten søsteren", "lege")
    world.say("ja", "lege")
    agreed(world)
    refused = world.say("kall inn K7M2 søsteren").replies[-1].text
    assert "Skriv «endre deltaker», og velg hvilke deler det gjelder." in refused
    for text in ("endre deltaker", "søsteren", "Hvilke deler av møtet", "1, 2 og 3"):
        world.say(text)
    assert Role.RELATIVE in comers(world)
    assert (
        "Skriv «kall inn alle K7M2» for å kalle inn nå." in world.last["sekretar"].replies[-1].text
    )
    assert "Den nærstående (søsteren) skal ha" in world.say("kall inn alle K7M2").replies[-1].text


def test_the_time_is_answered_with_who_stays_away(world: World) -> None:
    """What is asked for by itself may be answered with more."""
    world.say("neste møte K7M2", "lege")
    world.say("27. april kl. 10 uten søsteren og Nav", "lege")
    assert "Deltakere: Pasienten og fastlegen (Kari Testlege)\n" in shown(world)
    assert len(agreed(world).left_out) == 2


def test_the_preview_says_who_comes_now(world: World) -> None:
    """R18: who has left the case since SHM1 is not said to come, nor who is replaced."""
    world.say("fjern deltaker K7M2 søsteren")
    world.say("ja")
    world.say("neste møte K7M2 27. april kl. 10", "lege")
    for text in ("nei", "Berit Bok"):
        world.say(text, "lege")
    there = "Pasienten, fastlegen (Kari Testlege) og Nav-veilederen (Berit Bok)"
    assert f"Deltakere: {there}\n" in shown(world)


def test_nobody_else_can_be_left_out() -> None:
    """Where SHM1 was with those alone who always come, that is said."""
    world = with_everybody_asked()
    world.say("trekk samtykke K7M2 nav")
    world.say("ja")
    world.now = oslo("2026-11-24 12.00")
    for text in (
        "milepæl K7M2 SHM1 holdt i dag",
        "ja",
        "neste møte K7M2 27. april kl. 10 uten Ola",
    ):
        world.say(text, "lege")
    assert "Ingen andre enn pasienten, fastlegen og møtelederen er med." in shown(world)


@pytest.mark.parametrize(("more", "ticks"), [(MOST_TICKS - 2, True), (MOST_TICKS - 1, False)])
def test_many_people_are_typed_not_ticked(world: World, more: int, *, ticks: bool) -> None:
    """A card stays within what Teams takes, and still says how it is typed."""
    case = world.case("K7M2")
    people = _many(more)
    case = case.with_changed(*people)

    def look(desk: Desk) -> None:
        reply = closing_card(desk, case, MeetingKind.SHM1)
        assert not reply_faults(reply)
        assert ("isMultiSelect" in str(reply.card)) is ticks
        assert "Skriv til slutt «uten» og navnet, for eksempel «neste møte K7M2 27" in reply.text
        assert "kl. 08.00 uten Nils Nav»." in reply.text

    world.store.run(world.clinic.id, lambda ledger: look(Desk(world.context(ledger, "lege"))))


def _many(more: int) -> Sequence[Participant]:
    name = "Oppdiktet Langnavn-Slektning nummer {} fra Øvre Øvingsfjorden"
    one = Participant(id=ParticipantId(""), role=Role.RELATIVE, name="")
    return [
        replace(one, id=ParticipantId(f"{n:032d}-{n:04d}"), name=name.format(n))
        for n in range(more)
    ]
