"""`shm due` over all cases: digests, Monday's list, and staff by the way that they are reached."""

from __future__ import annotations

from dataclasses import replace

from pathway import workdays
from pathway.outgoing import Sending, SendingKind
from pathway.service.daemon import showing
from pathway.service.daemon.foretelling import foretold
from pathway.service.staff import holdups
from pathway.words import Channel, ClinicId
from tests.pathway.build import COORDINATOR, OSLO, SECRETARY, a_clinic, at
from tests.pathway.office import Office
from tests.pathway.test_foretold import PASSES
from tests.pathway.test_plan import mailed

UNTIL = "2026-12-31 12:00"


def of_no_case(office: Office) -> list[Sending]:
    """The digests and lists that have been made."""
    return list(office.store.clinics[ClinicId("here")].digests.values())


def test_digests_and_lists_are_foretold() -> None:
    """D4: while nobody acts each digest and each Monday's list is made as it was foretold."""
    office = mailed()
    before = {row.id for row in of_no_case(office)}
    cases = office.cases
    found = office.run(lambda context: foretold(context, cases, at(UNTIL)))
    told = sorted((d.at, d.to, d.kind, d.why) for d in found if not d.case)
    while office.clock <= at(UNTIL):
        office.tick()
        for person in office.clinic.staff:
            office.run(showing.show_waiting, person.id)
        today = workdays.local_date(office.clock, OSLO)
        days = (today, workdays.add(today, 1))
        moments = (workdays.moment(on, hour, OSLO) for on in days for hour in PASSES)
        office.clock = min(moment for moment in moments if moment > office.clock)
    made = [row for row in of_no_case(office) if row.id not in before]
    assert sorted((row.created_at, row.to, row.kind, row.why) for row in made) == told
    lists = [row for row in made if row.why == holdups.WHY]
    assert len(lists) > 1
    assert {row.kind for row in made} == {SendingKind.DIGEST, SendingKind.NOTICE}


def test_staff_without_a_chat_are_foretold_by_mail() -> None:
    """D4: who has an e-mail and no chat is mailed, once for a digest; others have their chat."""
    clinic = a_clinic()
    staff = tuple(
        replace(one, email="siri@klinikk.example") if one.id == SECRETARY else one
        for one in clinic.staff
    )
    office = Office(clinic=replace(clinic, staff=staff))
    office.register()
    office.invite_gp()
    office.tick()
    cases = office.cases
    found = office.run(lambda context: foretold(context, cases, at(UNTIL)))
    digests = [one for one in found if one.kind is SendingKind.DIGEST]
    ways = {(one.channel, one.to) for one in digests}
    assert (Channel.MAIL, "siri@klinikk.example") in ways
    assert (Channel.CHAT, COORDINATOR) in ways
    assert SECRETARY not in {one.to for one in found}
    mails = [one.at for one in digests if one.channel is Channel.MAIL]
    assert len(mails) == len(set(mails))
