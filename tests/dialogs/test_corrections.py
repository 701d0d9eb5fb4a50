"""Contacts, corrections and what was not held, where typed words and cards must agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from dialogs.conversations.cases.registering import ALIKE, likeness, named_alike
from dialogs.conversations.invitations.verifying import to_check
from dialogs.conversations.people.offices import known_office
from dialogs.form import Scene
from dialogs.reader import Reader
from dialogs.state import Running
from pathway.clinic import Contact
from pathway.commands import (
    CorrectContact,
    CorrectGp,
    InviteGp,
    RecordMilestone,
    RegisterPatient,
    RemoveCase,
    StopPathway,
)
from pathway.errors import StalePlanError
from pathway.model import Participant
from pathway.service import Desk
from pathway.words import CaseRef, ClosedReason, ParticipantId, Role
from tests.dialogs.world import CLINIC, REFS, World, actions_of, oslo, with_invited_gp, with_patient
from tests.fakes.ledger import FakeLedger

NAV = Contact(
    name="Nils Nav",
    office="Nav Fjordly",
    email="nils@nav.example",
    role=Role.NAV_ADVISER,
    verified_on=date(2026, 9, 1),
)


def old_contacts() -> World:
    """A patient whose GP nobody has made sure of, about to be asked."""
    old = tuple(replace(contact, verified_on=None) for contact in CLINIC.contacts)
    world = World(clinic=replace(CLINIC, contacts=old))
    world.say("ny pasient Test Testesen, 07.09.2026, Kari Testlege")
    world.say("milepæl K7M2 utredning startet 19.10.2026")
    world.say("ja")
    return world


def said(world: World, actor: str = "sekretar") -> str:
    """The last that was said to somebody."""
    return "\n".join(reply.text for reply in world.last[actor].replies)


# --- made sure of ---------------------------------------------------------------------------------


def test_the_card_shows_what_is_asked_about() -> None:
    """The first card of *kall inn* holds the details, when they were checked, and both answers."""
    world = old_contacts()
    world.say("kall inn")
    shown = str(world.last["sekretar"].replies[-1].card)
    for words in ("kari@solsiden.example", "Aldri sjekket.", "Ja, det stemmer", "Nei, rett opp"):
        assert words in shown


def test_a_card_with_a_yes_makes_sure_in_one_press() -> None:
    """Time, leader and yes on one card lead straight to the preview, and the day is kept."""
    world = old_contacts()
    world.say("kall inn")
    world.submit(
        {
            "start_date": "2026-11-24",
            "start_time": "10:00",
            "leader": "lege",
            "template": "undecided",
            "place": "none",
            "attends": "video",
            "link": "",
            "checked": "right",
        }
    )
    assert "Skal jeg sende dette?" in said(world)
    world.say("ja")
    command = world.commands[-1]
    assert isinstance(command, InviteGp)
    assert command.checked is not None
    world.say("kontakt Kari")
    assert "Sist sjekket 02.11.2026." in said(world)


@pytest.mark.parametrize("answer", ["ja, det stemmer", "stemmer", "riktig", "1"])
def test_many_ways_to_say_that_it_is_right(answer: str) -> None:
    """What people say when something is right is taken as that."""
    world = old_contacts()
    for text in ("kall inn tirsdag 24.11.2026 kl. 10.00", "ferdig", "lege", answer):
        world.say(text)
    assert "Skal jeg sende dette?" in said(world)


def test_another_doctor_is_made_sure_of_before_the_mail_leaves() -> None:
    """D2: a doctor chosen from the list is asked about where somebody is asked already."""
    world = with_invited_gp()
    old = replace(CLINIC.contacts[1], email="mari@bakkely.example", verified_on=None)
    world.clinic = replace(CLINIC, contacts=(CLINIC.contacts[0], old))
    world.say("annen lege K7M2 Mari Mønster")
    world.say("for godt")
    assert "Stemmer dette fortsatt?" in said(world)
    world.say("nei")
    world.say("hopp over")
    world.say("fjern")
    world.say("ferdig")
    assert "som e-melding. Den må du sende selv." in said(world)


def test_an_adviser_is_made_sure_of() -> None:
    """R14: Nav's adviser is asked about like a doctor before the invitation."""
    world = World(clinic=replace(CLINIC, contacts=(replace(NAV, verified_on=None),)))
    person = Participant(
        id=ParticipantId("nav"), role=Role.NAV_ADVISER, name=NAV.name, office=NAV.office
    )
    found = world.store.run(CLINIC.id, lambda ledger: to_check(a_scene(world, ledger), person))
    assert found is not None
    assert found.email == NAV.email


def a_scene(world: World, ledger: FakeLedger) -> Scene:
    """What a form sees before anything is answered."""
    desk = Desk(world.context(ledger, "sekretar"))
    return Scene(reader=Reader(desk, {}), running=Running(form="register"))


# --- offices --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Solsiden legesenter", "Solsiden legesenter"),
        ("SOLSIDEN  LEGESENTER", "Solsiden legesenter"),
        ("Solsiden Legesenter AS", "Solsiden legesenter"),
        ("Solsiden legesnter", "Solsiden legesenter"),
        ("Skogen legesenter", ""),
        ("", ""),
    ],
)
def test_an_office_under_other_spellings(typed: str, known: str) -> None:
    """An office is known again by nearly the same words, and by those only."""
    world = World()
    found = world.store.run(CLINIC.id, lambda ledger: known_office(typed, a_scene(world, ledger)))
    assert found == known


def test_a_spelling_may_stand_as_typed() -> None:
    """Who means another office than the one asked about gets it."""
    world = World()
    world.say("ny pasient Test Testesen, 07.09.2026, Per Ny, Solsiden Legesenter AS")
    world.say("nei")
    assert world.case("K7M2").present(Role.GP)[0].office == "Solsiden Legesenter AS"


def test_the_office_of_the_gp_is_put_right_as_known() -> None:
    """*Rett opp fastlegens kontor* asks about a near spelling too, and may remove the office."""
    world = with_patient()
    world.say("rett opp K7M2 fastlegens kontor")
    world.say("Bakkely legekontr")
    world.say("ja")
    assert "Blir: Bakkely legekontor" in said(world)


# --- two at once ----------------------------------------------------------------------------------


def test_two_secretaries_put_the_same_right_at_once() -> None:
    """Whoever confirms last sees that the case has changed, and what it would mean now."""
    world = with_patient()
    world.say("rett opp fastlege K7M2 Mari Mønster")
    world.say("rett opp fastlege K7M2 Per Ny, Solsiden legesenter", actor="koordinator")
    world.say("ja", actor="koordinator")
    world.say("ja")
    assert isinstance(world.refused[-1], StalePlanError)
    assert "Saken er endret i mellomtiden" in said(world)
    assert "Står nå: Per Ny, Solsiden legesenter" in said(world)
    world.say("ja")
    assert [gp.name for gp in world.case("K7M2").present(Role.GP)] == ["Mari Mønster"]
    assert sum(isinstance(command, CorrectGp) for command in world.commands) == 3


def test_a_case_removed_while_it_is_put_right() -> None:
    """Who holds a form about a case that another has removed is told so."""
    world = with_patient()
    world.say("rett opp K7M2 pasientens navn Nytt Navn")
    world.say("fjern sak K7M2 feil pasient", actor="koordinator")
    world.say("ja", actor="koordinator")
    assert isinstance(world.commands[-1], RemoveCase)
    world.say("ja")
    assert "er fjernet" in said(world)
    assert world.case("K7M2").name == ""


# --- registered twice -----------------------------------------------------------------------------


WORDS = st.sampled_from(["Kari", "Kåri", "Ola", "Olav", "Nordmann", "Nordman,", "Testesen"])
NAME = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


@settings(max_examples=40)
@given(names=st.lists(NAME, min_size=1, max_size=6), said=NAME, closed=st.booleans())
def test_who_is_alike_is_found_as_among_all(names: list[str], said: str, *, closed: bool) -> None:
    """Nobody else's case is looked at, and those who are not on a team find nobody (P3)."""
    world = World()
    for name in names:
        world.do(RegisterPatient(name=name, referral_received=date(2026, 10, 1), gp=None))
    if closed:
        world.do(StopPathway(ref=CaseRef(REFS[0]), reason=ClosedReason.TRANSFERRED, note="Bergen"))
    for actor in ("sekretar", "lege"):

        def both(ledger: FakeLedger, actor: str = actor) -> tuple[list[str], ...]:
            before = len(ledger.memory.log)
            desk = Desk(world.context(ledger, actor))
            found = [str(line.ref) for line in named_alike(said, desk)]
            looked = [entry.ref for entry in ledger.memory.log[before:]]
            every = [line for line in desk.lines() if line.name and not line.closed]
            alike = [str(line.ref) for line in every if likeness(said, line.name) >= ALIKE]
            return found, alike, looked

        found, alike, looked = world.store.run(world.clinic.id, both)
        assert found == alike
        assert (looked == alike) if actor == "sekretar" else not alike


def test_the_other_case_must_exist() -> None:
    """The same case, or one that is not there, is no twin."""
    world = with_patient()
    world.say("ny pasient Helt Annen, 01.06.2026, ingen fastlege")
    world.say("ny pasient Tets Testesen, 01.06.2026, ingen fastlege")
    world.say("ja")
    world.say("ny pasient Test Tesetsen, 01.06.2026, ingen fastlege")
    world.say("ja")
    world.say("rett opp K7M2 registrert to ganger")
    world.say("K7M2")
    assert "Det er den samme saken." in said(world)
    world.say("W9W9")
    assert "Jeg finner ingen åpen sak «W9W9»." in said(world)
    world.say("p4r3")
    assert "Hvilken av sakene skal fjernes?" in said(world)


def test_both_have_left() -> None:
    """Where somebody outside has heard of both, the way out is to stop one."""
    world = with_invited_gp()
    world.say("ny pasient Tets Testesen, 08.09.2026, Kari Testlege")
    for text in ("ja", "kall inn P4R3 25.11.2026 kl. 12.00", "ferdig", "lege", "ja"):
        world.say(text)
    world.deliver()
    world.say("rett opp P4R3 registrert to ganger")
    assert "Skriv «avslutt forløpet P4R3»" in said(world)


def test_the_patient_who_has_heard_of_the_wrong_doctor() -> None:
    """R20b: the patient's letter names the GP, so somebody must call."""
    world = with_invited_gp()
    for text in ("svar K7M2 fastlegen ja telefon", "ferdig", "ja", "kall inn pasienten K7M2", "ja"):
        world.say(text)
    for text in ("sendt K7M2", "ja"):
        world.say(text)
    world.say("rett opp fastlege K7M2 Mari Mønster")
    assert "Pasienten har fått vite at Kari Testlege er kalt inn." in said(world)


# --- contacts by hand -----------------------------------------------------------------------------


def test_a_contact_taken_away_by_another_meanwhile() -> None:
    """Who confirms a change of a contact that is gone is told, and nothing is changed."""
    world = World()
    world.say("rett kontakt Kari telefon 21 99 99 05")
    world.say("rett kontakt Kari fjern kontakten", actor="koordinator")
    world.say("ja", actor="koordinator")
    assert isinstance(world.commands[-1], CorrectContact)
    world.say("ja")
    assert "endret i mellomtiden" in said(world)


def test_the_button_of_a_contact_begins_to_put_it_right() -> None:
    """*Rett kontakt* on the list is about that contact."""
    world = World()
    world.say("kontakter")
    card = world.last["sekretar"].replies[-1].card
    titles = [str(action["title"]) for action in actions_of(card)]
    assert titles == ["Rett kontakt", "Rett kontakt"]
    data = actions_of(card)[1]["data"]
    assert isinstance(data, dict)
    world.press(data)
    assert "Kontor: Bakkely legekontor" in said(world)


def test_two_of_one_name_differ_by_role() -> None:
    """A GP and a referrer of one name at one office are told apart."""
    kari = CLINIC.contacts[0]
    world = World(clinic=replace(CLINIC, contacts=(kari, replace(kari, role=Role.REFERRER))))
    world.say("rett kontakt Kari")
    assert "(fastlege)" in said(world)
    assert "(henviser)" in said(world)


def test_no_contacts_and_many() -> None:
    """An empty list says how it fills; a long one how to search in it."""
    world = World(clinic=replace(CLINIC, contacts=()))
    world.say("kontakter")
    assert "Det er ingen kontakter ennå." in said(world)
    world.say("rett kontakt")
    assert "Det er ingen kontakter ennå." in said(world)
    many = tuple(Contact(name=f"Lege {n}", office="Senteret") for n in range(9))
    world.clinic = replace(CLINIC, contacts=many)
    world.say("kontakter")
    assert "… og 3 til." in said(world)


# --- not held -------------------------------------------------------------------------------------


def test_words_of_ones_own_are_the_reason() -> None:
    """What is none of the usual causes is kept as it was written."""
    world = with_invited_gp()
    world.now = oslo("2026-11-25 09.00")
    world.say("milepæl K7M2 SHM1 ikke holdt Strømmen gikk")
    world.say("ja")
    command = world.commands[-1]
    assert isinstance(command, RecordMilestone)
    assert (command.reason, command.on) == ("Strømmen gikk", date(2026, 11, 24))


def test_the_patient_is_phoned_when_a_letter_comes_too_late() -> None:
    """F18: on the meeting's own day a letter does not arrive, so somebody calls."""
    world = with_invited_gp()
    for text in ("svar K7M2 fastlegen ja telefon", "ferdig", "ja", "kall inn pasienten K7M2", "ja"):
        world.say(text)
    for text in ("sendt K7M2", "ja"):
        world.say(text)
    world.now = oslo("2026-11-24 08.30")
    world.say("milepæl K7M2 SHM1 ikke holdt avlyst")
    assert "Møtet er i dag. Ring pasienten" in said(world)
    world.say("ja")
    assert "Ring pasienten" in said(world)


def test_a_place_may_be_changed_when_it_is_arranged_again() -> None:
    """What is taken over from the meeting that was not held can be changed before the yes."""
    world = with_invited_gp()
    world.now = oslo("2026-11-25 09.00")
    for text in ("milepæl K7M2 SHM1 ikke holdt legen", "ja", "kall inn K7M2 8.12.2026 kl. 10"):
        world.say(text)
    world.say("ferdig")
    world.say("endre sted")
    world.say("Møterom 2")
    assert "Sted: Møterom 2" in said(world)
