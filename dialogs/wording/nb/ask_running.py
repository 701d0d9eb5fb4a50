"""The card of a running meeting, and what is said at each press (R22, R23)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.wording.nb import ask_people, dates, names, phones
from dialogs.wording.nb.conversations import about_ref
from dialogs.wording.nb.grammar import capital, counted, listed, others, sentence
from dialogs.wording.neutral import clean
from pathway.model import Participant, Window
from pathway.words import Attendance, Channel, MeetingKind, Role

MEETING = "Møtet"
START, START_BUTTON = "Start møte", "Start møtet"
NEXT = "Neste del"
END = "Avslutt møtet"
LONGER = "+5 min"
PAUSE, RESUME = "Pause", "Fortsett"
PEOPLE = "Hvem er her?"
REORDER = "Bytt rekkefølge"
BROUGHT = "Noen er med pasienten"
TAKE_OVER = "Ta over som møteleder"
REFRESH = "Vis på nytt"
SHOW = "Vis møtet"
BACK = "Tilbake til møtet"
MORE = "Vis flere"
LATE, ABSENT, CAME, LEFT = "10 min forsinket", "Møtte ikke", "Kom", "Gikk"
HAVE_TOLD = "Jeg har sagt fra"
ITEMS = "Til hjelp"

WHO = ("Hvem gjelder det?", "Deltaker", "Velg fra listen.")
MINUTES = (
    "Hvor mange minutter?",
    "Minutter",
    "Skriv et tall, for eksempel 10, eller et klokkeslett, for eksempel 10.40.",
)
FIRST = ("Hvilken del tar dere neste gang dere bytter?", "Neste del", "Velg fra listen.")
NAME = (
    "Hvem er med pasienten? Fornavn eller slektskap er nok.",
    "Hvem",
    "Skriv for eksempel «søsteren».",
)
STAYS = (
    "Vil pasienten ha personen med mens Nav er der?",
    "Samtidig med Nav",
    "Skriv ja eller nei.",
)
STAYS_CHOICES = {"yes": "Ja, hele tiden", "no": "Nei, ikke mens Nav er der"}
QUESTION = "Skal jeg registrere dette?"
YES = "Ja"
END_QUESTION = "Skal møtet avsluttes nå?"
START_QUESTION = "Skal møtet starte nå?"
LATE_TITLE = "Forsinket"
MILESTONE = "Registrer milepæl"
NO_MINUTES = "Det er ikke et antall minutter."
NEED_NOT_COME = "Det er ikke nødvendig å komme."


def clock_gone(clock: str) -> str:
    """A time by which somebody was to come, which the clocks have passed."""
    return f"Klokka har passert {clock}."


def title(ref: str) -> str:
    """The same for as long as the meeting runs, so that one card takes the other's place."""
    return about_ref(MEETING, ref)


def people_title(ref: str) -> str:
    """Who is there, on a card of its own."""
    return f"Hvem er i møtet i sak {ref}?"


def part(place: int, number: int, name: str) -> str:
    """As "Del 2 av 3: Arbeid, utdanning og økonomi"."""
    return f"Del {place} av {number}: {clean(names.part(name))}"


def left(ends: datetime, now: datetime, zone: str) -> str:
    """How long is left of the part, or by how much it is over its time."""
    if ends <= now:
        over = int((now - ends).total_seconds() // 60)
        return f"{capital(dates.minutes(over))} over tiden." if over else "Tiden er ute."
    minutes = -int(-(ends - now).total_seconds() // 60)
    return f"{dates.minutes(minutes)} igjen, til {_clock(ends, zone)}."


def paused(since: datetime, zone: str) -> str:
    """Since when nobody meets."""
    return f"Pause siden {_clock(since, zone)}."


def _clock(moment: datetime, zone: str) -> str:
    return dates.at_clock(dates.wall(moment, zone))


def who(person: Participant) -> str:
    """As they are called in a sentence: "fastlegen", "vikaren", "Nav", "Anne"."""
    if person.role is Role.NAV_ADVISER:
        return "Nav"
    named = person.role in {Role.RELATIVE, Role.CLINICIAN, Role.OTHER}
    return clean(person.name) if named and person.name else names.person_definite(person)


def some(people: Sequence[Participant], most: int = 8) -> str:
    """The first of them as they are called, and how many more."""
    return _first_of([who(person) for person in people], most)


def _first_of(called: Sequence[str], most: int) -> str:
    rest = len(called) - most
    return listed([*called[:most], others(rest)]) if rest > 0 else listed(called)


def let_in(person: Participant) -> str:
    """How one who joins now comes in, and what is said then, in short (R22, R23)."""
    name = capital(who(person))
    number = phones.number(clean(person.phone))
    if person.attends is Attendance.TELEPHONE:
        shown = ", ".join(part for part in (clean(person.name), number) if part)
        ring = f"Ring {who(person)} nå: {shown}." if shown else f"Ring {who(person)} nå."
    elif person.attends in {Attendance.VIDEO, Attendance.HOME}:
        ring = f"{name} kan slippes inn nå."
    else:
        ring = f"{name} kan komme inn nå."
    return ring


def introduce(people: Sequence[Participant]) -> str:
    """What is said in short whenever somebody joins."""
    nav = [p for p in people if p.role is Role.NAV_ADVISER]
    why = ", og hvorfor Nav er med" if nav else ", og hvorfor dere møtes"
    return f"Si navn og rolle kort{why}." if people else ""


def early(person: Participant, start: datetime, zone: str) -> str:
    """They were asked for a later time than it is."""
    return f"{capital(who(person))} er bedt om å komme {_clock(start, zone)}."


def goes(people: Sequence[Participant]) -> str:
    """Who is out from this part on."""
    return f"{capital(some(people))} går ut nå." if people else ""


def tell(person: Participant, channel: Channel, start: datetime, zone: str, *, gone: bool) -> str:
    """Whom to tell of a new minute, and by what; one that is gone is told as such."""
    how = reached_by(who(person), person.phone, channel)
    about = "senere enn" if gone else "ca."
    return f"{how}: Det blir {about} {_clock(start, zone)}."


def reached_by(whom: str, phone: str, channel: Channel) -> str:
    """As "Ring Nav, 21 99 99 33", or "Si fra til Nav" where no number is known."""
    how = "Send SMS til" if channel is Channel.SMS else "Ring"
    number = phones.number(clean(phone))
    return f"{how} {whom}, {number}" if number else f"Si fra til {whom}"


def in_room(people: Sequence[Participant]) -> str:
    """Who should be there."""
    return f"I rommet: {some(people)}." if people else "Ingen er i rommet."


def not_here(person: Participant, until: datetime | None, zone: str) -> str:
    """Who is missed, and when they come where that was said."""
    if until is None:
        return f"{capital(who(person))} er ikke her."
    return f"{capital(who(person))} kommer {_clock(until, zone)}."


def following(
    name: str, start: datetime, zone: str, joins: Sequence[Participant], goes: Sequence[Participant]
) -> str:
    """As "Neste: Plan og avslutning kl. 10.35, uten Nav."."""
    more = [f"med {some(joins)}" if joins else "", f"uten {some(goes)}" if goes else ""]
    with_whom = listed([part for part in more if part])
    about = f"Neste: {clean(names.part(name))} {_clock(start, zone)}"
    return f"{about}, {with_whom}." if with_whom else f"{about}."


def ends(at: datetime, zone: str) -> str:
    """When the whole meeting ends, with the last part."""
    return f"Siste del. Møtet slutter {_clock(at, zone)}."


def kept_too_long(
    people: Sequence[Participant], until: datetime, expected: datetime, zone: str
) -> str:
    """Somebody would have to stay longer than they said, told before it happens."""
    return (
        f"{capital(some(people))} har satt av tid til {_clock(until, zone)}, "
        f"men delen ser ut til å vare til {_clock(expected, zone)}."
    )


def too_little_time(person: Participant, comes: datetime, ends: datetime, zone: str) -> str:
    """Nav comes too late for the time that they must have in their part (R23)."""
    return (
        f"{capital(who(person))} kommer {_clock(comes, zone)}, "
        f"men delen ser ut til å være over {_clock(ends, zone)}."
    )


def led_by(leader: str) -> str:
    """Who leads, for those who follow."""
    return f"{clean(leader)} leder møtet."


def unanswered(people: Sequence[Participant]) -> str:
    """Who has not said that they come."""
    return f"Har ikke svart ja: {some(people)}."


def there(
    person: Participant, *, here: bool, own_now: bool, back: datetime | None, zone: str
) -> str:
    """One person's line: "Fastlegen (Gro Fastlege): her"."""
    shown = ask_people.person(person)
    if not own_now:
        return f"{shown}: ikke med i denne delen"
    if here:
        return f"{shown}: her"
    return f"{shown}: kommer {_clock(back, zone)}" if back else f"{shown}: ikke her"


def over(at: datetime, zone: str) -> str:
    """It is over."""
    return f"Møtet er avsluttet {_clock(at, zone)}."


def as_it_was_held(kind: MeetingKind) -> str:
    """Over the log of a meeting that was run."""
    return f"Slik gikk {names.meeting(kind)}"


def times_of(held: Window, planned: Window, zone: str) -> str:
    """As "kl. 10.00–10.22 (planlagt kl. 10.00–10.20)"."""
    return f"{dates.hours(held, zone)} (planlagt {dates.hours(planned, zone)})"


def logged(place: int, name: str, times: str, minutes: tuple[int, int, int], people: str) -> str:
    """One part as it was held; `minutes` are those it lasted, was planned for and was paused.

    As "Del 1, Plan: kl. 10.00–10.22 (planlagt kl. 10.00–10.20), 22 av 20 minutter. Til stede: …".
    """
    lasted, planned, paused = minutes
    pause = f", pause {dates.minutes(paused)}" if paused else ""
    title = clean(names.part(name))
    said = f"Del {place}, {title}: {times}, {lasted} av {dates.minutes(planned)}{pause}."
    return f"{said} {people}"


def took_part(people: Sequence[str], most: int) -> str:
    """Who was there, each with how long where that was not all of the time."""
    return sentence(f"Til stede: {_first_of(people, most)}") if people else "Ingen var til stede."


def for_so_long(person: Participant, minutes: int) -> str:
    """As "Nav (9 min)"."""
    return f"{who(person)} ({minutes} min)"


def not_recorded(ref: str) -> str:
    """It is over, and cannot be recorded as held yet (R5)."""
    return (
        f"Møtet er ikke registrert som holdt, for utredningen er ikke registrert som startet. "
        f"Skriv «milepæl {ref}»."
    )


def parts_left(number: int) -> str:
    """What has not been held."""
    gone = counted(number, "del", "deler")
    return f"{capital(gone)} er ikke holdt."


def not_in_yet(people: Sequence[Participant]) -> str:
    """Who is on the way in when the meeting ends, and is told."""
    told = "har ikke vært inne ennå, og får beskjed om at møtet er over."
    return f"{capital(some(people))} {told}" if people else ""


def turned_away(person: Participant, channel: Channel) -> str:
    """Whom to tell that it is over, and by what."""
    return f"{reached_by(who(person), person.phone, channel)}: {NEED_NOT_COME}"


def no_run(ref: str) -> str:
    """There is nothing to see."""
    return f"Det er ikke noe møte i gang i sak {ref}. Skriv «start møte {ref}» når dere begynner."
