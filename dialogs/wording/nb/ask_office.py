"""The GP's office: chased by hand, several facts at once, another way of attending, postponed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from dialogs.wording.nb import dates, names, phones
from dialogs.wording.nb.grammar import capital, counted, listed, sentences
from pathway.words import Attendance, MeetingKind

DOCTORS_WAYS = (
    ("flytt", "Nytt tidspunkt"),
    ("annen lege", "En annen lege"),
    ("fastlegen deltar", "Deltar i en del eller på telefon"),
    ("uten fastlege", "Møte uten fastlege"),
    ("utsett møtet", "Utsett"),
    ("svar fra legekontoret", "Flere ting"),
)
"""What may be decided when a doctor cannot come, or says nothing (D2)."""

POSTPONED_WAYS = (
    ("kall inn", "Nytt møte"),
    ("annen lege", "En annen lege"),
    ("utsett møtet", "Utsett igjen"),
    ("avslutt forløpet", "Avslutt forløpet"),
)
"""What may be decided in a case that was put off (F15)."""

OTHERS_WAYS = (("flytt", "Nytt tidspunkt"), ("svar", "Registrer svar"))
DECIDE = ("bestem", "Bestem")
QUESTION = (("svar", "Ja, registrer"), ("purr", "Nei, purr"))
INSTEAD_OF_CALLING = (("svar", "Registrer svar"), ("purr", "Skriv på nytt i stedet"))

DECIDE_TITLE = "Hva har dere bestemt?"

REMIND_TITLE = "Purring"
WHO_TO_REMIND = ("Hvem skal purres?", "Mottaker", "Velg fra listen.")
REMIND_QUESTION = "Skal jeg sende påminnelsen nå?"
REMIND = "Send påminnelsen"
HAVE_SENT = "Jeg har sendt den"

HAND_TITLE = "Gi videre"
HAND_TO = ("Hvem skal ta over oppgaven?", "Til", "Velg fra listen.")
HAND_QUESTION = "Skal jeg gi oppgaven videre?"
HAND = "Gi oppgaven videre"

POSTPONE_TITLE = "Utsett møtet"
DECIDE_ON = (
    "Hvilken dag skal dere bestemme hva dere gjør?",
    "Bestem innen",
    "Skriv en dato, for eksempel «mandag» eller 01.12.2026.",
)
POSTPONE = "Utsett møtet"
POSTPONE_QUESTION = "Skal jeg utsette møtet?"

OFFICE_TITLE = "Svar fra legekontoret"
ANOTHER = (
    "Er det en annen lege som kommer? Skriv navn og legekontor, eller «nei».",
    "Annen lege",
    "Skriv «nei», eller for eksempel «Kari Nordmann, Solsiden legesenter».",
)
SAME_DOCTOR = "Nei, samme lege"
SAME_WORDS = frozenset({"nei", "samme", "samme lege", "fastlegen", "fastlegen selv", "nope"})
EMAIL = (
    "Hva er e-postadressen til legen? Det kan vente.",
    "E-post",
    "Skriv for eksempel post@legekontor.example.",
)
WHEN = (
    "Hvilket tidspunkt passer?",
    "Tidspunkt",
    "Skriv dag og klokkeslett, for eksempel «tirsdag uke 48 kl. 10.30».",
)
AGREED = (
    "Har legekontoret allerede sagt ja til dette?",
    "Avklart med legekontoret",
    "Skriv ja eller nei.",
)
AGREED_CHOICES = {"yes": "Ja, vi trenger ikke nytt svar", "no": "Nei, spør legen"}
SETTLE_QUESTION = "Skal jeg gjøre dette?"
SETTLE = "Gjør dette"

ATTEND_TITLE = "Fastlegen deltar"
PARTS = (
    "Hvilke deler av møtet deltar legen i?",
    "Deler",
    "Skriv «hele møtet», «del 2» eller «1 og 2».",
)
ALL_PARTS = "Hele møtet"
ALL_WORDS = frozenset({"hele", "hele møtet", "alle", "alle deler", "alt"})
HOW = ("Hvordan deltar legen?", "Deltar", "Skriv video, telefon eller på klinikken.")
NUMBER = (
    "Hvilket nummer skal møtelederen ringe?",
    "Telefon",
    "Skriv nummeret, for eksempel 55 55 12 34.",
)
_ANOTHER_DOCTOR = (["annen", "lege"], ["ny", "lege"], ["ny", "fastlege"])
_LOCUM = frozenset({"vikar", "vikaren"})
_TELEPHONE = frozenset({"telefon", "telefonen", "tlf", "ringes", "ring"})
_VIDEO = frozenset({"video", "skjerm", "videoen"})
_CLINIC = frozenset({"klinikken", "oppmøte", "fysisk"})
_PART_WORDS = frozenset({"del", "i", "og", "bare", "med", "på", "deler", "delene", "delen"})


def part(number: int, title: str) -> str:
    """As "Del 2 (Arbeid, utdanning og økonomi)"."""
    return f"Del {number} ({names.part(title)})"


def part_numbers(said: str, parts: int) -> tuple[int, ...]:
    """The parts that the words name by number; none where other words stand there."""
    words_ = [word.strip(".") for word in said.replace(",", " ").replace("-", " - ").split()]
    numbers = [int(word) for word in words_ if word.isascii() and word.isdigit()]
    others = {word for word in words_ if not word.isdigit()} - _PART_WORDS - {"-", ""}
    fits = numbers and all(1 <= number <= parts for number in numbers)
    if not fits or others:
        return ()
    if "-" in words_ and len(numbers) == 2:  # noqa: PLR2004 - from and to
        return tuple(range(numbers[0], numbers[1] + 1))
    return tuple(sorted(set(numbers)))


def doctor_named(said: str) -> str:
    """Who comes instead, after "annen lege" or the like; empty where nobody is named."""
    words_ = said.split()
    size = 2 if [word.lower() for word in words_[:2]] in _ANOTHER_DOCTOR else 1
    one = bool(words_) and words_[0].lower() in _LOCUM
    return " ".join(words_[size:]) if one or size > 1 else ""


def way_named(rest: str) -> Attendance | None:
    """How the doctor attends, where the words say so."""
    said = {word.strip(".,!?").lower() for word in rest.split()}
    ways = {
        Attendance.TELEPHONE: _TELEPHONE,
        Attendance.VIDEO: _VIDEO,
        Attendance.CLINIC: _CLINIC,
    }
    found = [way for way, words_ in ways.items() if said & words_]
    return found[0] if len(found) == 1 else None


def parts_said(numbers: Sequence[int], parts: int) -> str:
    """As "Hele møtet", "Del 1 og 2 av 3"."""
    if len(numbers) == parts:
        return ALL_PARTS
    return f"Del {listed(str(number) for number in numbers)} av {parts}"


def _agreed(*, agreed: bool) -> str:
    return "Ja" if agreed else "Nei, vi spør legen"


def attend_facts(
    who: str, parts: str, how: Attendance, number: str, *, agreed: bool
) -> list[tuple[str, str]]:
    """Who attends what, and how."""
    return [
        ("Lege", who),
        (PARTS[1], parts),
        (HOW[1], capital(names.attendance(how))),
        (NUMBER[1], phones.number(number) if how is Attendance.TELEPHONE else ""),
        (AGREED[1], _agreed(agreed=agreed)),
    ]


def office_facts(
    doctor: str, scope: str, moment: datetime, *, agreed: bool, comment: str
) -> list[tuple[str, str]]:
    """What the office said, in five facts."""
    return [
        ("Lege", doctor),
        ("Gjelder", scope),
        (WHEN[1], dates.moment(moment)),
        (AGREED[1], _agreed(agreed=agreed)),
        ("Kommentar", " ".join(comment.split())),
    ]


def settled(ref: str) -> str:
    """What the office said has been done."""
    return f"Svaret fra legekontoret er registrert i sak {ref}."


def plain_answer(ref: str) -> str:
    """Neither doctor nor time is another."""
    return f"Da er det et vanlig svar. Skriv «svar {ref}»."


def nobody_asked(ref: str) -> str:
    """No doctor holds an invitation."""
    return f"Ingen lege er kalt inn i sak {ref}. Skriv «kall inn {ref}»."


def nobody_to_remind(ref: str) -> str:
    """Nobody owes an answer."""
    return f"Det er ingen å purre på i sak {ref} nå. Skriv «sak {ref}» for å se saken."


def reminder_ready(ref: str, who: str) -> str:
    """The text is to be copied, and ticked off."""
    copy = "Kopier teksten, og send den som e-melding i journalsystemet."
    return f"Påminnelsen til {who} i sak {ref} er klar. {copy}"


def letter_ready(ref: str, who: str) -> str:
    """The same where it does not go by the EHR."""
    return f"Påminnelsen til {who} i sak {ref} er klar. Kopier teksten, og send den i dag."


def reminder_leaves(ref: str, who: str) -> str:
    """The program sends it."""
    return f"Påminnelsen til {who} i sak {ref} blir sendt nå."


def handed(ref: str, name: str) -> str:
    """Somebody else has the task now."""
    return f"{name} har fått oppgaven i sak {ref} og får beskjed."


def hand_facts(task: str, name: str) -> list[tuple[str, str]]:
    """The task, and who gets it."""
    return [("Oppgave", task), ("Til", name)]


def postpone_facts(
    kind: MeetingKind, start: datetime | None, until: date, deadline: date | None
) -> list[tuple[str, str]]:
    """The meeting, the day to decide, and the deadline that stands."""
    return [
        (names.meeting(kind), dates.moment(start) if start else "ikke satt opp"),
        (DECIDE_ON[1], dates.full(until)),
        ("Fristen", dates.full(deadline) if deadline else ""),
    ]


def after_deadline(deadline: date) -> str:
    """The day to decide is later than the meeting must be held."""
    return f"Obs: Møtet må holdes senest {dates.full(deadline)}. Dagen du har valgt, er etter det."


def after_safe_day(safe: date) -> str:
    """The day to decide leaves too little time for the invitations before the deadline (F2)."""
    last = f"Siste trygge dag for å sende innkallingen er {dates.full(safe)}."
    return f"Obs: {last} Dagen du har valgt, er etter det."


def postponed(ref: str, until: date) -> str:
    """The meeting is off for now."""
    return sentences(
        f"Møtet i sak {ref} er utsatt.",
        f"Ingen purres om møtet før {dates.full(until)}. Da spør jeg hva dere har bestemt.",
    )


def nothing_to_decide(ref: str) -> str:
    """No doctor has said no or is silent for too long, and nothing is put off."""
    return f"Det er ingenting å bestemme i sak {ref} nå. Skriv «sak {ref}» for å se saken."


TEXTS_TITLE = "Dagens e-meldinger"
NO_TEXTS = "Ingenting venter på å bli sendt for hånd nå. Alt er gjort."
TEXTS_HELP = "Kopier teksten, send den, og trykk på knappen under den."


def texts_intro(messages: int, letters: int) -> str:
    """How much there is to send by hand."""
    some = [
        counted(messages, "e-melding", "e-meldinger") if messages else "",
        counted(letters, "annen tekst", "andre tekster") if letters and messages else "",
        counted(letters, "tekst", "tekster") if letters and not messages else "",
    ]
    return f"Du har {listed(part for part in some if part)} å sende. {TEXTS_HELP}"


def more_texts(number: int) -> str:
    """Of several texts to copy, those that one card has no room for."""
    return f"{capital(counted(number, 'tekst', 'tekster'))} til står i «dagens e-meldinger»."


def text_to(ref: str, label: str, way: str) -> str:
    """As "K7M2: påminnelsen til Solsiden legesenter, som e-melding"."""
    return f"{ref}: {label}, {way}" if way else f"{ref}: {label}"


def texts_left(number: int) -> str:
    """After one was ticked off."""
    left = counted(number, "tekst", "tekster")
    return f"{capital(left)} venter fortsatt." if number else ""


def more_with_tasks(ref: str) -> str:
    """What can be done about any task."""
    return (
        f"Skriv «utsett {ref}» for å utsette oppgaven, "
        f"eller «gi videre {ref}» for å gi den til en kollega."
    )
