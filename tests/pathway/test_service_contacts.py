"""GPs, advisers and others are found again by name, remembered from cases, and made sure of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.clinic import Contact
from pathway.commands import (
    AddParticipant,
    CorrectContact,
    CorrectGp,
    Invite,
    InviteGp,
    InviteSeveral,
    Person,
    ReplaceGp,
)
from pathway.errors import (
    NobodyToInviteError,
    NotAllowedError,
    NothingToCorrectError,
    TooLongError,
    UnknownContactError,
)
from pathway.service import Desk
from pathway.service.meetings.arranging import gp_to_ask
from pathway.service.people import contacts
from pathway.words import MeetingKind, PromiseKind, Role, Verdict
from tests.pathway.build import DOCTOR, LEADER, SECRETARY, a_clinic, at, day, wall
from tests.pathway.office import GP, Office
from tests.pathway.test_plan import everybody
from tests.pathway.test_service_inviting import consent

NAV = Role.NAV_ADVISER
OLD = Contact(
    name="Gro Fastlege",
    office="Legesenteret",
    email="gro@lege.example",
    phone="22",
    verified_on=day("2025-10-01"),
)


def known(office: Office) -> list[Contact]:
    """What the clinic knows now."""
    return list(office.desk(Desk.contacts))


def names(office: Office) -> list[str]:
    """The names of those whom the clinic knows."""
    return [contact.name for contact in known(office)]


def filed(*some: Contact, months: int = 12) -> Office:
    """An office whose clinic file names these."""
    return Office(clinic=a_clinic(contacts=some, contact_months=months))


def fix(office: Office, becomes: Person | None, name: str = GP.name, kept: str = "") -> None:
    """A contact is put right by hand."""
    command = CorrectContact(role=Role.GP, name=name, office=kept or GP.office, becomes=becomes)
    office.do(command)


def test_a_gp_is_remembered_from_the_case() -> None:
    """Whoever is registered as GP is known from then on, made sure of that day."""
    office = Office()
    office.register()
    assert known(office) == [
        Contact(
            name="Gro Fastlege",
            office="Legesenteret",
            email="gro@lege.example",
            phone="22",
            verified_on=day("2026-10-05"),
        )
    ]
    assert not [entry for entry in office.log if entry.what == "CorrectContact"]


def test_patients_are_no_contacts() -> None:
    """Only those who come by their work are remembered, not the patient."""
    office = Office()
    office.register(gp=None)
    assert known(office) == []


def test_nav_advisers_are_remembered() -> None:
    """An adviser whose name comes with the consent is known; one without a name is not."""
    office = Office()
    office.register()
    consent(office)
    assert names(office) == ["Gro Fastlege"]
    consent(office, "Nils Nav")
    assert names(office) == ["Gro Fastlege", "Nils Nav"]
    assert known(office)[1].role is NAV


def test_what_the_program_or_a_guest_does_is_not_remembered() -> None:
    """Contacts are what a member of staff has written, and the daemon writes none."""
    office = Office()
    case = office.register()
    newcomer = replace(office.person(Role.GP), name="Per Ny")
    after = case.with_changed(newcomer)
    command = office.correct("gp_name", "Per Ny")
    office.run(lambda c: contacts.remember(c, case, after, command), actor="program")
    assert names(office) == ["Gro Fastlege"]


def test_one_picked_as_known_stays_as_old_as_it_was() -> None:
    """Choosing a doctor from the list makes nobody sure of their details."""
    office = filed(OLD)
    office.register()
    assert office.desk(lambda desk: [desk.contacts(), desk.contacts()]) == [(OLD,), (OLD,)]


def test_one_written_in_short_keeps_what_is_known() -> None:
    """A name and an office alone take nothing away from what the clinic knows of them."""
    office = filed(OLD)
    office.register(gp=Person(name="gro  fastlege", office="LEGESENTERET"))
    (found,) = known(office)
    assert (found.name, found.email, found.phone) == ("Gro Fastlege", OLD.email, OLD.phone)


def test_the_newer_of_file_and_memory_holds() -> None:
    """What was remembered goes before the file, until the file is of a later day."""
    office = filed(OLD)
    office.register()
    office.do(office.correct("gp_email", "ny@lege.example"))
    assert [c.email for c in known(office)] == ["ny@lege.example"]
    later = replace(OLD, email="fil@lege.example", verified_on=day("2026-12-01"))
    office.clinic = a_clinic(contacts=(later,))
    assert [c.email for c in known(office)] == ["fil@lege.example"]


def test_a_detail_taken_away_is_taken_away() -> None:
    """Removing the e-mail of the GP in a case removes the contact's too."""
    office = Office()
    office.register()
    office.do(office.correct("gp_email", ""))
    assert [(c.email, c.phone) for c in known(office)] == [("", "22")]


def test_a_name_put_right_replaces_the_misspelt_one() -> None:
    """A corrected name or office leaves no contact under the old spelling."""
    office = Office()
    office.register(gp=Person(name="Gro Fatslege", office="Legesenteret"))
    office.do(office.correct("gp_name", "Gro Fastlege"))
    office.do(office.correct("gp_office", "Legesenteret AS"))
    assert [(c.name, c.office) for c in known(office)] == [("Gro Fastlege", "Legesenteret AS")]


def test_an_unknown_spelling_put_right() -> None:
    """Where the old spelling was no contact any more, only the new one is there."""
    office = Office()
    office.register()
    fix(office, None)
    office.do(office.correct("gp_name", "Gro Ny"))
    assert names(office) == ["Gro Ny"]


def test_another_doctor_leaves_the_first_one_known() -> None:
    """D2: a doctor who takes over is remembered beside the one whose place it was."""
    office = Office()
    office.register()
    locum = Person(name="Per Vikar", office="Legesenteret")
    office.do(ReplaceGp(ref=office.case.ref, doctor=locum, for_good=True))
    assert names(office) == ["Gro Fastlege", "Per Vikar"]


# --- stale -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verified", "months", "stale"),
    [
        (None, 12, True),
        ("2025-10-05", 12, False),
        ("2025-10-04", 12, True),
        ("2025-10-04", 13, False),
    ],
)
def test_when_a_contact_is_asked_about(verified: str | None, months: int, *, stale: bool) -> None:
    """A contact is asked about when nobody has made sure of it for the clinic's months."""
    contact = replace(OLD, verified_on=day(verified) if verified else None)
    office = filed(contact, months=months)
    asked = office.desk(lambda desk: desk.to_check(Role.GP, GP))
    assert asked == (contact if stale else None)


def test_who_is_not_known_is_not_asked_about() -> None:
    """Somebody whom the clinic does not know by that name has nothing to make sure of."""
    office = filed(OLD)
    assert office.desk(lambda desk: desk.to_check(NAV, GP)) is None


def test_details_that_are_known_otherwise_are_asked_about() -> None:
    """A case that holds an address since put right elsewhere is asked about before it is used."""
    fresh = replace(OLD, verified_on=day("2026-10-01"), email="ny@lege.example")
    office = filed(fresh)
    assert office.desk(lambda desk: desk.to_check(Role.GP, GP)) == fresh


def test_made_sure_of_when_the_gp_is_asked() -> None:
    """Details made sure of go into the case and the contact, and the letter goes there."""
    office = filed(OLD)
    office.register()
    right = Person(name=GP.name, office="Nytt senter", email="ny@lege.example", phone="23")
    office.do(
        InviteGp(
            ref=office.case.ref,
            kind=MeetingKind.SHM1,
            start=wall("2026-11-24 10:00"),
            template="with_nav",
            leader=LEADER,
            checked=right,
        )
    )
    doctor = office.person(Role.GP)
    assert (doctor.office, doctor.email, doctor.phone) == ("Nytt senter", "ny@lege.example", "23")
    assert office.case.sendings[0].address == "ny@lege.example"
    (found,) = known(office)
    assert (found.office, found.verified_on) == ("Nytt senter", day("2026-10-05"))


def test_a_yes_is_remembered_as_making_sure() -> None:
    """Unchanged details that somebody made sure of are fresh from that day on."""
    office = filed(OLD)
    office.register()
    doctor = replace(GP)
    office.do(ReplaceGp(ref=office.case.ref, doctor=doctor, for_good=True, checked=doctor))
    assert [c.verified_on for c in known(office)] == [day("2026-10-05")]


def test_what_was_made_sure_of_is_somebody_elses() -> None:
    """Details of another person than the one who is asked change nothing."""
    office = Office()
    office.register()
    office.do(
        InviteGp(
            ref=office.case.ref,
            kind=MeetingKind.SHM1,
            start=wall("2026-11-24 10:00"),
            template="with_nav",
            leader=LEADER,
            checked=Person(name="En annen", email="annen@lege.example"),
        )
    )
    assert office.person(Role.GP).email == GP.email
    assert names(office) == ["Gro Fastlege"]


def test_made_sure_of_when_nav_is_asked() -> None:
    """R14: an adviser's details made sure of are used for the invitation that leaves."""
    office = nav_to_ask()
    right = Person(name="Nils Nav", office="Nav Fjordly", email="nils.ny@nav.example")
    office.do(Invite(ref=office.case.ref, kind=MeetingKind.SHM1, role=NAV, checked=right))
    assert office.person(NAV).email == "nils.ny@nav.example"
    assert [c.email for c in known(office) if c.role is NAV] == ["nils.ny@nav.example"]


def test_made_sure_of_when_several_are_asked() -> None:
    """R18: asked with the patient, the adviser's details are used, and the patient keeps theirs."""
    office = nav_to_ask()
    people = tuple(office.person(role).id for role in (Role.PATIENT, NAV))
    right = Person(name="Nils Nav", office="Nav Fjordly", phone="55 55 33 33")
    kind = MeetingKind.SHM1
    office.do(InviteSeveral(ref=office.case.ref, kind=kind, people=people, checked=right))
    assert office.person(NAV).phone == "55 55 33 33"
    assert office.person(Role.PATIENT).phone == ""


def test_a_namesake_keeps_their_own_details() -> None:
    """R18: what was made sure of is a contact's, not that of a relative with the same name."""
    office = nav_to_ask()
    office.do(AddParticipant(ref=office.case.ref, role=Role.RELATIVE, name="Nils Nav"))
    people = tuple(office.person(role).id for role in (Role.PATIENT, Role.RELATIVE, NAV))
    right = Person(name="Nils Nav", office="Nav Fjordly", phone="55 55 33 33")
    kind = MeetingKind.SHM1
    office.do(InviteSeveral(ref=office.case.ref, kind=kind, people=people, checked=right))
    phones = [office.person(role).phone for role in (NAV, Role.RELATIVE)]
    assert phones == ["55 55 33 33", ""]


def nav_to_ask() -> Office:
    """Everything stands open for NAV, who is not asked yet."""
    office = Office()
    office.register()
    office.invite_gp()
    office.tick()
    office.answer(Verdict.ACCEPTED)
    consent(office, "Nils Nav", email="nils@nav.example")
    office.tick_off(PromiseKind.PHONE_CALL)
    return office


def test_whom_the_next_meeting_asks() -> None:
    """D2: a locum for now is asked to the meeting that is coming, the GP to a new one."""
    office = everybody()
    gp = office.person(Role.GP)
    assert gp_to_ask(office.case, MeetingKind.SHM1) == gp
    locum = Person(name="Per Vikar", office="Legesenteret")
    office.do(ReplaceGp(ref=office.case.ref, doctor=locum, for_good=False))
    kinds = MeetingKind.SHM1, MeetingKind.SHM2
    asked = [gp_to_ask(office.case, kind) for kind in kinds]
    assert [person.name if person else "" for person in asked] == ["Per Vikar", gp.name]
    assert gp_to_ask(Office().register(gp=None), MeetingKind.SHM1) is None


# --- by hand -----------------------------------------------------------------------------------


def test_a_contact_is_put_right_by_hand() -> None:
    """E-mail and phone are changed in place, and that counts as making sure."""
    office = filed(OLD)
    fix(office, replace(GP, email="ny@lege.example"))
    (found,) = known(office)
    assert (found.email, found.verified_on) == ("ny@lege.example", day("2026-10-05"))


def test_a_contact_moves_to_another_office() -> None:
    """Under another name or office the contact stands once."""
    office = filed(OLD)
    fix(office, replace(GP, office="Nytt senter"))
    assert [(c.office, c.email) for c in known(office)] == [("Nytt senter", GP.email)]


def test_a_contact_is_taken_away_and_comes_back() -> None:
    """A contact that is gone is not offered, until somebody writes it in a case again."""
    office = filed(OLD)
    fix(office, None)
    assert known(office) == []
    with pytest.raises(UnknownContactError):
        fix(office, None)
    office.clock = at("2026-10-06 09:00")
    office.register()
    assert names(office) == [GP.name]


def test_a_contact_too_long() -> None:
    """A name that nobody has is refused, and the contact stays."""
    office = filed(OLD)
    with pytest.raises(TooLongError):
        fix(office, replace(GP, name="x" * 201))
    assert known(office) == [OLD]


def test_only_the_office_puts_contacts_right() -> None:
    """A clinician asks the secretary."""
    office = filed(OLD)
    command = CorrectContact(role=Role.GP, name=GP.name, office=GP.office, becomes=None)
    with pytest.raises(NotAllowedError):
        office.do(command, actor=DOCTOR)
    outcome = office.do(command)
    assert outcome.contact is not None
    assert outcome.about("K7M2") == "K7M2"
    with pytest.raises(LookupError):
        _ = outcome.case


# --- the wrong doctor ----------------------------------------------------------------------------

PER = Person(name="Per Riktig", office="Legesenteret", email="per@lege.example")


def test_the_wrong_gp_hears_a_cancel_and_the_right_one_is_asked() -> None:
    """F14: the one who holds an invitation is told, the right one asked, and gate P is shut."""
    office = everybody()
    wrong = office.person(Role.GP)
    office.do(CorrectGp(ref=office.case.ref, doctor=PER))
    office.tick()
    assert [(s.to == wrong.id, s.kind) for _, s in office.left[-2:]] == [
        (True, "cancellation"),
        (False, "invitation"),
    ]
    assert office.case.participant(wrong.id).ended_why == "wrong"
    kept = office.case.corrections[-1]
    assert (kept.field, kept.before, kept.after) == (
        "gp",
        "Gro Fastlege, Legesenteret",
        "Per Riktig, Legesenteret",
    )
    assert (kept.at, kept.by) == (office.clock, SECRETARY)
    assert office.person(Role.GP).id
    assert names(office)[0] == "Gro Fastlege"
    assert "Per Riktig" in names(office)


def test_a_wrong_gp_who_holds_nothing_hears_nothing() -> None:
    """Before anybody was asked the right doctor simply stands there."""
    office = Office()
    office.register()
    plan = office.plan(CorrectGp(ref=office.case.ref, doctor=PER))
    assert plan.consequences == ()
    assert [gp.name for gp in plan.case.present(Role.GP)] == ["Per Riktig"]


def test_a_wrong_locum_is_put_right_as_a_locum() -> None:
    """D2: the right locum stands in for the same GP as the wrong one did."""
    office = everybody()
    gp = office.person(Role.GP)
    locum = Person(name="Per Vikar", office="Legesenteret")
    office.do(ReplaceGp(ref=office.case.ref, doctor=locum, for_good=False))
    office.do(CorrectGp(ref=office.case.ref, doctor=PER))
    assert office.person(Role.GP).stands_in_for == gp.id


def test_nothing_to_put_right_about_the_gp() -> None:
    """The same doctor again is refused, as is one without a name."""
    office = Office()
    office.register()
    with pytest.raises(NothingToCorrectError):
        office.do(CorrectGp(ref=office.case.ref, doctor=GP))
    with pytest.raises(NobodyToInviteError):
        office.do(CorrectGp(ref=office.case.ref, doctor=Person(name="")))
