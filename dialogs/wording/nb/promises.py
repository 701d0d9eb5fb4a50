"""Promises as the board says them: what is waited for, since when, and whether it is late."""

from __future__ import annotations

from dialogs.wording.nb import dates, names
from pathway.views import Waiting
from pathway.words import DOCTORS, Channel, PromiseKind, Role

_NOUNS = {
    PromiseKind.ANSWER: "svar fra {who}",
    PromiseKind.TIME_QUESTION: "valg av nytt tidspunkt",
    PromiseKind.SECURE_MESSAGE: "e-melding til {who}",
    PromiseKind.PHONE_CALL: "telefon til {who}",
    PromiseKind.CONSENT: "samtykke til å kontakte {who}",
    PromiseKind.WISHES: "pasientens ønsker for møtet",
    PromiseKind.PLACE: "avtale om sted",
    PromiseKind.PREVIEW: "innkalling av {who}",
    PromiseKind.LINK: "lenke til møtet",
    PromiseKind.REMINDER: "påminnelse til {who}",
    PromiseKind.STILL_STANDS: "bekreftelse fra {who}",
    PromiseKind.ACTION_PLAN_FINISH: "ferdig tiltaksplan",
    PromiseKind.ACTION_PLAN_DISTRIBUTE: "utsending av tiltaksplanen",
    PromiseKind.NOTE_WRITE: "journalnotat",
    PromiseKind.NOTE_SEND: "utsending av journalnotatet",
    PromiseKind.SHM2_DETAILS: "dato og deltakere til SHM2",
    PromiseKind.EXTRA_MEETING: "ekstra møte med pasienten",
    PromiseKind.ASSESSMENT_START: "beskjed om at utredningen er startet",
    PromiseKind.MEETING_HELD: "svar på om møtet ble holdt",
    PromiseKind.INTAKE: "oppgavene ved mottak",
    PromiseKind.CLOSING: "oppgavene ved avslutning",
    PromiseKind.CLOSE: "avslutning av forløpet",
    PromiseKind.REFERRAL_CONTENT: "opplysninger fra henviseren",
    PromiseKind.INTERVIEW: "brev om intervju",
    PromiseKind.MILESTONE: "neste milepæl",
    PromiseKind.POSTPONED: "avgjørelse etter utsettelse",
    PromiseKind.BRIEFING: "orientering før møtet",
    PromiseKind.CALL_BACK: "oppringing av {who}",
    PromiseKind.NEW_GP: "avklaring av hvem som er fastlege",
    PromiseKind.QUESTION: "vurdering av en e-post om møtet",
    PromiseKind.TIMES: "svar om tider fra {who}",
    PromiseKind.TIMES_CHOICE: "valg av tidspunkt",
    PromiseKind.AWAY: "avklaring av hvem som kommer på møtet",
}

_NOBODY = {
    PromiseKind.ANSWER: "svar",
    PromiseKind.TIMES: "svar om tider",
    PromiseKind.SECURE_MESSAGE: "melding som må sendes for hånd",
    PromiseKind.PHONE_CALL: "telefonsamtale",
    PromiseKind.CONSENT: "samtykke",
    PromiseKind.PREVIEW: "innkalling",
    PromiseKind.REMINDER: "påminnelse",
    PromiseKind.STILL_STANDS: "bekreftelse",
}


def promise(kind: PromiseKind, who: Role | None = None, way: Channel | None = None) -> str:
    """What is waited for: "svar fra fastlegen"; `who` is the one outside whom it concerns."""
    if who is None:
        return _NOBODY.get(kind) or _NOUNS[kind]
    if kind is PromiseKind.SECURE_MESSAGE and who is Role.CLINICIAN and way is Channel.LETTER:
        return "møtet i klinikerens kalender"
    if kind is PromiseKind.SECURE_MESSAGE and who not in DOCTORS:
        return f"{names.channel(way or Channel.LETTER)} til {names.role_definite(who)}"
    return _NOUNS[kind].format(who=names.role_definite(who))


def waiting(open_promise: Waiting) -> str:
    """As "svar fra fastlegen (siden 2. november, frist 16. november)"."""
    return f"{awaited(open_promise)} ({since(open_promise)})"


def awaited(open_promise: Waiting) -> str:
    """As "svar fra fastlegen"."""
    who = open_promise.about_role or _owner(open_promise)
    return promise(open_promise.kind, who, open_promise.channel)


def due(open_promise: Waiting) -> str:
    """As "frist 16. november"; who answers has a deadline of their own, and then it is decided."""
    day = dates.near(open_promise.due, open_promise.since)
    if open_promise.kind in {PromiseKind.ANSWER, PromiseKind.TIMES}:
        return f"skulle vært avgjort {day}" if open_promise.overdue else f"avgjøres {day}"
    return f"fristen var {day}" if open_promise.overdue else f"frist {day}"


def since(open_promise: Waiting) -> str:
    """As "siden 2. november, frist 16. november"."""
    when = due(open_promise)
    if open_promise.kind in {PromiseKind.MILESTONE, PromiseKind.POSTPONED}:
        return when
    return f"siden {dates.short(open_promise.since)}, {when}"


def _owner(open_promise: Waiting) -> Role | None:
    """The owner where it is somebody to whom we wait, never the staff who are to do it."""
    staff = {Role.SECRETARY, Role.COORDINATOR, Role.LEADER}
    return None if open_promise.owner_role in staff else open_promise.owner_role
