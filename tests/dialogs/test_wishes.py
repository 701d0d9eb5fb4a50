"""*Ønsker*: every word is read as the answer that it fits, or asked about; Nav is no relative."""

from __future__ import annotations

import pytest

from pathway.commands import RecordWishes
from pathway.words import Role, StaffId
from tests.dialogs.world import World, with_gp_yes


def said(world: World, *texts: str) -> str:
    """The last reply to these."""
    turns = [world.say(text) for text in texts]
    return "\n".join(reply.text for reply in turns[-1].replies)


def wished(world: World) -> RecordWishes:
    """The wishes last recorded."""
    command = world.commands[-1]
    assert isinstance(command, RecordWishes)
    return command


def test_a_sentence_is_read_whole_and_shown_before_it_is_kept() -> None:
    """R15: relatives, others and Nav in one sentence stand where they belong after a yes."""
    world = with_gp_yes()
    world.say("ønsker K7M2 mor, far, arbeidsgiver og Nav")
    shown = said(world, "ferdig")
    assert "Nærstående: mor og far\nNav: Ja\nAndre: arbeidsgiver" in shown
    assert world.case("K7M2").wishes is None
    said(world, "ja")
    command = wished(world)
    assert (command.relatives, command.others, command.nav) == (
        ("mor", "far"),
        ("arbeidsgiver",),
        True,
    )


def test_place_leader_and_no_nav_are_read_too() -> None:
    """R15, D5: what is no person is the answer to another question."""
    world = with_gp_yes()
    said(world, "ønsker K7M2 mor, Møterom 2, Lea Liksom som møteleder, uten Nav", "ferdig", "ja")
    command = wished(world)
    assert command.relatives == ("mor",)
    assert (command.place, command.leader, command.nav) == ("Møterom 2", StaffId("lege"), False)


@pytest.mark.parametrize("typed", ["mor", "ektemannen Per", "Anne"])
def test_one_name_is_kept(typed: str) -> None:
    """R15: a single relative after the reference is the wish, and nothing else is."""
    world = with_gp_yes()
    said(world, f"ønsker K7M2 {typed}", "ferdig", "ja")
    assert wished(world) == RecordWishes(ref=world.case("K7M2").ref, relatives=(typed,))


@pytest.mark.parametrize(
    "typed", ["at det går bra", "å slippe Nav", "ikke mor", "mor og tolken", "hjemmefra", "legen"]
)
def test_what_is_no_wish_for_people_is_asked_about(typed: str) -> None:
    """Nothing is dropped: words that name nobody are said back, and the question is asked."""
    world = with_gp_yes()
    last = typed.rsplit(" og ", maxsplit=1)[-1]
    assert f"«{last}»" in said(world, f"ønsker K7M2 {typed}")
    assert world.last["sekretar"].expects.question == "relatives"
    said(world, "ferdig", "nei")
    assert world.case("K7M2").wishes is None


@pytest.mark.parametrize("typed", ["", "ingen", "ingen spesielle ønsker"])
def test_no_wishes_are_kept_only_after_a_yes(typed: str) -> None:
    """R15: that the patient wishes nothing settles the task, and so it is asked first."""
    world = with_gp_yes()
    assert "Har du spurt" in said(world, f"ønsker K7M2 {typed}", "ferdig")
    said(world, "nei")
    assert world.case("K7M2").wishes is None


@pytest.mark.parametrize(
    ("typed", "nav", "others"),
    [
        ("mannen og nav", True, ()),
        ("mannen, Nav-veilederen", True, ()),
        ("mannen, arbeidsgiveren Bo Berg", None, ("arbeidsgiveren Bo Berg",)),
        ("mannen og saksbehandler i kommunen", None, ("saksbehandler i kommunen",)),
        ("mannen og veileder i Nav", True, ()),
    ],
)
def test_nobody_who_needs_consent_is_a_relative(
    typed: str,
    nav: bool | None,  # noqa: FBT001
    others: tuple[str, ...],
) -> None:
    """R13: Nav and others named among the relatives are put where consent is asked for."""
    world = with_gp_yes()
    said(world, "ønsker K7M2", typed, "ferdig", "ja")
    command = wished(world)
    assert (command.relatives, command.nav, command.others) == (("mannen",), nav, others)
    called_in = said(world, "kall inn alle K7M2")
    assert "Innkallingen til Nav" not in called_in
    case = world.case("K7M2")
    assert [p.name for p in case.present(Role.RELATIVE)] == ["mannen"]


def test_a_caseworker_must_be_somewheres() -> None:
    """R13: whose caseworker it is decides whom the consent is for."""
    world = with_gp_yes()
    assert "fra Nav eller kommunen?" in said(world, "ønsker K7M2", "mor og saksbehandler")
    assert world.last["sekretar"].expects.question == "relatives"


def test_the_advisers_name_belongs_to_the_consent() -> None:
    """R13: a name at Nav is no wish of its own, and it is said where it is recorded."""
    world = with_gp_yes()
    shown = said(world, "ønsker K7M2 mor og Nina Vik fra Nav", "ferdig")
    assert "Du registrerer hvem i Nav (Nina Vik fra Nav) sammen med samtykket." in shown
    assert "Nav: Ja" in shown


@pytest.mark.parametrize(
    "typed",
    ["nærstående Nav", "pårørende arbeidsgiver Bo Berg", "mannen som jobber i Nav"],
)
def test_a_new_relative_is_not_nav(typed: str) -> None:
    """R13: nobody who needs consent comes into the case as a relative, by sentence or by name."""
    world = with_gp_yes()
    assert "de må ha samtykke fra pasienten" in said(world, f"ny deltaker K7M2 {typed}")
    assert world.last["sekretar"].expects.question == "role"
    said(world, "nærstående", "Nav-veilederen")
    assert world.last["sekretar"].expects.question == "name"
    assert not world.case("K7M2").present(Role.RELATIVE)


def test_a_card_makes_no_relative_of_nav() -> None:
    """R13: the same on the card, where role and name are filled in at once."""
    world = with_gp_yes()
    world.say("ny deltaker K7M2")
    turn = world.submit({"role": "relative", "name": "Nav"})
    assert "de må ha samtykke fra pasienten" in turn.replies[0].text
    assert not world.case("K7M2").present(Role.RELATIVE)


def test_a_role_is_not_changed_around_the_consent() -> None:
    """R13: whoever has a name that needs consent gets no role that asks for none."""
    world = with_gp_yes()
    said(world, "ny deltaker K7M2 andre", "arbeidsgiver Bo Berg", "endre rolle")
    assert "de må ha samtykke fra pasienten" in said(world, "nærstående")
    assert world.last["sekretar"].expects.question == "role"


def test_an_employers_surname_is_a_name() -> None:
    """Somebody outside may be called what they are."""
    world = with_gp_yes()
    assert "nærstående?" not in said(world, "ny deltaker K7M2 arbeidsgiver Eva Sjef")
    said(world, "ferdig")
    assert [p.name for p in world.case("K7M2").present(Role.OTHER)] == ["Eva Sjef"]
