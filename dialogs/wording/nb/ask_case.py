"""*Sak*, *oversikt* and *oppgaver*: what is said of where things stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from dialogs.wording.nb import dates, names, planning, promises
from dialogs.wording.nb.grammar import capital, counted, listed
from pathway.views import BoardRow, Deadline, InvitationLine, Waiting
from pathway.words import ClosedReason, Milestone

BOARD_TITLE = "Oversikt"
TASKS_TITLE = "Oppgaver"
NO_CASES = "Det er ingen åpne saker. Skriv «ny pasient» for å registrere en."
NO_TASKS = "Du har ingen oppgaver nå."
SHOW = "Vis saken"
SHOW_TEXT = "Vis teksten"
NEXT_PAGE = "Neste side"
MILESTONES = "Milepæler"
INVITATIONS = "Innkallinger"
WAITING = "Vi venter på"
URGENT = "Haster"
STAGE = "Nå"
GP = "Fastlege"
NO_GP = "Ingen fastlege"
CLINICIAN = "Ansvarlig kliniker"
SAFE_DAY = "Siste trygge dag"

CALL_GP = "Kall inn fastlegen"
CALL_PATIENT = "Kall inn pasienten"
NEW_GP = "Legg inn fastlege"
RECORD_ANSWER = "Registrer svar"
RECORD_MILESTONE = "Registrer milepæl"
PUT_LINK = "Legg inn lenken"
HAVE_SENT = "Jeg har sendt den"
MOVE = "Flytt møtet"
CANCEL = "Avlys møtet"
CORRECT = "Rett opp"
CONSENT = "Registrer samtykke"
STOP = "Stopp forløpet"
SNOOZE = "Utsett"

_SYMBOLS = {"reached": "✓", "present": "▶", "ahead": "○"}
_COLOUR_SYMBOLS = {"red": "🔴", "yellow": "🟡", "green": "🟢"}


def case_title(ref: str, name: str) -> str:
    """The case card's title: reference and staff-only name."""
    return f"Sak {ref}: {name}"


def case_speak(ref: str) -> str:
    """What may be read aloud."""
    return f"Sak {ref}"


def state(stage: Milestone, closed: ClosedReason | None, on: date | None) -> str:
    """Where the case stands."""
    if closed is not None:
        when = f" {dates.full(on)}" if on else ""
        return f"Avsluttet{when}: {names.closed_reason(closed)}."
    return f"{capital(names.stage(stage))}."


def milestone(which: Milestone, reached: date | None, *, present: bool) -> str:
    """As "✓ Utredning startet"; the word "nå" marks the present one."""
    symbol = _SYMBOLS["reached" if reached else "present" if present else "ahead"]
    now = " (nå)" if present and not reached else ""
    return f"{symbol} {capital(names.milestone(which))}{now}"


def milestone_when(reached: date | None, deadline: Deadline | None) -> str:
    """When it was reached, or must be, by segment and in all (R2)."""
    if reached:
        return dates.digits(reached)
    if deadline is None or deadline.day is None:
        return "–"
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
    return f"{dates.full(day)} ({dates.until(day, today)})"


def invitation(line: InvitationLine, who: str) -> str:
    """As "Fastlegen (Kari Nordmann): har svart ja. SHM1 tirsdag 24. november kl. 10.00–11.00"."""
    zone = line.meeting.zone
    when = f"{names.meeting(line.meeting.kind)} {dates.span(line.window, zone)}"
    missing = f" Mangler: {planning.unmet_all(line.unmet)}." if line.unmet else ""
    return f"{who}: {names.state(line.state)}. {when}.{missing}"


def answer_proposed(when: str) -> str:
    """A proposed time beside an answer."""
    return f"Foreslår {when}."


def waiting(promise: Waiting) -> str:
    """What is waited for."""
    return capital(promises.waiting(promise))


def board_row(row: BoardRow, today: date) -> str:
    """A case on the board, in one or two lines."""
    symbol = _COLOUR_SYMBOLS[row.colour.value]
    first = f"{symbol} {capital(names.colour(row.colour))}: {row.ref}, {row.name}"
    last = f"frist {dates.near(row.deadline, today)}" if row.deadline else "ingen frist"
    return f"{first}. {capital(names.stage(row.stage))}, {last}."


def board_waiting(row: BoardRow) -> str:
    """What the case waits for, in short."""
    waits = [promises.waiting(w) for w in row.waiting_for[:2]]
    more = len(row.waiting_for) - len(waits)
    rest = f" og {more} til" if more > 0 else ""
    return f"Venter på {listed(waits)}{rest}." if waits else ""


def board_intro(rows: Sequence[BoardRow]) -> str:
    """How many cases, and how many of each colour."""
    number = counted(len(rows), "åpen sak", "åpne saker")
    by_colour = Counter(row.colour for row in rows)
    parts = [f"{count} {names.colour(colour)}" for colour, count in by_colour.items()]
    return f"{capital(number)}: {listed(parts)}."


def tasks_intro(number: int, urgent: int) -> str:
    """How many tasks, and how many are urgent."""
    haste = f", {urgent} haster" if urgent else ""
    return f"Du har {counted(number, 'oppgave', 'oppgaver')}{haste}."


def page(number: int, pages: int) -> str:
    """Which page of a long list."""
    return f"Side {number} av {pages}."


def page_command(command: str, number: int) -> str:
    """What one types for a page."""
    return f"{command} {number}"


def urgent(text: str) -> str:
    """A task that is urgent, in words too."""
    return f"❗ {URGENT}: {text}"
