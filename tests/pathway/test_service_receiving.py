"""What comes to the organiser's mailbox: exact answers apply, all the rest is asked about (F15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway.arrivals import Arrival, Handled, Sort
from pathway.commands import AskTimes, MoveMeeting, RecordAnswer, SettleQuestion
from pathway.entries import Closing
from pathway.outgoing import SendingStatus
from pathway.questions import Doubt, Resolution
from pathway.rules import present_answer, state_of
from pathway.service import PROGRAM
from pathway.service.answers.answering import MOST_ANSWERS
from pathway.service.answers.questioning import MOST_OPEN
from pathway.service.answers.receiving import KEPT, MOST_CASES
from pathway.service.answers.stray_mail import addresses
from pathway.service.daemon import showing
from pathway.words import (
    Channel,
    ClosedReason,
    InvitationId,
    InvitationState,
    MeetingKind,
    PromiseKind,
    Role,
    SendingId,
    StaffId,
    Verdict,
)
from tests.pathway.build import COORDINATOR, LEADER, SECRETARY, a_clinic, changed, wall, window
from tests.pathway.mailing import GP_MAIL, STRANGER_MAIL, note, reply, strays, take
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody, mailed

SHM1 = MeetingKind.SHM1
ACCEPTED, DECLINED = Verdict.ACCEPTED, Verdict.DECLINED
TENTATIVE, NEW_TIME = Verdict.TENTATIVE, Verdict.NEW_TIME
OLD = timedelta(hours=1)
BIRTH_NUMBER = "010190 12345"


@pytest.fixture
def office() -> Office:
    """A GP who was asked by mail."""
    return mailed()


def state(office: Office, role: Role = Role.GP) -> InvitationState:
    """Where this person's invitation stands."""
    return state_of(office.case, office.invitation(role))


def doubts(office: Office) -> list[Doubt]:
    """Every question of the case."""
    return [question.doubt for question in office.case.questions]


# --- exact answers ------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", [ACCEPTED, DECLINED, TENTATIVE])
def test_an_exact_answer_applies(office: Office, verdict: Verdict) -> None:
    """UID, who was asked and the present SEQUENCE: an answer in the owner's name, told at once."""
    arrival = reply(office, verdict, comment="Hilsen Gro")
    assert take(office, arrival) is Handled.APPLIED
    (answer,) = office.case.answers
    assert (answer.verdict, answer.channel, answer.text) == (verdict, Channel.MAIL, "Hilsen Gro")
    assert answer.evidence == f"mail {arrival.key}"
    assert answer.stamp == arrival.stamp
    assert state(office).value == verdict.value
    assert office.log[-1].actor == office.person(Role.GP).id
    assert office.log[-1].door == "mail"
    assert office.case.questions == ()


def test_a_yes_opens_gate_p(office: Office) -> None:
    """R12: the secretary hears that the patient may be called in."""
    take(office, reply(office))
    assert office.notices() == ["gate_p_open"]
    assert office.owed(PromiseKind.PREVIEW)


@pytest.mark.parametrize(
    ("attendee", "sender"),
    [
        ("", GP_MAIL),
        ("alias@lege.example", GP_MAIL),
        (GP_MAIL, "kontor@lege.example"),
    ],
)
def test_attendee_or_sender_is_the_one_who_was_asked(
    office: Office, attendee: str, sender: str
) -> None:
    """Programs write an alias, and the doctor's own office answers for the doctor."""
    assert take(office, reply(office, attendee=attendee, sender=sender)) is Handled.APPLIED


@pytest.mark.parametrize("sender", ["", "gp@evil.example", "evil@notlege.example"])
def test_a_name_in_the_calendar_is_not_enough(office: Office, sender: str) -> None:
    """Anybody may write ATTENDEE: who sent it decides, and a stranger's yes opens no gate."""
    assert take(office, reply(office, attendee=GP_MAIL, sender=sender)) is Handled.ASKED
    assert office.case.questions[-1].doubt is Doubt.STRANGER
    assert not office.owed(PromiseKind.PREVIEW)


@pytest.mark.parametrize(
    "house",
    [
        "gmail.com",
        "outlook.com",
        "hotmail.no",
        "live.no",
        "icloud.com",
        "yahoo.co.uk",
        "online.no",
        "getmail.no",
    ],
)
def test_neighbours_at_a_public_mail_service_are_no_office(office: Office, house: str) -> None:
    """Anybody may have an address at the same mail service: only the doctor's own answers."""
    doctor = f"gro@{house}"
    office.edit(lambda case: changed(case, office.person(Role.GP).id, email=doctor))
    beside = reply(office, attendee=doctor, sender=f"nabo@{house}")
    assert take(office, beside) is Handled.ASKED
    assert doubts(office) == [Doubt.STRANGER]
    assert not office.owed(PromiseKind.PREVIEW)
    assert take(office, reply(office, attendee=doctor, sender=doctor)) is Handled.APPLIED


def test_only_doctors_have_an_office_that_answers() -> None:
    """Somebody else of a Nav office is not the adviser who was asked."""
    office = everybody()
    asked = office.invitation(Role.NAV_ADVISER).id
    own = next(iter(addresses(office.case, office.invitation(Role.NAV_ADVISER))))
    beside = f"annen@{own.rpartition('@')[2]}"
    found = reply(office, attendee=own, sender=beside, invitations=(asked,))
    assert take(office, found) is Handled.ASKED
    assert office.case.questions[-1].doubt is Doubt.STRANGER
    assert take(office, reply(office, sender=own, invitations=(asked,))) is Handled.APPLIED


def test_a_new_time_that_cannot_be_read_is_asked_about(office: Office) -> None:
    """A COUNTER without a time that we know is no "another time, whichever"."""
    assert take(office, reply(office, Verdict.NEW_TIME)) is Handled.ASKED
    assert office.case.questions[-1].doubt is Doubt.NO_ANSWER


def test_the_address_it_was_sent_to_is_theirs_too(office: Office) -> None:
    """An answer from where it was sent counts after the address was put right, in any case."""
    office.edit(lambda case: changed(case, office.person(Role.GP).id, email="New@lege.example"))
    assert take(office, reply(office, sender=GP_MAIL, attendee=GP_MAIL)) is Handled.APPLIED
    assert take(office, reply(office, attendee="new@lege.example")) is Handled.APPLIED


def test_the_same_mail_twice_is_one(office: Office) -> None:
    """A mail that was read before does nothing, whatever it was."""
    for arrival in (reply(office), note(office, Sort.LETTER)):
        assert take(office, arrival) is not Handled.REPEATED
        before = office.case
        assert take(office, arrival) is Handled.REPEATED
        assert office.case == before


def test_a_mail_is_not_known_for_ever(office: Office) -> None:
    """P5: its key is forgotten when it is older than any meeting is agreed ahead."""
    take(office, note(office, Sort.LETTER, key="old"))
    office.clock += KEPT + OLD
    take(office, note(office, Sort.LETTER))
    assert "old" not in office.store.clinics[office.case.clinic_id].arrived


def test_the_latest_of_several_counts(office: Office) -> None:
    """Answers in a row: by the calendar's own clock, in whatever order they are read."""
    first, second = reply(office, DECLINED), reply(office, ACCEPTED)
    first = replace(first, stamp=office.clock - OLD)
    assert take(office, second) is Handled.APPLIED
    assert take(office, first) is Handled.KEPT
    assert state(office) is InvitationState.ACCEPTED
    assert office.case.answers[-1].why_not == "overtaken"
    assert "why_not=overtaken" in office.case.sendings[-1].content.text
    assert take(office, reply(office, DECLINED)) is Handled.APPLIED
    assert state(office) is InvitationState.DECLINED


def test_a_mail_that_was_late_does_not_undo_what_was_said_since(office: Office) -> None:
    """A mail that reached the mailbox before an answer on the page is history beside it."""
    late = reply(office, DECLINED)
    office.clock += OLD
    office.answer(ACCEPTED)
    assert take(office, late) is Handled.KEPT
    assert state(office) is InvitationState.ACCEPTED
    assert take(office, reply(office, DECLINED)) is Handled.APPLIED


def test_a_clock_ahead_of_ours(office: Office) -> None:
    """A DTSTAMP in the future is no reason to forget what comes after."""
    ahead = office.clock + OLD
    assert take(office, reply(office, DECLINED, stamp=ahead)) is Handled.APPLIED
    office.clock += timedelta(minutes=5)
    assert take(office, reply(office, ACCEPTED, stamp=ahead + OLD)) is Handled.APPLIED
    assert state(office) is InvitationState.ACCEPTED


def test_a_clock_ahead_of_ours_that_is_read_late(office: Office) -> None:
    """No answer is newer than its mail: one given by a fast clock does not outlive the next."""
    yes = reply(office, stamp=office.clock + timedelta(hours=1))
    office.clock += timedelta(minutes=30)
    no = reply(office, DECLINED)
    office.clock += timedelta(hours=4)
    assert [take(office, yes), take(office, no)] == [Handled.APPLIED] * 2
    assert state(office) is InvitationState.DECLINED


def test_an_answer_without_a_stamp(office: Office) -> None:
    """Where DTSTAMP is missing the moment of arrival stands for it."""
    arrival = reply(office, stamp=None)
    assert take(office, arrival) is Handled.APPLIED
    assert office.case.answers[0].stamp == arrival.at


def test_an_older_sequence_is_history(office: Office) -> None:
    """F15: a yes to the time before is kept, shown, and is no yes to the new one."""
    old = reply(office)
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    office.tick()
    assert take(office, old) is Handled.KEPT
    assert state(office) is InvitationState.SENT
    assert office.case.answers[-1].why_not == "old_revision"
    assert office.notices()[-1] == "answer_kept"


@pytest.mark.parametrize("sequence", [None, -3])
def test_without_sequence_it_is_the_first(office: Office, sequence: int | None) -> None:
    """RFC 5545 section 3.8.7.4: where there is none it is 0, and a negative one is none."""
    assert take(office, reply(office, sequence=sequence)) is Handled.APPLIED
    assert office.case.answers[0].revision == 1


def test_an_answer_after_cancellation_is_kept(office: Office) -> None:
    """F15: it changes nothing and is shown."""
    late = reply(office)
    office.do(office.cancel())
    assert take(office, late) is Handled.KEPT
    assert office.case.answers[-1].why_not == "cancelled"


def test_a_counter_proposes_a_time(office: Office) -> None:
    """A COUNTER is the wish for another time, with its window in the meeting's own clock (C2)."""
    proposed = window("2026-11-26 13:00", "2026-11-26 13:45")
    assert take(office, reply(office, NEW_TIME, proposed=proposed)) is Handled.APPLIED
    (answer,) = office.case.answers
    assert answer.proposals == (wall("2026-11-26 13:00"),)
    assert answer.proposed_minutes == 45
    assert office.owed(PromiseKind.TIME_QUESTION)


def test_a_birth_number_is_not_kept(office: Office) -> None:
    """P1: the answer applies without its words, and somebody reads them where they are."""
    assert take(office, reply(office, DECLINED, comment=f"Gjelder {BIRTH_NUMBER}")) is (
        Handled.APPLIED
    )
    assert state(office) is InvitationState.DECLINED
    assert doubts(office) == [Doubt.LETTER]
    assert BIRTH_NUMBER not in repr(office.case)


def test_words_that_are_not_kept_are_to_be_read(office: Office) -> None:
    """P1: a question without words that must be read says so, and one that needs none does not."""
    take(office, reply(office, says_more=True, comment=f"Gjelder {BIRTH_NUMBER}"))
    take(office, reply(office, says_more=True, to_read=True, comment="Til 10.30"))
    take(office, reply(office, says_more=True, comment="Til 10.40"))
    kept = [(question.comment, question.to_read) for question in office.case.questions]
    assert kept == [("", True), ("Til 10.30", True), ("Til 10.40", False)]


# --- all the rest is asked about ----------------------------------------------------------------


def test_a_stranger_is_asked_about(office: Office) -> None:
    """A forwarded invitation that somebody else answers: who, when and what, and no answer yet."""
    arrival = reply(office, attendee=STRANGER_MAIL, sender=STRANGER_MAIL, sender_name="Vilje Vikar")
    assert take(office, arrival) is Handled.ASKED
    (question,) = office.case.questions
    assert (question.doubt, question.verdict) == (Doubt.STRANGER, ACCEPTED)
    assert (question.sender, question.sender_name) == (STRANGER_MAIL, "Vilje Vikar")
    assert question.revision == office.invitation(Role.GP).revision
    assert state(office) is InvitationState.SENT
    assert office.notices() == ["question"]
    (promise,) = office.owed(PromiseKind.QUESTION)
    assert (promise.owner, promise.about) == (SECRETARY, question.id)


def test_the_notice_names_nobody(office: Office) -> None:
    """A banner on a locked telephone shows that there is something, not who it is."""
    take(office, reply(office, sender=STRANGER_MAIL, attendee="", sender_name="Vilje Vikar"))
    told = office.case.sendings[-1].content.text
    assert "doubt=stranger" in told
    assert "vilje" not in told.lower()


def test_a_yes_that_says_more_is_asked_about(office: Office) -> None:
    """A yes with another time or a question in it may not be only a yes, and nobody is chased."""
    arrival = reply(office, says_more=True, comment="Men kan vi ta det kl. 11?")
    assert take(office, arrival) is Handled.ASKED
    assert doubts(office) == [Doubt.SAYS_MORE]
    assert office.case.questions[0].comment == "Men kan vi ta det kl. 11?"
    assert not office.owed(PromiseKind.ANSWER)
    assert state(office) is InvitationState.SENT


def timed(
    office: Office, later: int, longer: int | None = 0, verdict: Verdict = ACCEPTED
) -> Arrival:
    """An answer whose event is minutes later and longer than was offered; None: it has no end."""
    offered = office.invitation(Role.GP).offered
    assert offered is not None
    starts = offered.window.start + timedelta(minutes=later)
    length = offered.window.end - offered.window.start
    ends = None if longer is None else starts + length + timedelta(minutes=longer)
    return reply(office, verdict, starts=starts, ends=ends)


@pytest.mark.parametrize("moved", [(60, 0), (60, None), (0, 30)])
def test_a_yes_to_another_time_is_asked_about(
    office: Office, moved: tuple[int, int | None]
) -> None:
    """A calendar that shows another time than was offered has not said yes to ours."""
    arrival = timed(office, *moved)
    assert take(office, arrival) is Handled.ASKED
    (question,) = office.case.questions
    assert question.doubt is Doubt.SAYS_MORE
    assert question.proposed is not None
    assert question.proposed.start == arrival.starts
    assert not office.owed(PromiseKind.PREVIEW)
    office.do(SettleQuestion(ref=office.case.ref, question_id=question.id, how=Resolution.THEIRS))
    assert (state(office), office.case.answers[-1].proposed) == (InvitationState.ACCEPTED, None)


@pytest.mark.parametrize("moved", [(0, 0), (0, None)])
def test_a_yes_to_our_time_applies(office: Office, moved: tuple[int, int | None]) -> None:
    """The same time, or a start without an end, is a plain yes."""
    assert take(office, timed(office, *moved)) is Handled.APPLIED


@pytest.mark.parametrize("verdict", [DECLINED, TENTATIVE])
def test_a_no_to_another_time_is_a_no(office: Office, verdict: Verdict) -> None:
    """What opens nothing applies, whatever time the calendar shows."""
    assert take(office, timed(office, 60, verdict=verdict)) is Handled.APPLIED
    assert state(office).value == verdict.value


def test_a_yes_to_the_earlier_time_is_history(office: Office) -> None:
    """Another time than the present one is no doubt in an answer to an older revision."""
    old = timed(office, 0)
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    office.tick()
    assert take(office, old) is Handled.KEPT
    assert doubts(office) == []


def test_a_no_that_says_more_is_a_no(office: Office) -> None:
    """A no with a reason is a no; its words stand with it."""
    assert take(office, reply(office, DECLINED, says_more=True, comment="Ferie")) is (
        Handled.APPLIED
    )
    assert office.case.answers[0].text == "Ferie"
    assert doubts(office) == []


@pytest.mark.parametrize("verdict", [DECLINED, NEW_TIME, TENTATIVE])
def test_words_that_stand_in_the_mail_alone_are_asked_about(
    office: Office, verdict: Verdict
) -> None:
    """A no, a perhaps or a new time applies, and somebody is told where its words are, once."""
    proposed = window("2026-11-25 10.00", "2026-11-25 11.00") if verdict is NEW_TIME else None
    arrival = reply(office, verdict, says_more=True, to_read=True, proposed=proposed)
    assert take(office, arrival) is Handled.APPLIED
    assert state(office).value == verdict.value
    (question,) = office.case.questions
    assert (question.doubt, question.verdict) == (Doubt.LETTER, verdict)
    assert question.to_read
    assert office.notices().count("question") == 1


def test_a_perhaps_with_words_closes_the_gate(office: Office) -> None:
    """A perhaps opens nothing: it applies at once, also after a yes, and its words are shown."""
    take(office, reply(office))
    assert office.owed(PromiseKind.PREVIEW)
    arrival = reply(office, TENTATIVE, says_more=True, comment="Må sjekke kl. 11")
    assert take(office, arrival) is Handled.APPLIED
    assert state(office) is InvitationState.TENTATIVE
    assert not office.owed(PromiseKind.PREVIEW)
    (question,) = office.case.questions
    assert (question.doubt, question.comment) == (Doubt.LETTER, "Må sjekke kl. 11")


def test_what_is_no_answer(office: Office) -> None:
    """Delegated, or a word that we do not know: a question, and the person is not chased."""
    assert take(office, reply(office, None)) is Handled.ASKED
    assert doubts(office) == [Doubt.NO_ANSWER]
    assert not office.owed(PromiseKind.ANSWER)


def test_an_answer_to_another_event(office: Office) -> None:
    """Where the UID is none of ours, and only the message leads to us, it is no exact answer."""
    (mail,) = [s for s in office.case.sendings if s.channel is Channel.MAIL]
    arrival = reply(office, invitations=(InvitationId("unknown"),), messages=(mail.id,))
    assert take(office, arrival) is Handled.ASKED
    assert doubts(office) == [Doubt.NO_ANSWER]


@pytest.mark.parametrize(
    ("sort", "doubt"),
    [
        (Sort.OUT_OF_OFFICE, Doubt.AWAY),
        (Sort.DELAYED, Doubt.DELAYED),
        (Sort.UNREADABLE, Doubt.UNREADABLE),
        (Sort.LETTER, Doubt.LETTER),
    ],
)
def test_what_settles_nothing(office: Office, sort: Sort, doubt: Doubt) -> None:
    """The state is as it was, the text is not kept (P4), and the secretary is told once."""
    arrival = note(office, sort, comment="Fra en lang tekst")
    assert take(office, arrival) is Handled.ASKED
    assert doubts(office) == [doubt]
    assert office.case.questions[0].comment == ""
    assert state(office) is InvitationState.SENT
    assert take(office, replace(arrival, key="again")) is Handled.ASKED
    assert doubts(office) == [doubt]
    assert office.case.questions[0].times == 2
    assert office.notices() == ["question"]


def test_a_letters_words_stay_in_the_mailbox(office: Office) -> None:
    """P4: of a letter about an invitation only who and when is kept."""
    take(office, note(office, Sort.LETTER, comment="Jeg har vondt, og kan ikke klokken ti."))
    assert [(q.doubt, q.comment) for q in office.case.questions] == [(Doubt.LETTER, "")]


def test_an_unreadable_mail_may_be_the_answer(office: Office) -> None:
    """Nobody is reminded while the secretary has a mail of theirs to look at; others are."""
    take(office, note(office, Sort.OUT_OF_OFFICE))
    assert office.owed(PromiseKind.ANSWER)
    take(office, note(office, Sort.UNREADABLE))
    assert not office.owed(PromiseKind.ANSWER)


def test_an_answer_settles_what_was_asked(office: Office) -> None:
    """Once the answer has come after all there is nothing to judge, and the notice is not shown."""
    take(office, note(office, Sort.OUT_OF_OFFICE))
    take(office, reply(office))
    assert not office.owed(PromiseKind.QUESTION)
    shown = office.run(showing.show_waiting, SECRETARY)
    assert [row.content.subject for row in shown] == ["gate_p_open"]


def test_a_question_is_told_until_it_is_settled(office: Office) -> None:
    """D4: at once in working hours, then in the digest of the working day after."""
    take(office, note(office, Sort.UNREADABLE))
    assert [row.content.subject for row in office.run(showing.show_waiting, SECRETARY)] == [
        "question"
    ]
    office.until("2026-10-06")
    assert office.tasks()[-1] == ("2026-10-06", SECRETARY, "D3:obtain:1")


def test_what_says_something_new_is_a_question_of_its_own(office: Office) -> None:
    """Another answer of the same person: nobody settles what they have not read."""
    for verdict in (ACCEPTED, DECLINED, DECLINED):
        take(office, reply(office, verdict, attendee="", sender=STRANGER_MAIL))
    assert [(q.verdict, q.times) for q in office.case.questions] == [(ACCEPTED, 1), (DECLINED, 2)]
    assert len(office.owed(PromiseKind.QUESTION)) == 2


@pytest.mark.parametrize("sort", [Sort.LETTER, Sort.UNREADABLE])
def test_what_nobody_has_read_stands_after_an_answer(office: Office, sort: Sort) -> None:
    """The owner's later answer ends no question about what others wrote, or could not be read."""
    take(office, note(office, sort))
    take(office, reply(office, attendee="", sender=STRANGER_MAIL))
    take(office, reply(office))
    assert len(office.owed(PromiseKind.QUESTION)) == 2


def test_a_storm_ends_in_a_few_questions(office: Office) -> None:
    """However many write, the questions have an end: the rest is one that says where to read."""
    for number in range(MOST_OPEN + 5):
        take(office, reply(office, attendee="", sender=f"s{number}@storm.example"))
    *own, crowd = office.case.questions
    assert [(q.sender, q.times) for q in own] == [
        (f"s{number}@storm.example", 1) for number in range(MOST_OPEN)
    ]
    assert (crowd.doubt, crowd.sender, crowd.verdict, crowd.times) == (Doubt.MANY, "", None, 5)
    office.do(SettleQuestion(ref=office.case.ref, question_id=own[0].id, how=Resolution.NOTED))
    take(office, reply(office, attendee="", sender="s99@storm.example"))
    assert office.case.questions[-1].sender == "s99@storm.example"


def changing(office: Office, mails: int) -> list[Handled]:
    """Yes and no by turns from the one who was asked, a yes first."""
    return [take(office, reply(office, (ACCEPTED, DECLINED)[n % 2])) for n in range(mails)]


def test_many_answers_to_one_invitation_end_in_one_question(office: Office) -> None:
    """D4, decision 62: the last that is kept holds, the case stays small, and it is told once."""
    before = len(office.case.sendings)
    became = changing(office, 15 * MOST_ANSWERS)
    assert set(became[:MOST_ANSWERS]) == {Handled.APPLIED}
    assert set(became[MOST_ANSWERS:]) == {Handled.ASKED}
    assert len(office.case.answers) == MOST_ANSWERS
    assert state(office) is InvitationState.DECLINED
    (crowd,) = office.case.questions
    assert (crowd.doubt, crowd.times, crowd.comment) == (Doubt.OFTEN, 14 * MOST_ANSWERS, "")
    assert len(office.owed(PromiseKind.QUESTION)) == 1
    assert office.notices().count("question") == 1
    assert len(office.case.sendings) - before <= MOST_ANSWERS + 1
    assert len(office.case.promises) <= 3 * MOST_ANSWERS


def test_what_the_secretary_hears_settles_many_answers(office: Office) -> None:
    """Her own answer counts however many came, and ends the question; one more opens it again."""
    changing(office, MOST_ANSWERS + 3)
    heard = RecordAnswer(
        ref=office.case.ref,
        invitation_id=office.invitation(Role.GP).id,
        verdict=ACCEPTED,
        channel=Channel.PHONE,
        evidence="phone",
    )
    office.clock += timedelta(minutes=1)
    office.do(heard, SECRETARY)
    assert state(office) is InvitationState.ACCEPTED
    assert not office.owed(PromiseKind.QUESTION)
    changing(office, 2)
    assert state(office) is InvitationState.ACCEPTED
    assert len(office.owed(PromiseKind.QUESTION)) == 1


def test_after_a_move_answers_are_kept_anew(office: Office) -> None:
    """What was said of the old time takes no room from the new one, and has its own end."""
    changing(office, MOST_ANSWERS + 3)
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-27 12:00")))
    office.tick()
    sequence = office.invitation(Role.GP).sequence
    old = [
        take(office, reply(office, sequence=sequence + 1 + number))
        for number in range(3 * MOST_ANSWERS)
    ]
    assert set(old) == {Handled.ASKED}
    assert take(office, reply(office)) is Handled.APPLIED
    assert state(office) is InvitationState.ACCEPTED


def test_after_the_meeting_was_called_off_nothing_is_owed(office: Office) -> None:
    """A stranger's answer to what is called off is kept and shown, and nobody must judge it."""
    late = reply(office, attendee="", sender=STRANGER_MAIL)
    office.do(office.cancel())
    assert take(office, late) is Handled.ASKED
    assert not office.owed(PromiseKind.QUESTION)
    shown = office.run(showing.show_waiting, SECRETARY)
    assert "question" in [row.content.subject for row in shown]


def test_long_and_forbidden_names_are_cut(office: Office) -> None:
    """A sender's name is kept short, and without what may not be kept (P1, P4)."""
    take(office, reply(office, attendee="", sender=STRANGER_MAIL, sender_name="V" * 500))
    take(office, reply(office, attendee="", sender="b@b.example", sender_name=BIRTH_NUMBER))
    assert [len(question.sender_name) for question in office.case.questions] == [100, 0]


# --- what did not arrive --------------------------------------------------------------------------


def bounce(office: Office, role: Role = Role.GP, **said: object) -> Arrival:
    """The mail service's word that a message did not arrive."""
    report = note(office, Sort.UNDELIVERED, role, sender="", attendee="", reason="5.1.1")
    return replace(report, **said)  # type: ignore[arg-type] # any field


def test_a_lost_mail_is_told_at_once(office: Office) -> None:
    """D4: the invitation is undelivered, the message is given up, and the secretary rings."""
    assert take(office, bounce(office)) is Handled.APPLIED
    assert state(office) is InvitationState.UNDELIVERED
    assert office.notices() == ["undelivered"]
    assert office.owed(PromiseKind.PHONE_CALL)
    assert not office.owed(PromiseKind.ANSWER)
    (mail,) = [s for s in office.case.sendings if s.channel is Channel.MAIL]
    assert (mail.status, mail.error) == (SendingStatus.GIVEN_UP, "5.1.1")
    assert take(office, bounce(office)) is Handled.KEPT
    assert office.notices() == ["undelivered"]


def test_which_message_was_lost(office: Office) -> None:
    """The message that the report names, also where it names no invitation."""
    (mail,) = [s for s in office.case.sendings if s.channel is Channel.MAIL]
    arrival = bounce(office, invitations=(), messages=(SendingId("unknown"), mail.id))
    assert take(office, arrival) is Handled.APPLIED
    assert state(office) is InvitationState.UNDELIVERED


def nameless(office: Office, **said: object) -> Arrival:
    """A failure that returns nothing of our mail: it says only to whom it was."""
    report = bounce(office, invitations=(), named=False, attendee=GP_MAIL)
    return replace(report, **said)  # type: ignore[arg-type] # any field


def test_the_only_mail_to_an_address_is_the_one_that_was_lost(office: Office) -> None:
    """D4: a report without our mail is exact where only one message that lives went there."""
    assert take(office, nameless(office)) is Handled.APPLIED
    assert state(office) is InvitationState.UNDELIVERED
    assert strays(office) == []
    assert office.owed(PromiseKind.PHONE_CALL)
    assert take(office, nameless(office)) is Handled.KEPT


def test_of_several_mails_to_an_address_none_is_guessed(office: Office) -> None:
    """A GP with two patients: which mail was lost is the office's to see."""
    office.register()
    office.invite_gp(start="2026-11-25 10:00", link="https://video.example/2")
    office.tick()
    assert take(office, nameless(office)) is Handled.ASKED
    assert [question.doubt for question in strays(office)] == [Doubt.UNDELIVERED]
    assert state(office) is InvitationState.SENT


def test_a_report_older_than_our_mail_is_not_about_it(office: Office) -> None:
    """What failed before we wrote was another mail."""
    early = nameless(office, at=office.clock - timedelta(hours=3))
    assert take(office, early) is Handled.ASKED
    assert state(office) is InvitationState.SENT


def test_a_lost_question_of_times_is_known_by_its_address_too() -> None:
    """D4: as an invitation is."""
    office = Office(clinic=a_clinic(mail_to=frozenset({Role.GP})))
    office.register()
    starts = (wall("2026-11-24 10:00"), wall("2026-11-25 10:00"))
    office.do(AskTimes(ref=office.case.ref, kind=MeetingKind.SHM1, starts=starts, leader=LEADER))
    office.tick()
    told = Arrival(
        key="lost", sort=Sort.UNDELIVERED, at=office.clock, attendee=GP_MAIL, reason="5.2.2"
    )
    assert take(office, told) is Handled.APPLIED
    assert office.case.asked[-1].undelivered_at is not None


def test_a_report_about_somebody_else(office: Office) -> None:
    """F6: an address that fans out fails for one of several; it is asked about, changes nothing."""
    (mail,) = [s for s in office.case.sendings if s.channel is Channel.MAIL]
    other = bounce(office, attendee="tidligere@lege.example", messages=(mail.id,))
    assert take(office, other) is Handled.ASKED
    assert doubts(office) == [Doubt.UNDELIVERED]
    assert state(office) is InvitationState.SENT
    assert office.case.sending(mail.id).status is SendingStatus.SENT
    office.edit(lambda case: changed(case, office.person(Role.GP).id, email="Gro@Lege.example"))
    assert take(office, bounce(office, attendee=GP_MAIL)) is Handled.APPLIED


def test_a_new_address_is_written_to(office: Office) -> None:
    """Another channel: with the address put right it goes there, and the old one may fail."""
    take(office, bounce(office))
    office.do(office.correct("gp_email", "gro@ny.example"))
    assert [s.address for s in office.tick()] == ["gro@ny.example"]
    assert state(office) is InvitationState.SENT
    (lost, _) = [s for s in office.case.sendings if s.channel is Channel.MAIL]
    assert take(office, bounce(office, messages=(lost.id,))) is Handled.KEPT
    assert state(office) is InvitationState.SENT


def test_a_report_about_an_old_address(office: Office) -> None:
    """What failed at an address that nobody writes to any more changes nothing."""
    office.edit(lambda case: changed(case, office.person(Role.GP).id, email="gro@ny.example"))
    assert take(office, bounce(office)) is Handled.KEPT
    assert state(office) is InvitationState.SENT


def test_a_lost_report_of_nothing_mailed() -> None:
    """Where nothing was mailed to the owner, a report is a person's to look at."""
    office = Office()
    office.register()
    office.invite_gp()
    assert take(office, bounce(office)) is Handled.ASKED
    assert doubts(office) == [Doubt.UNDELIVERED]


def test_a_delay_that_ends_in_a_loss(office: Office) -> None:
    """Once it is lost nobody is asked about the delay any more."""
    take(office, note(office, Sort.DELAYED))
    assert office.owed(PromiseKind.QUESTION)
    take(office, bounce(office))
    assert not office.owed(PromiseKind.QUESTION)


def test_a_cancellation_that_did_not_arrive() -> None:
    """The secretary is told, and the invitation stays cancelled."""
    office = everybody()
    office.do(office.cancel())
    office.tick()
    assert take(office, bounce(office, Role.PATIENT)) is Handled.APPLIED
    assert state(office, Role.PATIENT) is InvitationState.CANCELLED
    assert office.notices()[-1] == "undelivered"


# --- what names nothing -------------------------------------------------------------------------


def wordless(office: Office, sort: Sort = Sort.LETTER, **said: object) -> Arrival:
    """A mail of the GP's that shows by nothing but its sender what it is about."""
    mail = note(office, sort, invitations=(), named=False)
    return replace(mail, **said)  # type: ignore[arg-type] # any field


@pytest.mark.parametrize("sort", [Sort.LETTER, Sort.OUT_OF_OFFICE])
def test_who_was_asked_is_known_by_their_address(office: Office, sort: Sort) -> None:
    """A letter without a reference, or a note of absence, is a question where they were asked."""
    assert take(office, wordless(office, sort)) is Handled.ASKED
    (question,) = office.case.questions
    assert question.doubt is {Sort.LETTER: Doubt.LETTER, Sort.OUT_OF_OFFICE: Doubt.AWAY}[sort]
    assert question.invitation_id == office.invitation(Role.GP).id
    assert strays(office) == []


def test_who_was_asked_in_two_cases_is_the_offices_to_judge(office: Office) -> None:
    """Which of a GP's patients a letter is about is not guessed."""
    office.register()
    office.invite_gp(start="2026-11-25 10:00", link="https://video.example/2")
    office.tick()
    assert take(office, wordless(office)) is Handled.ASKED
    assert [question.doubt for question in strays(office)] == [Doubt.LETTER]


def test_who_is_known_from_many_cases_is_the_offices_to_judge(office: Office) -> None:
    """An address of very many is not looked for in each."""
    for day in range(1, MOST_CASES + 1):
        office.register()
        office.invite_gp(start=f"2026-12-{day:02} 10:00", link=f"https://video.example/m{day}")
    assert take(office, wordless(office)) is Handled.ASKED
    assert len(strays(office)) == 1


def test_who_was_asked_about_times_is_known_by_their_address() -> None:
    """A letter is about the question that they were asked."""
    office = Office(clinic=a_clinic(mail_to=frozenset({Role.GP})))
    office.register()
    starts = (wall("2026-11-24 10:00"), wall("2026-11-25 10:00"))
    office.do(AskTimes(ref=office.case.ref, kind=MeetingKind.SHM1, starts=starts, leader=LEADER))
    office.tick()
    letter = Arrival(key="letter", sort=Sort.LETTER, at=office.clock, sender=GP_MAIL)
    assert take(office, letter) is Handled.ASKED
    assert office.case.questions[-1].asked_id == office.case.asked[-1].id


def test_what_nobody_whom_we_asked_writes_is_left(office: Office) -> None:
    """A stranger's letter, also with an event that we do not know, leaves no trace."""
    letter = wordless(office, sender=STRANGER_MAIL)
    shows = replace(letter, invitations=(InvitationId("unknown"),))
    for mail in (letter, shows, wordless(office, sender="")):
        assert [take(office, mail) for _ in range(2)] == [Handled.LEFT, Handled.LEFT]
    assert (office.case.questions, strays(office)) == ((), [])


def test_what_was_written_before_we_asked_is_left(office: Office) -> None:
    """An old letter that is read again after a restart is not about what came after it."""
    early = wordless(office, at=office.clock - timedelta(hours=3))
    assert take(office, early) is Handled.LEFT


def test_a_forwarded_invitation_is_a_letter_about_it(office: Office) -> None:
    """Whoever shows our event writes about it, known by its UID."""
    about = (office.invitation(Role.GP).id,)
    assert take(office, wordless(office, sender=STRANGER_MAIL, invitations=about)) is Handled.ASKED
    assert doubts(office) == [Doubt.LETTER]


# --- what belongs to no case --------------------------------------------------------------------


def test_an_unknown_uid_is_the_offices(office: Office) -> None:
    """A mail that names no invitation of ours is asked of those who run the office."""
    unknown = reply(office, invitations=(InvitationId("unknown"),), sender_name="Ola Prøve")
    assert take(office, unknown) is Handled.ASKED
    (question,) = strays(office)
    assert (question.doubt, question.invitation_id) == (Doubt.NO_ANSWER, None)
    assert question.sender_name == "Ola Prøve"
    assert office.case.questions == ()
    for who in (SECRETARY, COORDINATOR):
        (row,) = office.run(lambda context: context.ledger.waiting_chat(context.actor), who)
        assert (row.content.subject, row.case_id) == ("strays", None)


def test_one_notice_of_strays_at_a_time(office: Office) -> None:
    """A storm is one notice with a number, and one more only after that was read."""
    for number in range(MOST_OPEN + 5):
        stray = note(office, Sort.UNREADABLE, invitations=(), sender=f"s{number}@storm.example")
        assert take(office, stray) is Handled.ASKED
    assert len(strays(office)) == MOST_OPEN + 1
    (row,) = office.run(showing.show_waiting, SECRETARY)
    assert row.content.text == f"strays count={MOST_OPEN + 1}"
    take(office, note(office, Sort.LETTER, invitations=()))
    (row,) = office.run(showing.show_waiting, SECRETARY)
    assert row.content.text == f"strays count={MOST_OPEN + 1}"


def test_what_else_waits_is_left_alone(office: Office) -> None:
    """The notice of strays stands beside what is told of cases, and after it was taken by chat."""
    take(office, reply(office))
    take(office, note(office, Sort.LETTER, invitations=()))
    waiting = office.run(lambda context: list(context.ledger.waiting_chat(SECRETARY)))
    assert sorted(row.content.subject for row in waiting) == ["gate_p_open", "strays"]
    (row,) = [row for row in waiting if row.case_id is None]
    office.run(lambda context: context.ledger.put_sending(replace(row, attempts=1)))
    take(office, note(office, Sort.LETTER, invitations=(), sender="b@b.example"))
    waiting = office.run(lambda context: list(context.ledger.waiting_chat(SECRETARY)))
    assert [r.content.text for r in waiting if r.case_id is None] == [
        "strays count=1",
        "strays count=2",
    ]


def test_a_report_is_about_whom_it_was_written_to(office: Office) -> None:
    """Of a mail that did not arrive, and that names nothing, the address is what one can use."""
    daemon = "mailer-daemon@post.example"
    for sender, attendee in (
        (daemon, "ola@prove.example"),
        (daemon, ""),
        ("", "eva@prove.example"),
    ):
        lost = note(office, Sort.UNDELIVERED, invitations=(), sender=sender, attendee=attendee)
        take(office, lost)
    take(office, note(office, Sort.LETTER, invitations=(), sender="", attendee="per@prove.example"))
    assert [question.sender for question in strays(office)] == [
        "ola@prove.example",
        daemon,
        "eva@prove.example",
        "per@prove.example",
    ]


def test_too_many_names_are_none(office: Office) -> None:
    """A mail that names more than any of ours does is looked up no further."""
    names = (*(InvitationId(f"unknown{n}") for n in range(20)), office.invitation(Role.GP).id)
    assert take(office, reply(office, invitations=names)) is Handled.ASKED
    assert len(strays(office)) == 1


def test_every_mail_is_in_the_log(office: Office) -> None:
    """P3: what the program does with a case for a mail stands there as its own."""
    take(office, note(office, Sort.LETTER))
    assert [(e.actor, e.door, e.what) for e in office.log[-2:]] == [
        (PROGRAM, "mail", "viewed"),
        (PROGRAM, "mail", "arrived"),
    ]
    assert present_answer(office.case, office.invitation(Role.GP)) is None


def test_a_removed_case_gets_nothing_back(office: Office) -> None:
    """P5: what comes after a case was taken away leaves no name and no words in it."""
    late = reply(office, comment="Hilsen Gro")
    away = note(office, Sort.OUT_OF_OFFICE)
    gone = Closing(reason=ClosedReason.MISTAKE, at=office.clock, by=StaffId(SECRETARY))
    office.edit(lambda case: replace(case, name="", closing=gone))
    before = office.case
    for arrival in (late, away):
        assert take(office, arrival) is Handled.KEPT
    assert office.case == before
