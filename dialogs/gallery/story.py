"""One long case in which every conversation is met, told with the longest answers."""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversations.cases.whose_contact import NO_GP
from dialogs.gallery import cast
from dialogs.gallery.away import away
from dialogs.gallery.mailed import from_outside
from dialogs.gallery.papers import made
from dialogs.gallery.run import ran, turned_round
from dialogs.gallery.telling import Scene, Story, Teller
from dialogs.gallery.timed import times_asked
from dialogs.wording.nb import gallery as words
from dialogs.wording.nb.ask_words import PATIENT

_GP = f"{words.DOCTORS[0]}, {words.OFFICE}"
_DOCTOR = f"{words.DOCTORS[2]}, {words.OFFICE}"
_SATURDAY = "2026-11-28"
_LATER = "2026-12-08"
_LONG_WAY_OFF = "24.12.2027 kl. 20.00"
_NAMES = {
    "nav_adviser": {"name": words.ADVISER, "office": words.NAV_OFFICE},
    "other": {"name": words.OTHER, "office": words.OFFICE},
}


def whole_story() -> Story:
    """Every form and everything that can be looked at, one after the other."""
    turn = yield from _registered(words.PATIENT)
    us = Teller(ref=turn.state.case)
    yield from _before_the_invitation(us)
    yield from _gp_invited(us)
    us = replace(us, at=us.at + cast.DAY)
    yield from _gp_answers(us)
    yield from _everybody_invited(us)
    us = replace(us, at=us.at + cast.DAY)
    yield from _other_cases()
    yield from _looks(us)
    yield from _tasks(us)
    yield from _people_change(us)
    yield from _meeting_changes(us)
    yield from _others(us)
    yield from away(us)
    yield from ran(us)
    turn = yield from _registered(f"{words.PATIENTS[2]} R")
    yield from turned_round(Teller(ref=turn.state.case))


def _registered(name: str, **doctor: str) -> Scene:
    facts = {"name": name, "received": cast.RECEIVED.isoformat(), "gp": "", "gp_other": _GP}
    turn = yield from Teller().tell("register", **(facts | doctor))
    us = Teller(ref=turn.state.case)
    on = cast.STARTED.isoformat()
    return (yield from us.tell("milestone", what="assessment_started", on=on))


def _before_the_invitation(us: Teller) -> Story:
    """Who takes part, and what the patient wishes and has consented to."""
    yield from us.tell(
        "wishes",
        relatives=", ".join(words.RELATIVES),
        nav="yes",
        others=words.OTHER,
        place="",
        leader=cast.PSYCHOLOGIST,
    )
    outside = {"attends": "telephone", "office": words.OFFICE}
    yield from us.tell("add_participant", role="interpreter", name=words.INTERPRETER, **outside)
    yield from us.tell("add_participant", role="clinician", pick="2", who=cast.PSYCHOLOGIST)
    for who in ("nav_adviser", "other"):
        yield from us.tell("consent", who=who, given="written", on=_day(us), **_NAMES[who])


def _gp_invited(us: Teller) -> Story:
    yield from us.unsure.tell("invite", start_date=_SATURDAY)
    yield from us.tell(
        "invite",
        start_date=cast.MEETING.isoformat(),
        template="with_nav",
        leader=cast.DOCTOR,
        attends="telephone",
        place="",
        link="",
    )
    yield from us.tell("sent")
    yield from us.tell("remind")


def _gp_answers(us: Teller) -> Story:
    """Ways of answering that are left before the last yes, and the yes with a long comment."""
    yield from us.unsure.tell("answer", verdict="new_time", channel="phone", by="for_good")
    yield from us.unsure.tell("office", scope="for_good", doctor="", doctor_other=_DOCTOR)
    yield from us.unsure.tell("attend", parts="2", attends="telephone")
    yield from us.tell("answer", verdict="accepted", channel="phone", by="none")


def _everybody_invited(us: Teller) -> Story:
    """Nav and the others are rung, and then everybody is called in."""
    yield from us.unsure.tell("invite_person", PATIENT)
    yield from us.tell("no_reply")
    yield from us.tell("call_back")
    yield from us.look("nav", us.ref)
    yield from us.tell("adviser", who="#1", told="phone")
    yield from us.unsure.tell("invite_all")
    yield from us.tell("invite_all")


def _looks(us: Teller) -> Story:
    for name in ("case", "nav", "ahead", "times"):
        yield from us.look(name, us.ref)
    yield from us.look("why_not", us.ref, _LONG_WAY_OFF)
    for name in ("tasks", "texts", "board", "hello", "help", "contacts"):
        yield from us.look(name)
    yield from us.look("find", words.PATIENT)


def _tasks(us: Teller) -> Story:
    yield from us.tell("snooze", until=cast.MEETING.isoformat())
    yield from us.tell("hand_over", to=cast.COORDINATOR)
    yield from us.unsure.tell("sent")


def _people_change(us: Teller) -> Story:
    yield from us.unsure.tell("change_participant", what="phone", phone="99 11 22 33")
    yield from us.unsure.tell("change_participant", what="attends", attends="clinic")
    yield from us.unsure.tell("remove_participant")
    yield from us.unsure.tell("replace_participant", name=words.OTHER)
    yield from us.unsure.tell("withdraw")
    yield from us.unsure.tell("no_adviser")
    yield from us.unsure.tell("replace_gp", doctor="", doctor_other=_DOCTOR)
    yield from us.unsure.tell("without_gp")
    yield from us.tell(
        "consent", who="nav_adviser", given="oral", on=_day(us), parts="", parts_other="2"
    )
    yield from us.tell("change_participant", who="#7", what="parts", parts="", parts_other="1,2")
    yield from us.unsure.tell("keep_to_consent")


def _meeting_changes(us: Teller) -> Story:
    yield from us.unsure.tell("link", link="")
    yield from us.unsure.tell("change_meeting", template="without_nav")
    yield from us.unsure.tell("change_parts", parts=words.EDIT)
    yield from us.unsure.tell("move", start_date=_SATURDAY)
    yield from us.unsure.tell("undo")
    yield from us.unsure.tell("internal", side="before", people="", place="")
    yield from us.tell("assessment", start_date="2026-11-27", people="", place="")
    yield from us.unsure.tell("move_appointment", start_date=_SATURDAY)
    yield from us.unsure.tell("change_appointment", minutes="90", people="", place="")
    yield from us.unsure.tell("cancel_appointment")
    yield from us.unsure.tell("cancel_meeting")
    yield from us.unsure.tell("postpone", until=_SATURDAY)


def _others(us: Teller) -> Story:
    yield from us.unsure.tell("correct", field="name", value=words.PATIENTS[0])
    yield from us.unsure.tell("correct_contact")
    yield from us.unsure.tell("stop", reason="other")


def _other_cases() -> Story:
    """A doctor who says no, a patient without a doctor, and a case made by mistake."""
    turn = yield from _registered(words.PATIENTS[0])
    declined = Teller(ref=turn.state.case)
    yield from declined.tell("invite", start_date=_LATER)
    yield from declined.tell("sent")
    yield from declined.tell("answer", verdict="declined", channel="letter")
    yield from declined.look("decide", declined.ref)
    yield from from_outside(declined)
    turn = yield from _registered(words.PATIENTS[1], gp=NO_GP, gp_other="")
    alone = Teller(ref=turn.state.case)
    yield from alone.unsure.tell("arrange_without_gp", start_date=_LATER)
    turn = yield from _registered(f"{words.PATIENTS[1]} T")
    yield from times_asked(Teller(ref=turn.state.case))
    turn = yield from _registered(words.PATIENTS[2])
    outside = Teller(ref=turn.state.case)
    yield from outside.unsure.tell("remove")
    yield from outside.tell("invite", start_date=_LATER, link=words.LINK)
    yield from outside.tell("sent")
    yield from outside.tell("let_in")
    turn = yield from _registered(f"{words.PATIENTS[1]} M")
    yield from made(Teller(ref=turn.state.case))
    for letter in "ABCDE":
        yield from _registered(f"{words.PATIENTS[1]} {letter}")


def _day(us: Teller) -> str:
    return us.at.date().isoformat()
