"""What each may do in Teams: the office all of it, clinicians their part, leaders look (R13)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.teams.sdk import MESSAGE
from dialogs.conversations.catalogue import FORMS
from dialogs.turn import JSON
from dialogs.wording.nb import doors
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway.commands import Person, RegisterPatient
from pathway.errors import NotAllowedError
from pathway.service import execute
from pathway.words import CaseRef, StaffId
from tests.bot.teams.activities import KARE, LEA, LIV, SIRI, message, press
from tests.bot.teams.hall import Hall, hall, sealed
from tests.bot.teams.test_door import board, button, card_of

NO = refusal(NotAllowedError())
STRANGER = "99999999-0000-0000-0000-000000000000"
OFFICE_ALONE = {
    *("register", "correct", "remove", "correct_contact", "stop", "invite", "invite_all"),
    *("move", "change_meeting", "change_parts", "cancel_meeting", "link", "replace_gp"),
    *("office", "attend", "postpone", "tie", "seen", "accept", "decline"),
    *("ask_times", "choose_time", "stop_times"),
}
CLINICIANS_TOO = {
    *("answer", "milestone", "consent", "withdraw", "keep_to_consent", "adviser", "no_reply"),
    *("no_adviser", "add_participant", "change_participant", "remove_participant", "wishes"),
    *("replace_participant", "times_answer"),
    *("without_gp", "sent", "snooze", "remind", "hand_over", "judge", "undo", "call_back"),
    *(
        "writers",
        "attended",
        "interview",
        "give_plan",
        "draft_plan",
        "evaluate_plan",
        *("write_measure", "change_measure", "remove_measure", "replace_plan", "follow_up"),
        "next_meeting",
    ),
    *("let_in", "finish", "tick_items", "referral", "extra_meeting", "no_extra_meeting"),
    *("assessment", "internal", "move_appointment", "change_appointment"),
    "cancel_appointment",
}
EVERYBODY = {"absence", "back", "digest_hour", "hand_over_cases"}
"""Each for themselves, the office and leaders for others: the command judges."""
LEADERS_TOO = {
    *("start_meeting", "next_part", "longer", "pause", "resume", "late", "absent", "came", "left"),
    *("reorder", "brought", "take_over", "end_meeting"),
}
WITHIN = {"invite_person", "arrange_without_gp"}
"""Forms that are reached through another's command."""


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Hall]:
    """A case of which Lea is the responsible clinician."""
    async with hall(tmp_path) as opened:
        registered = RegisterPatient(
            name="Test Testesen",
            referral_received=date(2026, 9, 7),
            gp=Person(name="Kari Testlege", office="Solsiden legesenter"),
            clinician=StaffId("lege"),
        )
        await opened.house.run("sekretar", "page", lambda context: execute(context, registered))
        yield opened


async def answered(opened: Hall, text: str, who: str) -> JSON:
    """What somebody is answered who types this."""
    before = len(opened.connector.got)
    await opened.knock(message(text, who=who))
    return (await opened.said(before + 1))[-1]


def test_every_form_is_on_one_of_the_lists() -> None:
    """Who may do what is decided for each form; a new one is put on a list before it works."""
    assert FORMS.keys() == OFFICE_ALONE | CLINICIANS_TOO | LEADERS_TOO | EVERYBODY | WITHIN
    clinicians = {name for name, form in FORMS.items() if form.clinicians}
    assert clinicians == CLINICIANS_TOO | LEADERS_TOO
    assert {name for name, form in FORMS.items() if form.leaders} == LEADERS_TOO
    assert {name for name, form in FORMS.items() if form.anybody} == EVERYBODY


@pytest.mark.parametrize("name", sorted(OFFICE_ALONE))
async def test_only_the_office_does_what_is_the_offices(opened: Hall, name: str) -> None:
    """A clinician of the case, and a leader, hear who does it, by typing and by pressing."""
    (ref,) = await board(opened)
    command = typed(name, ref)
    for who, staff_id in ((LEA, "lege"), (LIV, "leder")):
        if who == LIV:  # not on the case's team: a reason is asked for first
            await answered(opened, f"sak {ref}", who)
            await answered(opened, "oversikt over venteliste", who)
        assert (await answered(opened, command, who))["text"] == NO
        pressed = press(sealed({"do": "command", "text": command}, staff_id), who=who)
        before = len(opened.connector.got)
        await opened.knock(pressed)
        assert (await opened.said(before + 1))[-1]["text"] == NO
    assert await board(opened) == [ref]


@pytest.mark.parametrize("name", sorted(CLINICIANS_TOO))
async def test_clinicians_do_their_part(opened: Hall, name: str) -> None:
    """Whoever treats the patient is never told that it is the office's; a leader is."""
    (ref,) = await board(opened)
    said = await answered(opened, typed(name, ref), LEA)
    assert said.get("text") != NO
    await answered(opened, f"sak {ref}", LIV)
    await answered(opened, "oversikt over venteliste", LIV)
    assert (await answered(opened, typed(name, ref), LIV))["text"] == NO


async def test_everybody_of_the_staff_may_look(opened: Hall) -> None:
    """The overview is everybody's; a case of others is opened with a reason, which is logged."""
    (ref,) = await board(opened)
    for who in (SIRI, KARE, LEA, LIV):
        assert (await answered(opened, "oversikt", who))["summary"] == "Oversikt"
    for who in (SIRI, KARE, LEA):
        assert "Test Testesen" in str(await answered(opened, f"sak {ref}", who))
    asked = await answered(opened, f"sak {ref}", LIV)
    assert "Test Testesen" not in str(asked)
    assert "Test Testesen" in str(await answered(opened, "oversikt over venteliste", LIV))
    log = await opened.house.run(
        "sekretar", "page", lambda context: context.ledger.audit(CaseRef(ref))
    )
    assert ("leder", "oversikt over venteliste") in {(one.actor, one.why) for one in log}


async def test_a_role_that_was_taken_away_counts_at_once(opened: Hall) -> None:
    """A card that a secretary was given does nothing when she is no secretary any more."""
    await opened.knock(message("ny pasient"))
    (asked,) = await opened.said()
    data = button(card_of(asked), "Neste")
    staff = tuple(
        replace(person, roles=frozenset()) if person.id == "sekretar" else person
        for person in opened.house.clinic.staff
    )
    opened.house.clinic = replace(opened.house.clinic, staff=staff)
    filled = {**data, "name": "Prøve Prøvesen", "received": "2026-09-07", "gp": "none"}
    await opened.knock(press(filled, verb="answer", about="f:1"))
    await opened.settled()
    assert len(await board(opened)) == 1


@pytest.mark.parametrize("how", ["typed", "pressed", "submitted"])
async def test_whoever_is_not_on_the_staff_is_refused_politely(opened: Hall, how: str) -> None:
    """By typing, by Action.Execute and by Action.Submit: the same words, and nothing is shown."""
    (ref,) = await board(opened)
    data: JSON = sealed({"do": "command", "text": f"sak {ref}"})
    sent = {
        "typed": message(f"sak {ref}", who=STRANGER),
        "pressed": press(data, who=STRANGER),
        "submitted": message("", value=data, who=STRANGER),
    }
    status, came = await opened.knock(sent[how])
    (said,) = await opened.said()
    assert (status, said["text"]) == (200, doors.not_staff())
    assert came.get("type", MESSAGE) == MESSAGE
    assert "Test" not in str(came) + str(said)
