"""Mails of no case: counted among what there is to do, tied to a case by a person, forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway import rules
from pathway.arrivals import Sort
from pathway.commands import SettleQuestion, SettleStray, StopPathway, TieStray
from pathway.errors import (
    NobodyAskedError,
    NotAllowedError,
    PathwayClosedError,
    QuestionSettledError,
)
from pathway.outgoing import Sending, SendingKind
from pathway.questions import STRAYS, Doubt, Match, Question, Resolution
from pathway.service import PROGRAM
from pathway.service.daemon import showing
from pathway.service.daemon.digest import gather_digest
from pathway.words import (
    ClosedReason,
    InvitationId,
    InvitationState,
    PromiseKind,
    QuestionId,
    Role,
    StaffId,
    Verdict,
)
from tests.pathway.build import COORDINATOR, DOCTOR, SECRETARY, a_clinic
from tests.pathway.mailing import GP_MAIL, STRANGER_MAIL, note, reply, strays, take
from tests.pathway.office import Office
from tests.pathway.test_service_chatting import CHAT
from tests.pathway.test_service_progress import pass_once

UNKNOWN = (InvitationId("unknown"),)


@pytest.fixture
def office() -> Office:
    """A GP was asked by mail, and an hour has gone."""
    office = Office(clinic=a_clinic())
    office.register()
    office.invite_gp(link="https://video.example/24")
    office.tick()
    office.clock += timedelta(hours=1)
    return office


def stray(office: Office, sender: str = GP_MAIL, verdict: Verdict = Verdict.ACCEPTED) -> Question:
    """An answer to an invitation that we do not know has come."""
    take(
        office, reply(office, verdict, invitations=UNKNOWN, attendee="", sender=sender, sequence=7)
    )
    return strays(office)[-1]


def tie(office: Office, found: Question, actor: str = SECRETARY) -> Question:
    """It is tied to the case, about the GP's invitation."""
    about = office.invitation(Role.GP).id
    office.do(TieStray(ref=office.case.ref, question_id=found.id, invitation_id=about), actor)
    return office.case.questions[-1]


def digests(office: Office, who: str = SECRETARY) -> list[Sending]:
    """The digests that wait for this person."""
    office.run(lambda context: gather_digest(context, StaffId(who)), PROGRAM)
    rows = office.run(lambda context: list(context.ledger.waiting_chat(who)))
    return [row for row in rows if row.kind is SendingKind.DIGEST]


# --- tied -----------------------------------------------------------------------------------------


def test_the_address_suggests_the_case(office: Office) -> None:
    """Whose address it is is known to the office; nothing is tied by itself."""
    found = stray(office)
    about = office.invitation(Role.GP)
    (match,) = office.desk(lambda desk: desk.matches(found))
    assert match == Match(ref=office.case.ref, invitation_id=about.id)
    assert office.case.questions == ()
    assert office.desk(lambda desk: desk.matches(stray(office, STRANGER_MAIL))) == ()
    assert office.desk(lambda desk: desk.matches(replace(found, sender=""))) == ()


def test_the_case_that_waits_for_an_answer_is_suggested_first(office: Office) -> None:
    """A GP has many patients: the one whose answer is missing comes before the one answered."""
    take(office, reply(office))
    answered = office.case.ref
    office.register()
    office.invite_gp(start="2026-11-25 10:00")
    office.tick()
    found = stray(office)
    refs = [match.ref for match in office.desk(lambda desk: desk.matches(found))]
    assert refs == [office.cases[-1].ref, answered]


def test_what_is_tied_is_a_question_of_the_case(office: Office) -> None:
    """It waits from then on, keeps who and when, and forgets the revision of another's event."""
    found = stray(office)
    office.clock += timedelta(days=1)
    question = tie(office, found)
    assert (question.doubt, question.verdict, question.revision) == (
        Doubt.NO_ANSWER,
        Verdict.ACCEPTED,
        0,
    )
    assert (question.sender, question.at, question.since) == (GP_MAIL, found.at, office.clock)
    assert question.invitation_id == office.invitation(Role.GP).id
    (promise,) = office.owed(PromiseKind.QUESTION)
    assert promise.about == question.id
    assert strays(office) == []
    assert GP_MAIL not in repr(office.store.clinics[office.case.clinic_id].strays)
    assert office.log[-1].what == "TieStray"


def test_somebody_elses_answer_is_a_strangers_in_the_case_too(office: Office) -> None:
    """A locum's yes is suggested as a locum's once it is known which case it is about."""
    question = tie(office, stray(office, STRANGER_MAIL))
    assert question.doubt is Doubt.STRANGER
    ref = office.case.ref
    office.do(SettleQuestion(ref=ref, question_id=question.id, how=Resolution.SUBSTITUTE))
    assert office.case.answers[-1].counts


def test_what_is_no_answer_stays_what_it_was(office: Office) -> None:
    """A note of absence is one in the case too, whoever sent it."""
    take(office, note(office, Sort.OUT_OF_OFFICE, invitations=UNKNOWN, sender=STRANGER_MAIL))
    assert tie(office, strays(office)[0]).doubt is Doubt.AWAY


def lost_of_two(office: Office) -> Question:
    """The GP of two patients: a mail did not arrive, and which is not said."""
    office.register()
    office.invite_gp(start="2026-11-25 10:00")
    office.tick()
    said = note(office, Sort.UNDELIVERED, invitations=UNKNOWN, sender="", reason="5.2.2")
    take(office, said)
    return strays(office)[-1]


def test_a_lost_mail_that_is_tied_is_undelivered(office: Office) -> None:
    """D4: known by its address, as by a name: the secretary rings, and nobody is reminded there."""
    found = lost_of_two(office)
    about = office.invitation(Role.GP)
    office.do(TieStray(ref=office.case.ref, question_id=found.id, invitation_id=about.id))
    assert rules.state_of(office.case, office.invitation(Role.GP)) is InvitationState.UNDELIVERED
    assert office.case.questions == ()
    assert office.owed(PromiseKind.PHONE_CALL)
    assert not office.owed(PromiseKind.ANSWER)
    assert office.case.sendings_of(about.id)[0].error == "5.2.2"
    assert strays(office) == []
    assert "undelivered" not in office.notices()  # whoever ties it has it before them


def test_a_lost_mail_to_another_address_is_asked_about_in_the_case(office: Office) -> None:
    """An alias of the office's: the one who was asked may have it all the same (F6)."""
    found = replace(lost_of_two(office), sender="tidligere@lege.example")
    office.run(lambda context: context.ledger.put_stray(found))
    assert tie(office, found).doubt is Doubt.UNDELIVERED
    assert office.invitation(Role.GP).undelivered_at is None


def test_whoever_ties_it_is_not_told_of_it(office: Office) -> None:
    """The secretary has it before her; if a coordinator does it she hears, as of any question."""
    tie(office, stray(office))
    assert "question" not in office.notices()
    tie(office, stray(office, STRANGER_MAIL), COORDINATOR)
    assert office.notices()[-1] == "question"


def test_it_is_tied_once(office: Office) -> None:
    """The second press, and a mail that somebody has ticked off, are refused and change nothing."""
    found = stray(office)
    tie(office, found)
    before = office.case
    with pytest.raises(QuestionSettledError):
        tie(office, found)
    other = stray(office, STRANGER_MAIL)
    office.do(SettleStray(question_id=other.id))
    with pytest.raises(QuestionSettledError):
        tie(office, other)
    assert office.case == before


def test_only_an_invitation_that_is_to_come_is_answered(office: Office) -> None:
    """Where nobody in the case is asked any more the mail stays where it is."""
    found = stray(office)
    ref, about = office.case.ref, office.invitation(Role.GP).id
    elsewhere = TieStray(ref=ref, question_id=found.id, invitation_id=InvitationId("another"))
    with pytest.raises(NobodyAskedError):
        office.do(elsewhere)
    office.do(office.cancel())
    with pytest.raises(NobodyAskedError):
        office.do(replace(elsewhere, invitation_id=about))
    office.do(StopPathway(ref=ref, reason=ClosedReason.TRANSFERRED))
    with pytest.raises(PathwayClosedError):
        office.do(replace(elsewhere, invitation_id=about))
    assert strays(office) == [found]
    assert office.desk(lambda desk: desk.matches(found)) == ()


def test_a_clinician_neither_sees_nor_ties_it(office: Office) -> None:
    """What belongs to no case is the office's."""
    found = stray(office)
    assert office.desk(lambda desk: desk.strays(), DOCTOR) == ()
    with pytest.raises(NotAllowedError):
        tie(office, found, DOCTOR)


# --- told -----------------------------------------------------------------------------------------


def test_a_notice_that_nobody_needs_any_more_is_not_shown(office: Office) -> None:
    """What was seen to before it was read is no news; what came since is counted."""
    first, second = stray(office), stray(office, STRANGER_MAIL)
    office.do(SettleStray(question_id=first.id))
    (row,) = office.run(showing.show_waiting, COORDINATOR)
    assert row.content.text == "strays count=1"
    office.do(SettleStray(question_id=second.id))
    assert office.run(showing.show_waiting, SECRETARY) == ()


def test_what_lies_over_is_in_the_next_days_digest(office: Office) -> None:
    """With how many, each working day until somebody has seen to them; never on the day itself."""
    found = stray(office)
    assert digests(office) == []
    office.clock += timedelta(days=1)
    (digest,) = digests(office)
    assert digest.content.held == (STRAYS,)
    assert digests(office, DOCTOR) == []
    office.run(showing.show_waiting, SECRETARY)
    assert digests(office) == []
    office.clock += timedelta(days=1)
    assert len(digests(office)) == 1
    office.run(showing.show_waiting, SECRETARY)
    office.do(SettleStray(question_id=found.id))
    office.clock += timedelta(days=1)
    assert digests(office) == []


def test_the_most_urgent_task_comes_before_them(office: Office) -> None:
    """They stand second in a digest, so that they are shown however many tasks there are."""
    stray(office)
    for _ in range(3):
        take(office, note(office, Sort.UNREADABLE, sender=f"{next(office.numbers)}@x.example"))
    office.until("2026-10-14")
    (digest,) = digests(office)
    assert digest.content.held.index(STRAYS) == 1
    assert len(digest.content.held) > 2


def test_a_digest_that_waits_is_renewed(office: Office) -> None:
    """What was seen to before the digest left is not in it."""
    office.run(lambda context: context.ledger.put_chat(CHAT))
    found = stray(office)
    pass_once(office)
    office.clock += timedelta(days=1)
    assert len(digests(office)) == 1
    office.do(SettleStray(question_id=found.id))
    assert [row for row in pass_once(office) if row.kind is SendingKind.DIGEST] == []


def test_what_was_posted_says_when_it_is_done(office: Office) -> None:
    """The notice is edited once all it told of is seen to; a newer mail has a notice of its own."""
    office.run(lambda context: context.ledger.put_chat(CHAT))
    found = stray(office)
    (notice,) = pass_once(office)
    office.clock += timedelta(minutes=1)
    newer = stray(office, STRANGER_MAIL)
    assert [row.kind for row in pass_once(office)] == [SendingKind.NOTICE]
    office.do(SettleStray(question_id=found.id))
    (edit,) = pass_once(office)
    assert (edit.kind, edit.message_id) == (SendingKind.EDIT, f"{'1763800000000'}-{notice.id}")
    assert "[done" in edit.content.text
    assert strays(office) == [newer]


def test_an_unknown_mail_is_nobodys(office: Office) -> None:
    """An id that never was is refused as one that is settled."""
    with pytest.raises(QuestionSettledError):
        office.do(SettleStray(question_id=QuestionId("unknown")))
