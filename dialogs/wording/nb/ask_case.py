"""*Sak*, *oversikt* and *oppgaver*: what is said of where things stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from dialogs.wording.nb import dates, doctors, names, planning, promises
from dialogs.wording.nb.grammar import capital, counted, in_words, listed, others, sentences
from pathway.next_up import Following, NextUp
from pathway.views import (
    BoardRow,
    Colour,
    Deadline,
    InvitationLine,
    Waiting,
)
from pathway.words import ClosedReason, InvitationState, MeetingKind, Milestone, Substitute, Verdict

BOARD_TITLE = "Oversikt"
TASKS_TITLE = "Oppgaver"
NO_CASES = "Det er ingen åpne saker. Skriv «ny pasient» for å registrere en."
NO_TASKS = "Du har ingen oppgaver nå."
SHOW = "Vis saken"
SHOW_TEXT = "Vis teksten"
NEXT_PAGE = "Neste side"
MILESTONES = "Milepæler"
INVITATIONS = "Innkallinger"
CONSENTS = "Samtykker"
WAITING = "Vi venter på"
URGENT = "Haster"
STAGE = "Nå"
GP = "Fastlege"
NO_GP = "ingen"

CLINICIAN = "Ansvarlig kliniker"
SAFE_DAY = "Siste trygge dag"
NO_DAY = "–"
COMMENT = "Kommentar"
EARLIER_COMMENT = "Tidligere kommentar"

CALL_GP = "Kall inn fastlegen"
CALL_PATIENT = "Kall inn pasienten"
NEW_GP = "Legg inn fastlege"
SWAP_GP = "Bytt fastlege"
RECORD_ANSWER = "Registrer svar"
RECORD_MILESTONE = "Registrer milepæl"
PUT_LINK = "Legg inn lenken"
HAVE_SENT = "Jeg har sendt den"
MOVE = "Flytt møtet"
CANCEL = "Avlys møtet"
CORRECT = "Rett opp"
CONSENT = "Registrer samtykke"
CALL_ALL = "Kall inn alle som er klare"
NEW_PARTICIPANT = "Ny deltaker"
RECORD_WISHES = "Registrer ønsker"
STOP = "Avslutt forløpet"
SNOOZE = "Utsett"

_NEXT = {
    Following.LEAVES: "sendes{day}.",
    Following.BY_HAND: "må sendes for hånd.",
    Following.WAITS_FOR_GP: "sendes når fastlegen har svart ja.",
    Following.WAITS_FOR_CONSENT: "sendes når samtykket dekker delene.",
    Following.REMINDER: "påminnelse{day}.",
    Following.FOLLOWED_UP: "{who} følger opp{day}.",
    Following.CALL: "{who} ringer.",
    Following.DECIDE: "{who} registrerer hva som er bestemt.",
}
_BOTH = 2
_SYMBOLS = {"reached": "✓", "present": "▶", "ahead": "○"}
_COUNTED_COLOURS = {
    Colour.GREEN: "{} i rute",
    Colour.YELLOW: "{} der fristen nærmer seg",
    Colour.RED: "{} som haster",
}
_COLOUR_SYMBOLS = {"red": "▲", "yellow": "◆", "green": "●"}


def case_title(ref: str, name: str) -> str:
    """The case card's title: reference and staff-only name, where the reader may see it."""
    return f"Sak {ref}: {name}" if name else f"Sak {ref}"


def case_speak(ref: str) -> str:
    """What may be read aloud."""
    return f"Sak {ref}"


def state(
    stage: Milestone, closed: ClosedReason | None, on: date | None, until: date | None = None
) -> str:
    """Where the case stands; `until` is the day that it is put off to."""
    if closed is not None:
        when = f" {dates.full(on)}" if on else ""
        return f"Avsluttet{when} ({names.closed_reason(closed)})."
    later = f"Utsatt til {dates.full(until)}." if until else ""
    return sentences(f"{capital(names.stage(stage))}.", later)


def milestone(
    which: Milestone, reached: date | None, deadline: Deadline | None, today: date, *, present: bool
) -> str:
    """As "✓ Utredning startet", "▶ SHM1 skal holdes", "○ Forløpet skal avsluttes"."""
    symbol = _SYMBOLS["reached" if reached else "present" if present else "ahead"]
    if reached:
        return f"{symbol} {capital(names.milestone(which))}"
    day = deadline.day if deadline else None
    late = day is not None and day < today
    return f"{symbol} {capital(planning.milestone_ahead(which, late=late))}"


def never_reached(which: Milestone) -> str:
    """Of a pathway that has ended: "○ SHM1 ikke holdt"."""
    *first, last = names.milestone(which).split()
    return f"{_SYMBOLS['ahead']} {capital(' '.join([*first, 'ikke', last]))}"


def milestone_line(what: str, when: str) -> str:
    """Both in one line: "✓ Utredning startet: 19.10.2026", "▶ SHM1 skal holdes senest …"."""
    if what.startswith(_SYMBOLS["reached"]):
        return f"{what}: {when}"
    return f"{what} {when}".removesuffix(f" {NO_DAY}")


def milestone_when(reached: date | None, deadline: Deadline | None) -> str:
    """When it was reached, or must be, by segment and in all (R2)."""
    if reached:
        return dates.digits(reached)
    if deadline is None or deadline.day is None:
        return NO_DAY
    own, total = deadline.segment, deadline.total
    last = f"senest {dates.digits(deadline.day)}"
    if own and total and own != total:
        other = total if own == deadline.day else own
        name = "hele forløpet" if other == total else "dette trinnet"
        last += f" ({name}: {dates.digits(other)})"
    return last


def latest_safe_day(day: date | None, today: date) -> str:
    """The last day on which starting still keeps the deadline (F2)."""
    if day is None:
        return ""
    gone = "passert " if day < today else ""
    return f"{dates.full(day)} ({gone}{dates.until(day, today)})"


def invitation(line: InvitationLine, who: str) -> str:
    """As "Fastlegen (Kari Nordmann): har svart ja. SHM1 tirsdag 24. november kl. 10.00–11.00"."""
    zone = line.meeting.zone
    when = f"{names.meeting(line.meeting.kind)} {dates.span(line.window, zone)}"
    waits = line.unmet and line.state is not InvitationState.CANCELLED
    missing = f" Grunn: {planning.unmet_all(line.unmet)}." if waits else ""
    return f"{who}: {names.state(line.state)}. {when}.{missing}"


def next_up(following: NextUp, today: date) -> str:
    """What comes next with an invitation: as "Neste: påminnelse 12. oktober."."""
    day = f" {dates.near(following.on, today)}" if following.on else ""
    if following.on == today:
        day = " i dag"
    who = capital(names.role_definite(following.who)) if following.who else ""
    said = _NEXT[following.what].format(day=day, who=who)
    return f"Neste: {said}"


def answer_proposed(when: str) -> str:
    """A proposed time beside an answer."""
    return f"Foreslår {when}."


def doctor(name: str, office: str, own: str) -> str:
    """The GP; a locum is named as one, with `own` the GP's name."""
    who = ", ".join(part for part in (name, office) if part)
    return f"{who} (vikar for {own})" if own else who


def held_without(said: str, kind: MeetingKind) -> str:
    """The responsible clinician has decided to hold the meeting without a GP (D2)."""
    return f"{said}. {names.meeting(kind)} holdes uten fastlege."


def answered_by(name: str, who: str, how: Substitute) -> str:
    """Who answered in the place of the one who was asked, and as what (D2)."""
    return f"{name or doctors.ANOTHER} svarte {doctors.instead(how, who)}."


_WHY_NOT = {
    "old_revision": "en eldre innkalling",
    "cancelled": "etter avlysningen",
    "closed": "etter at saken var avsluttet",
    "begun": "etter at møtet begynte",
    "taken_back": "tatt bort, gjaldt ikke denne saken",
}


def kept_answer(what: Verdict, why_not: str) -> str:
    """An answer that is kept and changes nothing (F15)."""
    when = _WHY_NOT.get(why_not, "uten å være spurt")
    return f"Svarte {names.verdict(what)} ({when}). Det endrer ingenting."


def comments(texts: Sequence[str]) -> list[str]:
    """What was written with the answers, oldest first as it came: the present one stands first."""
    said = [" ".join(text.split()) for text in reversed(texts)]
    names_ = [COMMENT, *[EARLIER_COMMENT] * len(said)]
    return [f"{name}: {text}" for name, text in zip(names_, said, strict=False) if text]


def waiting(promise: Waiting, who: str = "", whom: str = "") -> str:
    """What is waited for, since when, and `who` at the clinic is to do it.

    As "Brev til den nærstående (mor): siden 2. november, frist 5. november, Siri Eksempel".
    """
    named = f" ({whom})" if whom else ""
    said = ", ".join(part for part in (promises.since(promise), who) if part)
    return f"{capital(promises.awaited(promise))}{named}: {said}"


def board_row(row: BoardRow, today: date) -> str:
    """A case on the board, in one or two lines."""
    symbol = _COLOUR_SYMBOLS[row.colour.value]
    who = f"{row.ref}, {row.name}" if row.name else row.ref
    first = f"{symbol} {capital(names.colour(row.colour))}: {who}"
    last = _deadline(row.deadline, today) if row.deadline else "ingen frist"
    return f"{first}. {capital(names.stage(row.stage))}, {last}."


def _deadline(day: date, today: date) -> str:
    near = dates.near(day, today)
    return f"fristen gikk ut {near}" if day < today else f"frist {near}"


def board_waiting(row: BoardRow) -> str:
    """What the case waits for, in short."""
    waits = [promises.waiting(w) for w in row.waiting_for[:2]]
    more = len(row.waiting_for) - len(waits)
    rest = [others(more)] if more > 0 else []
    return f"Venter på {listed([*waits, *rest])}." if waits else ""


def _counted(which: Colour, number: int) -> str:
    """As "én som haster", "2 i rute"."""
    return _COUNTED_COLOURS[which].format("én" if number == 1 else number)


def board_intro(rows: Sequence[BoardRow]) -> str:
    """How many cases, and how many of each colour."""
    number = counted(len(rows), "åpen sak", "åpne saker")
    if len(rows) == 1:
        return f"{capital(number)}, {_COUNTED_COLOURS[rows[0].colour].removeprefix('{} ')}."
    by_colour = Counter(row.colour for row in rows)
    parts = [_counted(colour, count) for colour, count in by_colour.items()]
    return f"{capital(number)}: {listed(parts)}."


def tasks_intro(number: int, urgent: int) -> str:
    """How many tasks, and how many are urgent."""
    tasks = f"Du har {counted(number, 'oppgave', 'oppgaver')}"
    if urgent and number <= _BOTH:
        both = "begge haster" if urgent == _BOTH else "den haster"
        return f"{tasks}. Én av dem haster." if urgent < number else f"{tasks}, og {both}."
    if urgent == number:
        return f"{tasks}. Alle haster."
    return f"{tasks}. {capital(in_words(urgent))} av dem haster." if urgent else f"{tasks}."


def page(number: int, pages: int) -> str:
    """Which page of a long list."""
    return f"Side {number} av {pages}."


def page_command(command: str, number: int) -> str:
    """What one types for a page."""
    return f"{command} {number}"


def urgent(text: str) -> str:
    """A task that is urgent, in words too."""
    return f"❗ {URGENT}: {text}"
