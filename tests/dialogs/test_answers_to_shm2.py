"""*Svar* when SHM1 is behind: an answer that still changes something is asked for first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.commands import Person, ReplaceGp
from pathway.words import Verdict
from tests.dialogs.beginnings import REF, SHM1, SHM2, shm1_held, shm2_asked
from tests.dialogs.world import World


@pytest.fixture
def world() -> World:
    """SHM1 was held on 24 November, and the GP is asked to SHM2 in April."""
    return shm2_asked("2026-11-24", "2027-04-27")


def last_answer(world: World) -> tuple[str, Verdict, bool]:
    """To which meeting the last answer is, what it says, and whether it counts."""
    case = world.case(REF)
    answer = case.answers[-1]
    meeting = case.meeting(case.invitation(answer.invitation_id).meeting_id)
    return meeting.kind, answer.verdict, answer.counts


def recorded(world: World, *texts: str) -> tuple[str, Verdict, bool]:
    """The answer that these words become, with the rest left out."""
    known = len(world.case(REF).answers)
    for text in (*texts, "ferdig", "ja"):
        world.say(text)
    assert len(world.case(REF).answers) == known + 1
    return last_answer(world)


@pytest.mark.parametrize(
    "typed",
    [
        "svar K7M2 fastlegen ja på telefon",
        "svar K7M2 ja på telefon",
        "K7M2 fastlegen ringte og sa ja",
    ],
)
def test_f15_a_yes_is_to_the_meeting_to_come(world: World, typed: str) -> None:
    """F15: an answer to SHM1 that was held changes nothing, and is not asked for beside SHM2."""
    assert recorded(world, typed) == (SHM2, Verdict.ACCEPTED, True)


def test_f15_a_second_thought_is_about_the_meeting_to_come(world: World) -> None:
    """F15: who has said yes to SHM2 and now says no means SHM2 too."""
    recorded(world, "svar K7M2 fastlegen ja på telefon")
    assert recorded(world, "svar K7M2 fastlegen nei på telefon") == (SHM2, Verdict.DECLINED, True)


def test_f15_the_only_one_may_be_chosen_though_it_is_over() -> None:
    """F15: what comes after the meeting is kept, and never refused."""
    world = shm1_held("2026-11-24")
    typed = "svar K7M2 fastlegen nei på telefon"
    assert recorded(world, typed) == (SHM1, Verdict.DECLINED, False)


def test_f15_another_persons_answer_to_what_is_over_is_kept(world: World) -> None:
    """F15: the patient, who is not asked to SHM2 yet, may still have answered to SHM1."""
    typed = "svar K7M2 pasienten nei på telefon"
    assert recorded(world, typed) == (SHM1, Verdict.DECLINED, False)


def test_f15_whom_it_is_asked_about_first_is_who_still_has_a_say(world: World) -> None:
    """F15: the GP stands once, with SHM2, and the patient after them."""
    text = world.say("svar K7M2").replies[-1].text
    listed = [line for line in text.splitlines() if line[:2] in {"1.", "2.", "3."}]
    assert listed == [
        "1. Fastlegen (Kari Testlege, Solsiden legesenter), SHM2 27. april 2027",
        "2. Pasienten, SHM1 24. november 2026",
    ]


def test_f15_a_meeting_that_nobody_has_called_held_is_over_by_the_clock(world: World) -> None:
    """F15: when its time is past and nobody has said whether it was held, SHM2 does not wait."""
    case = world.case(REF)
    meeting = case.meeting_of(SHM1)
    assert meeting is not None
    unsaid = case.with_changed(replace(meeting, held=None))
    world.store.clinics[world.clinic.id].cases[case.id] = unsaid
    assert recorded(world, "svar K7M2 fastlegen ja på telefon") == (SHM2, Verdict.ACCEPTED, True)


def test_f15_a_new_doctor_is_asked_for_and_not_the_one_who_was(world: World) -> None:
    """F15, F14: another has taken over after SHM1, and "fastlegen" is who is asked to SHM2."""
    doctor = Person(name="Mari Mønster", office="Bakkely legekontor", email="mari@bakkely.example")
    world.do(ReplaceGp(ref=REF, doctor=doctor, for_good=True))
    world.deliver()
    typed = "svar K7M2 fastlegen ja på telefon"
    assert recorded(world, typed) == (SHM2, Verdict.ACCEPTED, True)
    case = world.case(REF)
    answered = case.invitation(case.answers[-1].invitation_id).participant_id
    assert case.participant(answered).name == "Mari Mønster"
