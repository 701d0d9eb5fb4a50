"""Each notice at least once, with the values that its sender gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from pathway.ports import Notice
from pathway.questions import Doubt
from tests.dialogs.wording.example_values import REF

_DAY = date(2026, 11, 24)
_AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def _notice(name: str, /, **values: str) -> Notice:
    return Notice(name=name, ref=REF, values=values, on=_DAY)


def _changed(**values: str) -> Notice:
    return replace(_notice("meeting_changed", **values), at=_AT)


_TASK = {"asked": "2026-11-02", "reminded": "2026-11-09", "person": "Solsiden legesenter"}
_TAKES_OVER = {"role": "substitute", "substitute": "for_good"}
_BY_ANOTHER = {
    "vikar med navn": {"role": "substitute", "substitute": "for_now", "name": "Vilje Vikar"},
    "ny fastlege": {**_TAKES_OVER, "name": "Vera Vikar", "comment": "yes"},
}
_HOUR = ("2026-11-24T09:00:00+00:00", "2026-11-24T10:00:00+00:00")
_PEOPLE = (
    ("patient", "", *_HOUR, "video", "", "accepted"),
    ("nav_adviser", "Nina Vik", *_HOUR, "telephone", "55551234", "sent"),
    ("interpreter", "", *_HOUR, "clinic", "", ""),
)
_BRIEFING = {
    "meeting": "shm2",
    "people": "\n".join("\t".join(one) for one in _PEOPLE),
    "leader": "Lea Liksom",
    "away": "gp,clinician",
    "where": "Møterom 5",
    "place": "Rom 2",
    "parts": "mor ikke mens Nav er der",
    "wished": "Pål Påfunn",
    "met_before": "2026-05-20",
    "there": "patient,gp",
    "plan": "available",
    "without": "gp",
    "readable": "yes",
}
_RUN = {"place": "2", "number": "3", "part": "work", "next": "plan"}
_DEADLINE = {"deadline": "2027-05-24", "latest_safe_day": "2027-04-12"}

EXAMPLES: tuple[tuple[str, Notice], ...] = (
    ("briefing", replace(_notice("briefing", **_BRIEFING), at=_AT)),
    ("gate_p_open", _notice("gate_p_open", who="gp")),
    ("gate_p_open, vikar", _notice("gate_p_open", who="substitute")),
    ("gp_said_yes", _notice("gp_said_yes", role="gp")),
    ("gp_comes_after_all", _notice("gp_comes_after_all", role="gp")),
    ("participant_declined", _notice("participant_declined", role="patient")),
    (
        "participant_new_time",
        _notice("participant_new_time", role="nav_adviser", proposed="2026-11-26T10:00"),
    ),
    (
        "participant_comment",
        _notice("participant_comment", role="patient", verdict="accepted", comment="yes"),
    ),
    ("gate_p_open, kommentar", _notice("gate_p_open", who="gp", comment="yes")),
    ("gp_said_no, kommentar", _notice("gp_said_no", role="substitute", comment="yes")),
    ("answer_kept, begun", _notice("answer_kept", why_not="begun")),
    ("gp_said_no", _notice("gp_said_no")),
    ("gp_said_no, Nav", _notice("gp_said_no", who="nav_adviser")),
    ("gp_new_time", _notice("gp_new_time", proposed="2026-11-26T10:00")),
    (
        "gp_new_time, øyeblikk",
        replace(_notice("gp_new_time"), at=datetime(2026, 11, 26, 9, tzinfo=UTC)),
    ),
    ("gp_new_time, uten forslag", _notice("gp_new_time")),
    ("gp_tentative", _notice("gp_tentative")),
    ("answer_kept, old", _notice("answer_kept", why_not="old_revision", verdict="accepted")),
    ("answer_kept, cancelled", _notice("answer_kept", who="nav_adviser", why_not="cancelled")),
    ("answer_kept, closed", _notice("answer_kept", why_not="closed")),
    ("answer_kept, not_asked", _notice("answer_kept", why_not="not_asked")),
    *(
        (f"{name}, {how}", _notice(name, **_BY_ANOTHER[how]))
        for how in _BY_ANOTHER
        for name in ("gate_p_open", "gp_said_yes", "gp_said_no", "gp_new_time", "gp_tentative")
    ),
    ("gp_said_yes, ny fastlege uten navn", _notice("gp_said_yes", **_TAKES_OVER)),
    *(
        (f"question: {doubt}", _notice("question", who="gp", doubt=doubt, verdict="accepted"))
        for doubt in Doubt
    ),
    ("question: away, til en dag", _notice("question", doubt="away", until="2026-11-13")),
    ("times_answered", _notice("times_answered", role="gp", suits="2", of="3")),
    (
        "times_answered, ingen",
        _notice("times_answered", role="gp", suits="0", of="3", all="yes", comment="yes"),
    ),
    (
        "times_answered, alle",
        _notice("times_answered", role="nav_adviser", suits="1", of="1", all="yes", fits="yes"),
    ),
    ("hold_refused", replace(_notice("hold_refused", name="Lise Lege"), at=_AT)),
    ("strays", _notice("strays", count="1")),
    ("strays, flere", _notice("strays", count="3")),
    ("undelivered", _notice("undelivered", who="gp", kind="invitation", error="refused")),
    ("undelivered, uten grunn", _notice("undelivered", who="nav_adviser")),
    ("given_up", _notice("given_up", who="gp", kind="reminder")),
    ("not_in_calendar", _notice("not_in_calendar", names="Lea Liksom", kind="invitation")),
    (
        "not_in_calendar, flere",
        _notice("not_in_calendar", names="Lea Liksom\nPål Påfunn\nSiri Sans", kind="update"),
    ),
    ("not_in_calendar, ulike", _notice("not_in_calendar", names="Lea Liksom\nPål Påfunn")),
    (
        "ring_participant",
        replace(_notice("ring_participant", role="relative", phone="99887766"), at=_AT),
    ),
    ("colleague_unreached", _notice("colleague_unreached", name="Lea Liksom")),
    ("colleague_without_chat", _notice("colleague_without_chat", name="Lea Liksom")),
    (
        "colleague_without_chat, aldri skrevet",
        _notice("colleague_without_chat", name="Lea Liksom", never="yes"),
    ),
    ("mailbox_down, passord", _notice("mailbox_down", fault="refused")),
    ("mailbox_down, mappe", _notice("mailbox_down", fault="gone")),
    ("mailbox_down, ikke flyttet", _notice("mailbox_down", fault="unfiled")),
    ("calendar_down", _notice("calendar_down", fault="unreachable")),
    ("rooms_down", _notice("rooms_down", fault="unreachable")),
    ("rooms_down, tilgang", _notice("rooms_down", fault="refused")),
    ("holds_down", _notice("holds_down", fault="refused")),
    ("subscription_down", _notice("subscription_down", fault="unreachable")),
    ("subscription_down, tilgang", _notice("subscription_down", fault="refused")),
    ("calendar_down, tilgang", _notice("calendar_down", fault="refused")),
    ("calendar_down, postkasse", _notice("calendar_down", fault="gone")),
    ("mailbox_down, stille", _notice("mailbox_down", fault="unreachable")),
    ("ring_participant, uten tid", _notice("ring_participant", role="patient", phone="0200")),
    ("do_not_ring", replace(_notice("do_not_ring", role="patient", phone="99887766"), at=_AT)),
    ("task, ønsker", _notice("task", kind="wishes", role="patient")),
    ("task, sted", _notice("task", kind="place")),
    ("task, SHM2", _notice("task", kind="shm2_details")),
    ("task, spør", _notice("task", kind="answer", role="gp", asked="2026-11-02")),
    ("task, ring", _notice("task", kind="answer", role="gp", toward="secretary", **_TASK)),
    ("task, bestem", _notice("task", kind="answer", role="gp", toward="coordinator", **_TASK)),
    (
        "handed_over",
        _notice("handed_over", kind="answer", role="gp", by="Siri", toward="secretary", **_TASK),
    ),
    ("handed_over, tekst", _notice("handed_over", kind="secure_message", sends="reminder")),
    ("without_gp", _notice("without_gp", by="Lea Liksom")),
    ("without_gp, ukjent", _notice("without_gp")),
    ("task, utsatt", _notice("task", kind="postponed", due="2026-12-01")),
    ("task, Nav", _notice("task", kind="phone_call", role="nav_adviser")),
    ("task, e-melding", _notice("task", kind="secure_message", role="gp")),
    ("task, påminnelse", _notice("task", kind="reminder", role="patient")),
    ("task, lenke", _notice("task", kind="link")),
    (
        "milestone_warning",
        _notice("milestone_warning", milestone="shm2_held", meeting_on="", **_DEADLINE),
    ),
    (
        "milestone_warning, satt opp",
        _notice("milestone_warning", milestone="shm1_held", meeting_on="2027-05-20", **_DEADLINE),
    ),
    ("milestone_warning, bare dager", _notice("milestone_warning", **_DEADLINE)),
    (
        "milestone_warning, utredning",
        _notice("milestone_warning", milestone="assessment_started", **_DEADLINE),
    ),
    ("deadline_passed", _notice("deadline_passed", deadline="2027-05-24", milestone="shm2_held")),
    ("consent_withdrawn", _notice("consent_withdrawn", role="nav_adviser")),
    ("consent_withdrawn, intet sendt", _notice("consent_withdrawn", role="other", sent="no")),
    ("link_missing", _notice("link_missing")),
    ("secure_message_to_send", _notice("secure_message_to_send", who="gp")),
    ("patient_needs_letter", _notice("patient_needs_letter")),
    ("cancel_by_hand", _notice("cancel_by_hand", role="gp", text="Møtet er avlyst.")),
    ("task, henvisning", _notice("task", kind="referral_content", has="medicines,physical")),
    ("task, borte", _notice("task", kind="away", has="Lea Liksom")),
    ("task, borte med", _notice("task", kind="away", has="Lea Liksom", role="clinician")),
    (
        "task, vikar",
        _notice("task", kind="wishes", instead_of="Lea Liksom", away_until="2026-12-01"),
    ),
    ("deputy", _notice("deputy", name="Lea Liksom", first="2026-11-09", today="2026-11-09")),
    (
        "deputy, senere",
        _notice(
            "deputy", name="Lea Liksom", first="2026-11-16", last="2026-11-20", today="2026-11-09"
        ),
    ),
    ("deputy_off", _notice("deputy_off", name="Lea Liksom", first="2026-11-16")),
    ("gone_staff", _notice("gone_staff", names="siri,kari")),
    ("meeting_not_held", _notice("meeting_not_held", meeting="shm1")),
    ("meeting_runs", replace(_notice("meeting_runs", **_RUN), at=_AT)),
    ("meeting_paused", _notice("meeting_runs", part="plan", paused="yes")),
    ("meeting_over", replace(_notice("meeting_runs", over="yes"), at=_AT)),
    (
        "part_over",
        replace(
            _notice("part_over", place="1", part="introduction", who="nav_adviser", mark="r:2"),
            at=_AT,
        ),
    ),
    ("meeting_over_time", replace(_notice("meeting_over_time", mark="r:2"), at=_AT)),
    ("video_began", _notice("video_began")),
    ("video_ended", _notice("video_ended", mark="r:2")),
    ("came_outside_part, ansatt", _notice("came_outside_part", names="Pål Påfunn\nLea Liksom")),
    ("came_outside_part, flere", _notice("came_outside_part", who="gp,nav_adviser")),
    ("came_outside_part, ukjent", _notice("came_outside_part")),
    ("let_out", _notice("let_out", role="nav_adviser", there="yes")),
    ("let_out, utenfor", _notice("let_out", role="other")),
    ("no_midway", _notice("no_midway", role="nav_adviser")),
    ("no_midway, der", _notice("no_midway", role="gp", press="p2 r:2")),
    (
        "tell_minute",
        replace(
            _notice(
                "tell_minute", role="nav_adviser", phone="21999933", channel="phone", promise="p7"
            ),
            at=_AT,
        ),
    ),
    (
        "tell_minute, uten nummer",
        replace(_notice("tell_minute", role="nav_adviser", channel="phone", promise="p7"), at=_AT),
    ),
    (
        "tell_minute, SMS",
        replace(
            _notice("tell_minute", role="relative", phone="99999999", channel="sms", promise="p7"),
            at=_AT,
        ),
    ),
    ("tell_over", _notice("tell_over", role="nav_adviser", phone="21999933", promise="p7")),
    (
        "tell_over, møtet går videre",
        _notice("tell_over", role="nav_adviser", phone="21999933", promise="p7", runs="yes"),
    ),
    ("meeting_changed", _changed(off="yes")),
    ("meeting_changed, flyttet", _changed(to="2026-11-24T11:00:00+00:00")),
    (
        "meeting_changed, sted, lenke og leder",
        _changed(where="Rom 4", link="https://video.example/2", leader="Pål Påfunn"),
    ),
    ("meeting_changed, bare på video", _changed(where="video", link="none")),
    ("closed", _notice("closed", reason="completed")),
    ("closed, død", _notice("closed", reason="died")),
)
