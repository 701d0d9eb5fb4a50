"""What settles each kind of task, as typed commands with titles, without the reference."""

from __future__ import annotations

from dialogs.wording.nb import (
    ask_answer,
    ask_appointments,
    ask_extra,
    ask_held,
    ask_office,
    ask_which_times,
    away_tasks,
    checklists,
    papers,
    referral,
)
from dialogs.wording.nb.jobs import Job
from dialogs.wording.nb.notices import mail as mail_notices
from pathway.outgoing import SendingKind
from pathway.words import Channel, Milestone, PromiseKind, Role

DONE = (("sendt", "Ferdig"),)
SENT = (("sendt", "Jeg har sendt den"),)
SENT_BY = {
    Channel.LETTER: (("sendt brevet", "Jeg har sendt brevet"),),
    Channel.SMS: (("sendt SMS", "Jeg har sendt SMS-en"),),
    Channel.PHONE: (("ringt", "Jeg har ringt"),),
}
IN_CALENDAR = (("gjort i kalenderen", "Det står i kalenderen"),)
ASKING_TIMES = frozenset({SendingKind.TIMES, SendingKind.TIMES_REMINDER})
ACTIONS = {
    PromiseKind.TIMES: (ask_which_times.RECORD,),
    PromiseKind.TIMES_CHOICE: (ask_which_times.LOOK,),
    PromiseKind.ANSWER: (("svar", "Registrer svar"),),
    PromiseKind.STILL_STANDS: (("svar", "Registrer svar"),),
    PromiseKind.SECURE_MESSAGE: SENT,
    PromiseKind.REMINDER: SENT,
    PromiseKind.PHONE_CALL: (("sendt", "Jeg har ringt"),),
    PromiseKind.CONSENT: (("samtykke", "Registrer samtykke"),),
    PromiseKind.PREVIEW: (("kall inn pasienten", "Kall inn pasienten"),),
    PromiseKind.WISHES: (("ønsker", "Registrer ønsker"),),
    PromiseKind.PLACE: (("sendt", "Det er avtalt"),),
    PromiseKind.CALL_BACK: (("sendt", "Jeg har ringt"),),
    PromiseKind.SHM2_DETAILS: (("kall inn", "Kall inn til SHM2"),),
    PromiseKind.LINK: (("lenke", "Legg inn lenken"),),
    PromiseKind.NEW_GP: (("annen lege", "Bytt fastlege"),),
    PromiseKind.POSTPONED: (ask_office.DECIDE,),
    PromiseKind.QUESTION: (mail_notices.LOOK,),
    PromiseKind.EXTRA_MEETING: ask_extra.WAYS,
    PromiseKind.INTERVIEW: (("intervjubrevet er sendt", "Brevet er sendt"),),
    PromiseKind.ASSESSMENT_START: ask_answer.DID_IT_START,
    PromiseKind.INTAKE: checklists.SHOW,
    PromiseKind.CLOSING: checklists.SHOW,
    PromiseKind.CLOSE: (("avslutt forløpet", "Avslutt forløpet"),),
}


def _milestone(what: Job) -> tuple[tuple[str, str], ...]:
    """That it is reached, or what leads to it."""
    starts = what.milestone is Milestone.ASSESSMENT_STARTED
    arrange = ask_appointments.SET_UP if starts else ("kall inn", "Kall inn")
    return ("milepæl", "Registrer milepæl"), arrange


_OWN_WAYS = {
    **dict.fromkeys(papers.WAYS, papers.ways),
    PromiseKind.MEETING_HELD: lambda what: ask_held.ways(what.meets),
    PromiseKind.MILESTONE: _milestone,
    PromiseKind.AWAY: away_tasks.ways,
    PromiseKind.REFERRAL_CONTENT: referral.ways,
}
"""Where what settles it depends on more than its kind."""


def settling(what: Job) -> tuple[tuple[str, str], ...]:
    """What settles a task where nothing is to be decided."""
    own = _OWN_WAYS.get(what.kind)
    return own(what) if own else ACTIONS.get(what.kind, DONE)


def of_an_office(kind: PromiseKind, *, asked: bool) -> tuple[tuple[str, str], ...]:
    """An office's answer may lie in the EHR; one that is more than `asked` is rung."""
    if kind is PromiseKind.TIMES:
        return ask_which_times.QUESTION if asked else (ask_which_times.RECORD,)
    return ask_office.QUESTION if asked else ask_office.INSTEAD_OF_CALLING


def sent_by(
    channel: Channel, sends: SendingKind | None, role: Role | None
) -> tuple[tuple[str, str], ...]:
    """That it is done by hand; whoever is rung about times has answered at once.

    For a colleague without an address somebody writes in a calendar, and no letter is sent.
    """
    if channel is Channel.LETTER and role is Role.CLINICIAN:
        return IN_CALENDAR
    rung = channel is Channel.PHONE and sends in ASKING_TIMES
    return (ask_which_times.RECORD, *SENT_BY[channel]) if rung else SENT_BY[channel]
