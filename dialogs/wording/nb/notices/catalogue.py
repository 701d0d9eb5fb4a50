"""Messages to staff: one function a notice, found by name in `NOTICES`.

A phone may show them on a locked screen, so they hold references and roles, never a patient's
name. `values["who"]` or `values["role"]` is a role's code, or `substitute`; days are ISO.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from dialogs.wording.nb import (
    ask_absence,
    ask_appointments,
    ask_leaving,
    away_tasks,
    briefing,
    checklists,
    dates,
    jobs,
    names,
    papers,
    tasks,
)
from dialogs.wording.nb.grammar import sentences
from dialogs.wording.nb.notices import answers as answer_notices
from dialogs.wording.nb.notices import delivery as delivery_notices
from dialogs.wording.nb.notices import mail as mail_notices
from dialogs.wording.nb.notices import phone as phone_notices
from dialogs.wording.nb.notices import run as run_notices
from dialogs.wording.nb.notices import times as times_notices
from dialogs.wording.nb.notices import today as today_notices
from dialogs.wording.nb.notices.frame import day_of, framed, listed_in
from dialogs.wording.neutral import clean
from pathway.outgoing import Content, SendingKind
from pathway.ports import Notice
from pathway.variants import Toward
from pathway.words import Channel, ClosedReason, MeetingKind, Milestone, PromiseKind, Role


def notice(notice: Notice) -> Content:
    """The message with this name; `KeyError` for a name that is not in `NOTICES`.

    To a deputy it says whose it is.
    """
    content = NOTICES[notice.name](notice)
    whose = clean(notice.values.get("instead_of", ""))
    if not whose:
        return content
    place = ask_absence.standing_in(whose, day_of(notice, "away_until"))
    return replace(content, text=sentences(content.text, place))


def task(notice: Notice) -> Content:
    """A ladder's step that turned into something to do (D3)."""
    what = _job(notice)
    title = _TITLES.get(what.kind, "Noe å gjøre")
    text = f"Sak {notice.ref}: {tasks.job(what)}"
    ways = papers.actions(what) if what.kind in papers.WAYS else tasks.ways(what)
    if what.kind not in papers.WAYS and notice.values.get("reader") == Role.CLINICIAN:
        ways = (*ways, *papers.BESIDES)
    own = tuple((f"{command} {notice.ref}", title) for command, title in ways)
    return Content(subject=f"Sak {notice.ref}: {title}", text=text, actions=own)


def handed_over(notice: Notice) -> Content:
    """A colleague has given a task to whoever reads this."""
    what = _job(notice)
    by = clean(notice.values.get("by", "")) or "En kollega"
    text = f"{by} har gitt deg en oppgave i sak {notice.ref}. {tasks.job(what)}"
    return Content(subject=f"Sak {notice.ref}: Ny oppgave", text=text, actions=tasks.actions(what))


def _job(notice: Notice) -> jobs.Job:
    values = notice.values
    return jobs.Job(
        kind=PromiseKind(values.get("kind", PromiseKind.ANSWER)),
        ref=notice.ref,
        role=Role(values["role"]) if values.get("role") else None,
        person=values.get("person", ""),
        toward=Toward(values.get("toward", Toward.OWNER)),
        sends=SendingKind(values["sends"]) if values.get("sends") else None,
        due=day_of(notice, "due"),
        met=notice.on,
        meets=MeetingKind(values["meets"]) if values.get("meets") else None,
        asked=day_of(notice, "asked"),
        reminded=day_of(notice, "reminded"),
        channel=Channel(values["channel"]) if values.get("channel") else None,
        name=values.get("name", ""),
        office=values.get("office", ""),
        phone=values.get("phone", ""),
        contact=bool(values.get("contact")),
        telling=bool(values.get("telling")),
        tried=tuple(date.fromisoformat(on) for on in listed_in(notice, "tried")),
        proposed=bool(values.get("proposes")),
        linked=bool(values.get("linked")),
        lacking=tuple(int(number) for number in listed_in(notice, "lacking")),
        has=clean(values.get("has", "")),
        told=tuple(_reminders(values.get("told", ""))),
        put_off=day_of(notice, "put_off"),
    )


def _reminders(said: str) -> Iterator[tuple[str, date]]:
    for line in said.splitlines():
        on, _, name = line.partition(" ")
        yield clean(name), date.fromisoformat(on)


_TITLES = {
    PromiseKind.EXTRA_MEETING: "Et ekstra møte må avtales",
    PromiseKind.ASSESSMENT_START: "Ble utredningen startet?",
    PromiseKind.MEETING_HELD: "Ble møtet holdt?",
    PromiseKind.CLOSE: "Forløpet kan avsluttes",
    **papers.TITLES,
    **checklists.TITLES,
    PromiseKind.ANSWER: "Svar mangler",
    PromiseKind.TIMES: "Svar om tider mangler",
    PromiseKind.TIMES_CHOICE: "Tidspunkt må velges",
    PromiseKind.TIME_QUESTION: "Tidspunktet passer ikke",
    PromiseKind.SECURE_MESSAGE: "En melding må sendes",
    PromiseKind.PHONE_CALL: "Noen må ringes",
    PromiseKind.CONSENT: "Samtykke mangler",
    PromiseKind.WISHES: "Pasientens ønsker mangler",
    PromiseKind.PLACE: "Sted må avtales",
    PromiseKind.SHM2_DETAILS: "SHM2 må avtales",
    PromiseKind.LINK: "Lenken mangler",
    PromiseKind.REMINDER: "En påminnelse må sendes",
    PromiseKind.MILESTONE: "Fristen nærmer seg",
    PromiseKind.POSTPONED: "Bestem hva dere gjør",
    PromiseKind.PREVIEW: "Pasienten kan kalles inn",
    PromiseKind.NEW_GP: "Ny fastlege?",
    PromiseKind.CALL_BACK: "Noen venter på å bli ringt opp",
    PromiseKind.QUESTION: "En e-post må vurderes",
    PromiseKind.AWAY: away_tasks.TITLE,
}


def _demand(notice: Notice) -> str:
    value = notice.values.get("milestone", "")
    return names.milestone_demand(Milestone(value)) if value else "Neste møte må holdes"


def milestone_warning(notice: Notice) -> Content:
    """Deadline, latest safe day, and the meeting's day where `meeting_on` is given (F2, F10).

    An empty `meeting_on` says that there is no date yet.
    """
    deadline, safe = day_of(notice, "deadline"), day_of(notice, "latest_safe_day")
    met, planned = day_of(notice, "meeting_on"), "meeting_on" in notice.values
    for_meeting = notice.values.get("milestone", "") != Milestone.ASSESSMENT_STARTED
    no_date = "Møtet har ingen dato ennå." if planned else ""
    by = f"senest {dates.full(deadline)}" if deadline else "snart"
    sending = f"Siste trygge dag for å sende innkallingen er {dates.medium(safe)}." if safe else ""
    text = sentences(
        f"Sak {notice.ref}: {_demand(notice)} {by}.",
        sending if for_meeting else "",
        f"Møtet er satt opp {dates.medium(met)}." if met else no_date,
    )
    ways = (_CALL, _RECORD) if for_meeting else (_RECORD, ask_appointments.SET_UP)
    return framed(notice, "Fristen nærmer seg", text, *ways)


_AGAIN = ("kall inn", "Avtal nytt tidspunkt")
_CALL, _RECORD = ("kall inn", "Kall inn"), ("milepæl", "Registrer milepæl")


def deadline_passed(notice: Notice) -> Content:
    """The day is over and the milestone is not recorded (F10)."""
    deadline = day_of(notice, "deadline")
    day = f" {dates.full(deadline)}" if deadline else ""
    value = notice.values.get("milestone", "")
    missing = f"«{names.milestone(Milestone(value))}»" if value else "Neste milepæl"
    text = (
        f"Fristen i sak {notice.ref} gikk ut{day}. {missing} er ikke registrert. "
        "Er det gjort, så registrer det. Hvis ikke, finn en dag så snart som mulig."
    )
    arrange = ask_appointments.SET_UP if value == Milestone.ASSESSMENT_STARTED else _CALL
    return framed(notice, "Fristen er passert", text, _RECORD, arrange)


def meeting_not_held(notice: Notice) -> Content:
    """A colleague has said that a meeting came to nothing."""
    kind = notice.values.get("meeting", "")
    meeting = names.meeting(MeetingKind(kind)) if kind else "Møtet"
    day = f" {dates.full(notice.on)}" if notice.on else ""
    text = f"{meeting}{day} i sak {notice.ref} ble ikke holdt. Det må avtales et nytt tidspunkt."
    return framed(notice, "Møtet ble ikke holdt", text, _AGAIN)


def deputy(notice: Notice) -> Content:
    """Whoever reads this does a colleague's work for a time."""
    first, last = day_of(notice, "first"), day_of(notice, "last")
    told = ask_absence.told(
        clean(notice.values.get("name", "")) or "En kollega",
        first or date.max,
        last,
        day_of(notice, "today") or date.min,
    )
    return Content(subject="Du er vikar", text=told, actions=(("oppgaver", "Vis oppgavene"),))


def deputy_off(notice: Notice) -> Content:
    """Whoever reads this need not do a colleague's work after all."""
    told = ask_absence.not_away(
        clean(notice.values.get("name", "")) or "En kollega", day_of(notice, "first") or date.max
    )
    return Content(
        subject="Du er ikke vikar likevel",
        text=sentences(told, "Du trenger ikke å være vikar."),
        actions=(("oppgaver", "Vis oppgavene"),),
    )


def gone_staff(notice: Notice) -> Content:
    """Somebody is not in the clinic's file any more, and has open cases."""
    who = [clean(name) for name in listed_in(notice, "names")]
    ways = tuple((f"overfør sakene fra {name}", f"Overfør sakene fra {name}") for name in who[:2])
    return Content(subject="Saker uten ansvarlig", text=ask_leaving.gone(who), actions=ways)


def closed(notice: Notice) -> Content:
    """The pathway has ended and all is quiet (R10, F6)."""
    reason = ClosedReason(notice.values.get("reason", ClosedReason.OTHER))
    quiet = "Avlysninger sendes nå. Ingen får flere påminnelser."
    if reason is ClosedReason.DIED:
        quiet = f"{quiet} Ingenting sendes til pasienten."
    text = f"Sak {notice.ref} er avsluttet: {names.closed_reason(reason)}. {quiet}"
    return framed(notice, "Saken er avsluttet", text)


NOTICES: Mapping[str, Callable[[Notice], Content]] = {
    "gate_p_open": answer_notices.gate_p_open,
    "gp_said_yes": answer_notices.gp_said_yes,
    "gp_comes_after_all": answer_notices.gp_comes_after_all,
    "gp_said_no": answer_notices.gp_said_no,
    "gp_new_time": answer_notices.gp_new_time,
    "without_gp": answer_notices.without_gp,
    "gp_tentative": answer_notices.gp_tentative,
    "participant_declined": answer_notices.gp_said_no,
    "participant_new_time": answer_notices.gp_new_time,
    "participant_comment": answer_notices.participant_comment,
    "answer_kept": answer_notices.answer_kept,
    "times_answered": times_notices.answered,
    "hold_refused": times_notices.hold_refused,
    "question": mail_notices.question,
    "strays": mail_notices.strays,
    "undelivered": delivery_notices.undelivered,
    "given_up": delivery_notices.given_up,
    "not_in_calendar": delivery_notices.not_in_calendar,
    "consent_withdrawn": delivery_notices.consent_withdrawn,
    "link_missing": delivery_notices.link_missing,
    "secure_message_to_send": delivery_notices.secure_message_to_send,
    "patient_needs_letter": delivery_notices.patient_needs_letter,
    "cancel_by_hand": delivery_notices.cancel_by_hand,
    "colleague_unreached": delivery_notices.colleague_unreached,
    "colleague_without_chat": delivery_notices.colleague_without_chat,
    "mailbox_down": delivery_notices.mailbox_down,
    "calendar_down": delivery_notices.calendar_down,
    "rooms_down": delivery_notices.rooms_down,
    "holds_down": delivery_notices.holds_down,
    "subscription_down": delivery_notices.subscription_down,
    "ring_participant": phone_notices.ring_participant,
    "do_not_ring": phone_notices.do_not_ring,
    "deputy": deputy,
    "deputy_off": deputy_off,
    "gone_staff": gone_staff,
    "task": task,
    "handed_over": handed_over,
    "milestone_warning": milestone_warning,
    "deadline_passed": deadline_passed,
    "meeting_not_held": meeting_not_held,
    "meeting_runs": run_notices.meeting_runs,
    "part_over": run_notices.part_over,
    "meeting_over_time": run_notices.meeting_over_time,
    "video_began": run_notices.video_began,
    "video_ended": run_notices.video_ended,
    "came_outside_part": run_notices.came_outside_part,
    "let_out": run_notices.let_out,
    "no_midway": run_notices.no_midway,
    "tell_minute": run_notices.tell_minute,
    "tell_over": run_notices.tell_over,
    "meeting_changed": today_notices.meeting_changed,
    "closed": closed,
    "briefing": briefing.briefing,
}
