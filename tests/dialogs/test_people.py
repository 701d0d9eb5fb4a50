"""*Deltaker*, *ønsker*, *kall inn alle* and *endre møtet*, where a transcript would be too long."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway import agenda
from pathway.commands import (
    AddParticipant,
    ChangeMeeting,
    ChangeParticipant,
    InviteSeveral,
    RecordWishes,
)
from pathway.words import Attendance, Role, StaffId
from tests.dialogs.world import (
    World,
    actions_of,
    with_everybody_asked,
    with_invited_gp,
    with_patient,
)


def ready() -> World:
    """The GP of K7M2 has said yes to SHM1, with Nav at the end."""
    world = with_invited_gp()
    for text in ("svar K7M2 ja på telefon", "ferdig", "ja"):
        world.say(text)
    for text in ("endre møtet K7M2", "Nav til slutt", "ferdig", "ja"):
        world.say(text)
    assert world.case("K7M2").meetings[0].template == "nav_last"
    return world


def said(world: World, *texts: str, actor: str = "sekretar") -> str:
    """The last reply to these."""
    turns = [world.say(text, actor) for text in texts]
    return "\n".join(reply.text for reply in turns[-1].replies)


def names(world: World, role: Role) -> list[str]:
    """Who is part of the case with this role."""
    return [p.name for p in world.case("K7M2").present(role)]


def test_one_card_is_enough() -> None:
    """R16: all that is known on one card, and what follows from the role on another."""
    world = ready()
    world.say("ny deltaker K7M2")
    told = {"role": "relative", "name": "Anne", "attends": "telephone", "phone": "99 88 77 66"}
    world.submit(told)
    world.submit({"stays": "no"})
    command = world.commands[-1]
    assert isinstance(command, AddParticipant)
    assert (command.name, command.attends, command.phone) == (
        "Anne",
        Attendance.TELEPHONE,
        "99887766",
    )
    assert not command.with_nav


def test_a_doctor_who_is_a_relative_too_is_asked_about() -> None:
    """The GP's name as a relative is a doubt that is explained; she is called in once."""
    world = ready()
    assert "kalles bare inn som fastlege" in said(world, "ny deltaker K7M2 pårørende Kari Testlege")
    said(world, "ja", "ferdig")
    assert names(world, Role.RELATIVE) == ["Kari Testlege"]
    said(world, "ny deltaker K7M2 pårørende Anne", "ferdig")
    said(world, "kall inn alle K7M2", "ja")
    case = world.case("K7M2")
    asked = [case.participant(i.participant_id) for i in case.invitations]
    assert [(p.role, p.name) for p in asked if p.role in {Role.GP, Role.RELATIVE}] == [
        (Role.GP, "Kari Testlege"),
        (Role.RELATIVE, "Anne"),
    ]
    other = said(world, "ny deltaker K7M2 tolk Kari Testlege")
    assert "skal bare kalles inn én gang" in other or "fastlege" in other


@pytest.mark.parametrize(
    ("text", "role", "name"),
    [
        ("ny deltaker K7M2 mor", Role.RELATIVE, "mor"),
        ("ny deltaker K7M2 arbeidsgiver", Role.OTHER, "arbeidsgiver"),
        ("ny deltaker K7M2 henviser Per Lege, Fjord sykehus", Role.REFERRER, "Per Lege"),
        ("legg til deltaker K7M2 tolken Tor på video", Role.INTERPRETER, "Tor"),
        ("ny deltaker K7M2 nav", Role.NAV_ADVISER, ""),
        ("ny deltaker K7M2 tolk tor@tolk.example", Role.INTERPRETER, ""),
    ],
)
def test_one_sentence_is_enough(text: str, role: Role, name: str) -> None:
    """A role, a name and a way to attend are understood wherever they stand."""
    world = ready()
    said(world, text, "ferdig")
    assert names(world, role) == [name]


def test_who_has_no_name_is_asked_for_one() -> None:
    """R16: a relative is called something, if only by first name."""
    world = ready()
    assert "fornavn eller slektskap nok" in said(world, "ny deltaker K7M2 pårørende")
    assert "må jeg vite" in said(world, "hopp over")
    said(world, "Anne", "ferdig")
    assert names(world, Role.RELATIVE) == ["Anne"]


def test_all_but_one_are_called_in() -> None:
    """R18: those named after "unntatt" are left for later, and the preview says so."""
    world = ready()
    said(world, "ny deltaker K7M2 pårørende Anne", "ferdig")
    said(world, "ny deltaker K7M2 tolk Tor", "ferdig")
    shown = said(world, "kall inn alle K7M2 unntatt tolken")
    assert "Tolken (Tor) kalles ikke inn nå." in shown
    said(world, "ja")
    command = world.commands[-1]
    assert isinstance(command, InviteSeveral)
    asked = [world.case("K7M2").participant(who).role for who in command.people]
    assert asked == [Role.PATIENT, Role.RELATIVE]


@pytest.mark.parametrize(
    ("away", "answer"),
    [
        ("Ola", "«Ola» er ikke med i saken. Velg blant: pasienten, "),
        ("tolken og Ola", "«Ola» er ikke med i saken."),
        ("Anne", "Flere passer til «Anne». Velg blant: den nærstående (Anne Annensen) og "),
    ],
)
def test_who_is_not_known_is_not_called_in_by_mistake(away: str, answer: str) -> None:
    """What stands after "unntatt" and is nobody's, or more than one's, name is asked about."""
    world = ready()
    for who in ("pårørende Anne Annensen", "pårørende Anne Beritsen", "tolk Tor"):
        said(world, f"ny deltaker K7M2 {who}", "ferdig")
    shown = said(world, f"kall inn alle K7M2 bortsett fra {away}")
    assert answer in shown
    assert "Hvem skal ikke kalles inn nå?" in shown
    shown = said(world, "Annensen, tolken")
    assert "Tolken (Tor) kalles ikke inn nå." in shown
    assert "Den nærstående (Anne Annensen) kalles ikke inn nå." in shown


def test_nobody_is_called_in_through_a_closed_gate() -> None:
    """R12, R13: before the GP's yes the reply says what each one waits for."""
    world = with_invited_gp()
    said(world, "ny deltaker K7M2 arbeidsgiver Eva Sjef", "ferdig")
    shown = said(world, "kall inn alle K7M2")
    assert "Ingen i sak K7M2 kan kalles inn ennå." in shown
    assert "Pasienten kalles ikke inn nå: fastlegen har ikke svart ja." in shown
    assert "Det er ikke satt opp noe møte" in said(with_patient(), "kall inn alle K7M2")


def test_the_case_offers_to_call_in_all_who_are_ready() -> None:
    """R18: one press where more than one may be called in, the patient alone by their own."""
    world = ready()
    world.say("sak K7M2")
    titles = [a["title"] for a in actions_of(world.last["sekretar"].replies[0].card)]
    assert titles[:2] == ["Kall inn pasienten", "Legg inn lenken"]
    said(world, "ny deltaker K7M2 pårørende Anne", "ferdig")
    world.say("sak K7M2")
    titles = [a["title"] for a in actions_of(world.last["sekretar"].replies[0].card)]
    assert titles[0] == "Kall inn alle som er klare"


def test_no_wishes_is_a_wish() -> None:
    """R15: one word and a yes record that the patient has no wishes, and nobody asks again."""
    world = ready()
    assert "Har du spurt" in said(world, "ønsker K7M2", "ferdig")
    assert world.case("K7M2").wishes is None
    assert "ingen særskilte ønsker" in said(world, "ja")
    assert world.commands[-1] == RecordWishes(ref=world.case("K7M2").ref)
    assert "ønsker" not in said(world, "oppgaver")


def test_a_no_to_nav_leaves_a_consent_standing() -> None:
    """R19: a consent ends only when it is withdrawn, and the reply says how."""
    world = ready()
    said(world, "samtykke K7M2 nav Nina Vik muntlig i dag hele møtet", "ferdig", "ja")
    assert "Skriv «trekk samtykke K7M2»" in said(world, "ønsker K7M2", "ingen", "nei", "ferdig")


def test_a_place_that_is_no_usual_one_is_offered_first() -> None:
    """D5: the patient's own place stands among the choices, marked as the wish."""
    world = with_patient()
    said(world, "ønsker K7M2", "hopp over", "hopp over", "hopp over", "Rådhuset", "Lea")
    shown = said(world, "kall inn K7M2 tirsdag 24.11.2026 kl. 10.00", "hopp over")
    assert "2. Rådhuset (pasientens ønske)" in shown
    assert "1. Lea Liksom (pasientens ønske)" in said(world, "Rådhuset")
    said(world, "Lea", "ferdig", "ja")
    meeting = world.case("K7M2").meetings[0]
    assert (meeting.place, meeting.leader) == ("Rådhuset", "lege")


def test_clinicians_record_wishes_and_people() -> None:
    """R15: the responsible clinician does what the patient says, the office sends."""
    world = ready()
    said(world, "rett opp K7M2 ansvarlig kliniker Lea", "ja")
    said(world, "ønsker K7M2", "Anne", "ferdig", actor="lege")
    assert names(world, Role.RELATIVE) == ["Anne"]
    assert world.case("K7M2").wishes is not None
    world.say("kall inn alle K7M2", "lege")
    assert "helsesekretæren" in world.last["lege"].replies[0].text


def test_a_number_is_asked_for_with_the_telephone() -> None:
    """R15: whoever is to be rung and has no number is asked for it in the same form."""
    world = ready()
    turn = world.say("endre deltaker K7M2 pasienten telefon")
    assert turn.expects.question == "phone"
    said(world, "99 88 77 66")
    command = world.commands[-1]
    assert isinstance(command, ChangeParticipant)
    assert (command.attends, command.phone) == (Attendance.TELEPHONE, "99887766")
    said(world, "endre deltaker K7M2 pasienten telefonnummer", "fjern")
    assert world.last["sekretar"].refused
    assert "må ha et nummer" in world.last["sekretar"].replies[0].text


@pytest.mark.parametrize(
    "typed",
    [
        ("endre deltaker K7M2 Pål e-post pal@annet.example",),
        ("endre deltaker K7M2 Pål", "e-post"),
    ],
)
def test_the_address_of_staff_is_put_right_in_the_clinics_file(typed: tuple[str, ...]) -> None:
    """R11: nobody changes it on a case, where it would hold for that case alone."""
    world = ready()
    said(world, "ny deltaker K7M2 kliniker Pål må", "ferdig")
    before = world.case("K7M2")
    assert "klinikkens fil, clinic.toml" in said(world, *typed)
    assert world.case("K7M2") == before
    shown = said(world, "avbryt", "endre deltaker K7M2 Pål")
    assert "E-postadressen" not in shown
    assert "E-postadressen" in said(world, "avbryt", "endre deltaker K7M2 fastlegen")


def test_must_and_parts_are_changed() -> None:
    """R16, R16b: a clinician becomes one who may come, and the patient's parts are chosen."""
    world = ready()
    said(world, "ny deltaker K7M2 kliniker Pål må", "ferdig")
    said(world, "endre deltaker K7M2 Pål kan")
    (person,) = world.case("K7M2").present(Role.CLINICIAN)
    assert (person.staff_id, person.must) == (StaffId("psykolog"), False)
    said(world, "endre deltaker K7M2 Pål deler", "hele møtet")
    assert world.last["sekretar"].refused
    said(world, "avbryt", "endre deltaker K7M2 pasienten del 1 og 3")
    assert "Skal Nav-delen flyttes?" in world.last["sekretar"].replies[0].text
    said(world, "nei")
    assert all(not part.left_out for part in world.case("K7M2").meetings[0].parts)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("endre deltaker K7M2 fastlegen på video", "attends"),
        ("endre deltaker K7M2 fastlegen del 1, 2 og 3", "parts"),
        ("endre deltaker K7M2 Pål må", "must"),
    ],
)
def test_a_change_that_changes_nothing_says_so_and_asks_again(typed: str, asked: str) -> None:
    """What stands there already is not called changed, and the form stays for another answer."""
    world = ready()
    said(world, "ny deltaker K7M2 kliniker Pål må", "ferdig")
    world.commands.clear()
    turn = world.say(typed)
    assert "Dette står der allerede" in turn.replies[-1].text
    assert turn.expects.question == asked
    assert world.commands == []


def test_a_template_that_tears_somebody_is_asked_for_again() -> None:
    """R21: the refusal names the order that mends it, and the question stands open."""
    world = ready()
    said(world, "ny deltaker K7M2 pårørende Anne", "hopp over", "nei", "ferdig")
    said(world, "kall inn alle K7M2", "ja")
    turn = world.say("endre møtet K7M2")
    turn = world.say("Med Nav eller andre")
    turn = world.say("ferdig")
    assert turn.refused
    assert turn.expects.question == "template"
    assert "1, 3 og 2" in turn.replies[0].text
    assert not isinstance(world.commands[-1], ChangeMeeting)


def test_only_patient_and_gp_cannot_be_taken_away() -> None:
    """D2: where nobody else is there, the reply names the ways for a GP."""
    assert "«annen lege K7M2»" in said(with_patient(), "ta bort deltaker K7M2")


def test_another_clinic_with_mail_to_all_sends_at_once() -> None:
    """R20: where the clinic may mail them, the question is whether to send."""
    world = ready()
    world.clinic = replace(world.clinic, mail_to=frozenset(Role))
    said(world, "ny deltaker K7M2 tolk Tor tor@tolk.example", "ferdig")
    shown = said(world, "kall inn alle K7M2")
    assert "Tolken (Tor) får en innkalling på e-post." in shown
    assert "Skal jeg sende dette?" in shown


def test_an_interpreter_may_have_a_part_alone() -> None:
    """R16: "del 2" is no name but the part, and the window that follows is said."""
    world = ready()
    reply = said(world, "ny deltaker K7M2 tolk arabisk del 2", "ferdig")
    assert "Tolken (arabisk) er lagt til i sak K7M2. Med i del 2, tirsdag 24. november" in reply
    case = world.case("K7M2")
    (tolk,) = case.present(Role.INTERPRETER)
    assert tolk.name == "arabisk"
    assert agenda.parts_of(case.meetings[0], tolk) == (1,)


def test_parts_that_do_not_fit_are_asked_about() -> None:
    """R21: nobody goes out and comes back; the question of the parts comes again."""
    world = ready()
    reply = said(world, "ny deltaker K7M2 mor del 1 og 3", "ferdig")
    assert "må mor gå ut og komme inn igjen" in reply
    assert world.last["sekretar"].expects.question == "parts"
    said(world, "1", "ferdig")
    case = world.case("K7M2")
    (mor,) = case.present(Role.RELATIVE)
    assert agenda.parts_of(case.meetings[0], mor) == (0,)


@pytest.mark.parametrize("typed", ["ny deltaker K7M2 tolk Tor", "kall inn tolk K7M2"])
def test_a_command_with_its_case_is_no_role(typed: str) -> None:
    """A whole command in the middle of another is asked about, and never read as an answer."""
    world = ready()
    said(world, "ny deltaker K7M2")
    assert "Du holder på med «Ny deltaker»" in said(world, typed)
    said(world, "nei")
    assert world.last["sekretar"].expects.question == "role"


def test_a_name_is_not_lost_beside_its_role() -> None:
    """What is more than a role is said back, since the name has a question of its own."""
    world = ready()
    assert "Skriv bare rollen" in said(world, "ny deltaker K7M2", "tolk Tor")
    assert world.last["sekretar"].expects.question == "role"


@pytest.mark.parametrize(
    "typed", ["mannen", "kona", "samboer", "ektefellen", "bestemora", "pasientens svigerfar"]
)
def test_relations_are_known(typed: str) -> None:
    """R16: a relation is a relative, in any of its forms."""
    world = ready()
    said(world, "ny deltaker K7M2", typed)
    running = world.last["sekretar"].state.running
    assert running is not None
    assert running.answers["role"] == Role.RELATIVE


def test_two_relatives_by_text_message_are_two_lines() -> None:
    """Each is named, so that one knows whose text is whose."""
    world = with_everybody_asked()
    for name in ("mor Mor Modig 91234567", "søster Siri Modig 91234568"):
        world.say(f"ny deltaker K7M2 {name} på video")
        world.say("ferdig")
    world.say("kall inn alle K7M2")
    world.say("ja")
    listed = world.say("oppgaver").replies[-1].text
    assert "SMS til den nærstående (mor Mor Modig)" in listed
    assert "SMS til den nærstående (søster Siri Modig)" in listed
