"""The day before a meeting: who comes when and how, who writes, and what was agreed (R17, R22)."""

from __future__ import annotations

from datetime import datetime

from dialogs.wording.nb import ask_action_plan, ask_wishes, dates, names, phones
from dialogs.wording.nb.grammar import capital, lines, listed, sentences
from dialogs.wording.nb.notices.frame import day_of, framed, listed_in
from dialogs.wording.nb.words.plan import COMMANDS
from dialogs.wording.neutral import clean
from pathway.action_plan import PlanState
from pathway.model import Window
from pathway.outgoing import Content
from pathway.ports import Notice
from pathway.words import Attendance, InvitationState, MeetingKind, Role

WRITERS = ("referent", "Velg referent og planansvarlig")
AGREED = (COMMANDS["plan"][0], "Vis hva som ble avtalt")
_UNDECIDED = "ikke bestemt"


def briefing(notice: Notice) -> Content:
    """One message for the whole meeting; never the patient's name."""
    values = notice.values
    kind = names.meeting(MeetingKind(values.get("meeting", MeetingKind.SHM1)))
    start = dates.wall(notice.at, notice.zone) if notice.at else None
    when = f" {dates.moment(start)}" if start else ""
    text = lines(
        f"Sak {notice.ref}: {kind} er{when}.",
        *(_person(one, notice.zone) for one in values.get("people", "").split("\n") if one),
        _away(notice),
        _writers(notice),
        _wishes(notice),
        f"Sted: {clean(values['where'])}." if values.get("where") else "",
        "" if values.get("link") else "Møtet har ingen lenke ennå.",
        _last_time(notice),
    )
    agreed = [AGREED] if values.get("readable") else []
    undecided = not (values.get("minute_taker") and values.get("plan_editor"))
    return framed(notice, f"{kind} nærmer seg", text, *agreed, *([WRITERS] if undecided else []))


def _person(told: str, zone: str) -> str:
    """As "- Kl. 10.20–10.35: Nav-veilederen (Nina Vik), på telefon 55 55 12 34. Har svart ja."."""
    role, name, start, end, attends, phone, state = told.split("\t")
    window = Window(start=datetime.fromisoformat(start), end=datetime.fromisoformat(end))
    who = names.role_definite(Role(role)) + (f" ({clean(name)})" if name else "")
    how = names.attendance(Attendance(attends))
    number = f" {phones.number(phone)}" if attends == Attendance.TELEPHONE and phone else ""
    said = capital(names.state(InvitationState(state))) if state else "Ikke kalt inn"
    return f"- {capital(dates.hours(window, zone))}: {who}, {how}{number}. {said}."


def _away(notice: Notice) -> str:
    """Who has said no, so that nobody waits for them."""
    roles = listed(names.role_definite(Role(one)) for one in listed_in(notice, "away"))
    return f"Kommer ikke: {roles}." if roles else ""


def _writers(notice: Notice) -> str:
    values = notice.values
    told = (
        ("Møteleder", values.get("leader", "")),
        ("Referent", values.get("minute_taker", "")),
        ("Planansvarlig", values.get("plan_editor", "")),
    )
    return sentences(*(f"{what}: {clean(who) or _UNDECIDED}." for what, who in told))


def _wishes(notice: Notice) -> str:
    """What the patient wishes of place and leader, and of who is there when (R15, R16)."""
    values = notice.values
    place, leader, parts = (clean(values.get(one, "")) for one in ("place", "wished", "parts"))
    wished = ask_wishes.wish_in_short(place, leader, parts)
    return f"Pasienten ønsker: {wished}." if wished else ""


def _last_time(notice: Notice) -> str:
    """Of SHM2: who was there, and where the plan stands (R24)."""
    on = day_of(notice, "met_before")
    if on is None:
        return ""
    there = listed(names.role_definite(Role(one)) for one in listed_in(notice, "there"))
    lacking = [Role(one) for one in listed_in(notice, "without")]
    plan = ask_action_plan.state(PlanState(notice.values.get("plan", PlanState.NONE)), lacking)
    came = f"Deltok: {there}." if there else ""
    return sentences(f"Forrige møte var {dates.short_year(on)}.", came, f"Tiltaksplanen: {plan}")
