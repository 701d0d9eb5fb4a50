"""*Svar*, *milepæl*, *sendt* and *utsett*: what is asked, and what is said afterwards."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from dialogs.wording.nb import dates, doctors, names, planning
from dialogs.wording.nb.grammar import capital, sentences
from pathway.model import Answer
from pathway.words import Channel, Milestone, Role, Substitute, Verdict

V = TypeVar("V")

ANSWER_TITLE = "Registrer svar"
WHO = ("Hvem har svart?", "Hvem", "Velg fra listen.")
VERDICT = ("Hva var svaret?", "Svar", "Skriv ja, nei, kanskje eller nytt tidspunkt.")
PROPOSED = (
    "Hvilket tidspunkt foreslår de?",
    "Foreslått tid",
    "Skriv dag og klokkeslett, for eksempel «tirsdag uke 48 kl. 10.30».",
)
CHANNEL = ("Hvordan kom svaret?", "Svaret kom", "Skriv telefon, e-melding, e-post eller brev.")
AT = ("Når kom svaret?", "Dato", "Skriv en dato, for eksempel «i dag» eller «i går».")
BY = ("Hvem svarte på legekontoret?", "Svarte", "Velg fra listen.")
BY_NAME = ("Hva heter legen som svarte?", "Legens navn", "Skriv navnet.")
TEXT = ("Skriv en kommentar hvis det er mer å si.", "Kommentar", "Skriv kort, høyst 300 tegn.")

BY_CHOICES = {
    Substitute.NONE: "Fastlegen selv",
    Substitute.FOR_NOW: "En annen lege, bare denne gangen",
    Substitute.FOR_GOOD: "En annen lege som har overtatt",
}
SAVE_ANSWER = "Registrer svaret"
ANSWER_QUESTION = "Skal jeg registrere svaret?"

MILESTONE_TITLE = "Milepæl"
WHAT = ("Hva har skjedd?", "Milepæl", "Velg fra listen.")
ON = ("Når var det?", "Dato", "Skriv en dato, for eksempel «i dag» eller 24.11.2026.")
NOT_HELD = "not_held"
MILESTONES = {
    "assessment_started": "Utredning startet",
    "assessment_not_held": "Utredning ikke startet",
    "shm1_held": "SHM1 holdt",
    "shm1_not_held": "SHM1 ikke holdt",
    "shm2_held": "SHM2 holdt",
    "shm2_not_held": "SHM2 ikke holdt",
}
DID_IT_START = (
    ("milepæl utredning startet", "Ja, registrer"),
    ("milepæl utredning ikke startet", "Nei, ikke startet"),
)
NOT_STARTED = "Utredningen ble ikke startet som avtalt"
ARRANGE_AGAIN = "Sett opp en ny utredning"
SAVE_MILESTONE = "Registrer"
MILESTONE_QUESTION = "Skal jeg registrere dette?"

SENT_TITLE = "Kryss av"
TASK = ("Hva gjelder det?", "Oppgave", "Velg fra listen.")
SENT_QUESTION = "Er dette gjort?"
SENT_YES = "Jeg har gjort det"

SNOOZE_TITLE = "Utsett"
UNTIL = ("Til når?", "Til", "Skriv en dato, for eksempel «i morgen» eller «mandag».")
SNOOZE_QUESTION = "Skal jeg skjule oppgaven?"
SNOOZE_YES = "Skjul oppgaven"

_VERDICT_WORDS = {
    "passer": Verdict.ACCEPTED,
    "kommer": Verdict.ACCEPTED,
    "det passer": Verdict.ACCEPTED,
    "passer ikke": Verdict.DECLINED,
    "kan ikke": Verdict.DECLINED,
    "foreløpig": Verdict.TENTATIVE,
    "usikker": Verdict.TENTATIVE,
    "ny tid": Verdict.NEW_TIME,
    "nytt tidspunkt": Verdict.NEW_TIME,
    "annen tid": Verdict.NEW_TIME,
    "annet tidspunkt": Verdict.NEW_TIME,
}
_CHANNEL_WORDS = {
    "telefon": Channel.PHONE,
    "tlf": Channel.PHONE,
    "ringte": Channel.PHONE,
    "e-melding": Channel.SECURE_MESSAGE,
    "emelding": Channel.SECURE_MESSAGE,
    "dialogmelding": Channel.SECURE_MESSAGE,
    "journalen": Channel.SECURE_MESSAGE,
    "journalsystemet": Channel.SECURE_MESSAGE,
    "e-post": Channel.MAIL,
    "epost": Channel.MAIL,
    "mail": Channel.MAIL,
    "brev": Channel.LETTER,
}
_ROLE_WORDS = {
    "fastlegen": Role.GP,
    "fastlege": Role.GP,
    "legen": Role.GP,
    "pasienten": Role.PATIENT,
    "pasient": Role.PATIENT,
    "nav": Role.NAV_ADVISER,
    "henviser": Role.REFERRER,
    "henviseren": Role.REFERRER,
}


def verdict_named(said: str) -> Verdict | None:
    """The answer that these words are, yes and no apart."""
    return _VERDICT_WORDS.get(said)


def channel_named(rest: str) -> Channel | None:
    """How the answer came, where the words say so."""
    return _named(rest, _CHANNEL_WORDS)


def role_named(rest: str) -> Role | None:
    """Who answered, where the words say so."""
    return _named(rest, _ROLE_WORDS)


def _named(rest: str, words: dict[str, V]) -> V | None:
    said = [word.strip(".,!?:").lower() for word in rest.split()]
    return next((words[word] for word in said if word in words), None)


def is_named(word: str) -> bool:
    """Whether the word says who answered, or how."""
    said = word.strip(".,!?:").lower()
    return said in _CHANNEL_WORDS or said in _ROLE_WORDS or said in {"på", "i", "har", "fra", "som"}


def verdict(what: Verdict) -> str:
    """As a choice: "Ja"."""
    return capital(names.verdict(what))


def channel(way: Channel) -> str:
    """As a choice: "Telefon"."""
    return capital(names.channel(way))


def invitee(who: str, meeting: str, start: datetime) -> str:
    """As "Fastlegen (Kari Nordmann), SHM1 24. november 2026"."""
    return f"{who}, {meeting} {dates.short_year(start)}"


def answer_facts(
    who: str, what: Verdict, way: Channel, at: date, by: str, proposed: datetime | None
) -> list[tuple[str, str]]:
    """The answer in five facts."""
    said = verdict(what)
    return [
        ("Hvem", who),
        ("Svar", f"{said}, {dates.moment(proposed)}" if proposed else said),
        ("Svaret kom", f"{names.by_channel(way)} {dates.full(at)}"),
        ("Svarte", by),
    ]


def answered_by(how: Substitute, name: str) -> str:
    """As "Fastlegen selv", "Per Vikar (en annen lege, bare denne gangen)"."""
    said = BY_CHOICES[how]
    return f"{name} ({said[:1].lower()}{said[1:]})" if name else said


def evidence(way: Channel, staff: str) -> str:
    """How the answer is known."""
    return f"Registrert av {staff}, kom {names.by_channel(way)}"


def recorded(ref: str, who: str, answer: Answer) -> str:
    """An answer was kept; `who` was asked, and somebody else may have given it, and as what."""
    by, what = answer.by_name, answer.verdict
    said = "har svart" if by and what is Verdict.NEW_TIME else names.answered(what)
    instead = f" {doctors.instead(answer.substitute, who)}" if by else ""
    first = f"Svaret er registrert i sak {ref}: {by or who} {said}{instead}."
    wish = f"Legen {names.answered(what)}." if by and what is Verdict.NEW_TIME else ""
    kept = "" if answer.counts else "Det er tatt vare på, men endrer ingenting."
    return sentences(first, wish, kept)


def comment(text: str) -> str:
    """What was written with the answer, on one line."""
    return f"{TEXT[1]}: {' '.join(text.split())}" if text else ""


def decide_now(what: Verdict, role: Role, ref: str) -> str:
    """After a doctor's or the patient's no or other time, which nobody guesses at (D2)."""
    if role is not Role.PATIENT:
        return f"Hva har dere bestemt? Skriv «bestem {ref}»."
    if what is Verdict.NEW_TIME:
        return f"Hvilket tidspunkt har dere bestemt? Skriv «flytt {ref}» for å flytte møtet."
    return (
        f"Hva har dere bestemt? Skriv «flytt {ref}» for å finne et nytt tidspunkt, "
        f"eller «avlys {ref}» for å avlyse."
    )


def after_all() -> str:
    """A doctor who says yes to a meeting that was to be held without one (D2)."""
    return "Dere hadde bestemt å holde møtet uten fastlege. Nå er legen med likevel."


def patient_next(answer: Answer | None = None) -> str:
    """After a GP's yes; one who says to have taken over is put in the GP's place first (F14)."""
    if answer is not None and answer.substitute is Substitute.FOR_GOOD:
        return "Stemmer det, så bytt fastlege først. Så kan pasienten kalles inn."
    return "Pasienten kan nå kalles inn."


def no_answers(ref: str) -> str:
    """Nobody holds an invitation."""
    return f"Ingen er kalt inn i sak {ref} ennå. Skriv «kall inn {ref}»."


def milestone_facts(what: str, on: date, reason: str) -> list[tuple[str, str]]:
    """The milestone in three facts."""
    return [("Milepæl", MILESTONES[what]), ("Dato", dates.full(on)), ("Grunn", reason)]


def milestone_recorded(ref: str, what: str, on: date) -> str:
    """A milestone was recorded."""
    return f"Registrert i sak {ref}: {MILESTONES[what]} {dates.full(on)}."


def next_deadline(which: Milestone, day: date | None, today: date) -> str:
    """What must happen next, or should have happened."""
    return planning.must_by(which, day, today) if day else ""


def all_reached(ref: str) -> str:
    """No milestone is left to record."""
    return (
        f"Alle milepæler i sak {ref} er registrert. "
        f"Skriv «rett opp {ref}» for å endre en dato, "
        f"eller «avslutt forløpet {ref}» for å avslutte."
    )


def no_tasks(ref: str) -> str:
    """Nothing to tick or put off."""
    return f"Det er ingen slike oppgaver i sak {ref} nå."


def postpone_instead(ref: str) -> str:
    """It may be the meeting that is to be put off."""
    return f"Skal møtet utsettes, skriver du «utsett møtet {ref}»."


def ticked(ref: str) -> str:
    """Something was ticked off."""
    return f"Takk! Det er krysset av i sak {ref}."


def hidden(ref: str, until: date, why: str = "") -> str:
    """A task was put off."""
    put_off = f"Oppgaven i sak {ref} er skjult til {dates.full(until)}. Fristen er den samme."
    return sentences(put_off, f"Grunnen er lagret: {why.rstrip('.')}." if why else "")


def hide_facts(task: str, until: date, why: str = "") -> list[tuple[str, str]]:
    """The task, until when, and why it may wait that long."""
    return [("Oppgave", task), ("Skjul til", dates.full(until)), (WHY_LATER[1], why)]


WHY_LATER = (
    "Hvorfor kan oppgaven vente?",
    "Grunn",
    "Velg fra listen, eller skriv kort hvorfor. Ikke skriv helseopplysninger.",
)
WHY_LATER_CHOICES = (
    "Tidspunktet er avtalt på annen måte",
    "Vi venter på noen utenfor klinikken",
    "Pasienten ønsker å vente",
)


def safe_until(which: Milestone, day: date | None) -> str:
    """That it is put off for longer than is safe (F2)."""
    if day is None:
        return ""
    if which is Milestone.ASSESSMENT_STARTED:
        return f"Siste trygge dag for å starte utredningen er {dates.medium(day)}."
    return f"Siste trygge dag for å sende innkallingen er {dates.medium(day)}."


NOT_LATER = "Dagen må være i morgen eller senere."
