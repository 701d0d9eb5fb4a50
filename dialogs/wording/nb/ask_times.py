"""*Finn tid* and *hvorfor ikke?*: times, and what lowers or stops each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from dialogs.wording.nb import dates, names, planning
from dialogs.wording.nb.grammar import capital, listed, sentences
from pathway.slots import Proposal
from pathway.suiting import TEAM, Attendee, Reason, Search, Why
from pathway.variants import MEETING_MILESTONE
from pathway.views import Warn
from pathway.words import MeetingKind

TITLE = "Tider som passer"
WHY_TITLE = "Passer tidspunktet?"
FIND = "Finn tid"
WHY_BUTTON = "Hvorfor ikke et annet tidspunkt?"
ASK_BUTTON = "Spør om disse tidene"
LATER_BUTTON = "Vis senere tider"
HOW_TO_CHOOSE = "Skriv tallet foran tidspunktet for å velge det."

GOOD_TIME = 14
"""From so many days before the deadline on it is said that there is time enough."""


def title(kind: MeetingKind, ref: str) -> str:
    """As "Tider som passer for SHM1 i sak K7M2"."""
    return f"{TITLE} for {names.meeting(kind)} i sak {ref}"


def held(kind: MeetingKind, ref: str) -> str:
    """There is nothing to find."""
    return f"{names.meeting(kind)} i sak {ref} er allerede holdt."


def intro(kind: MeetingKind, deadline: date | None, present: datetime | None, today: date) -> str:
    """Until when, and the time that is agreed now."""
    by = planning.must_by(MEETING_MILESTONE[kind], deadline, today) if deadline else ""
    now = f"Nå er møtet {dates.medium_moment(present)}." if present else ""
    return sentences(by, now)


def offered(start: datetime) -> str:
    """As "Tirsdag 24. november 2026 kl. 10.00"."""
    return capital(dates.moment(start))


def choose(start: datetime) -> str:
    """As "Velg tirsdag 24. november kl. 10.00"."""
    return f"Velg {dates.medium_moment(start)}"


def how_to_ask(number: int) -> str:
    """As "Skriv 6 for å spørre hvilke av dem som passer."."""
    return f"Skriv {number} for å spørre hvilke av dem som passer."


def in_short(one: Proposal, search: Search) -> str:
    """As "Uke 48, god tid før fristen. Passer for alle."."""
    week = f"Uke {one.start.isocalendar().week}"
    margin = _margin(one.start.date(), search.deadline)
    when = f"{week}, {margin}." if margin else f"{week}."
    told = [reason for reason in one.reasons if not _said_once(reason)]
    people = [_less(reason) for reason in told if reason.who]
    return sentences(
        when, *(people or [_suits(search)]), *(_less(reason) for reason in told if not reason.who)
    )


def _margin(day: date, deadline: date | None) -> str:
    if deadline is None:
        return ""
    days = (deadline - day).days
    if days < 0:
        return f"{dates.duration(-days)} etter fristen"
    if days >= GOOD_TIME:
        return "god tid før fristen"
    return f"{dates.duration(days)} før fristen" if days else "på selve fristen"


def _said_once(reason: Reason) -> bool:
    """What holds of every time is said of all at once: late, and a calendar that is not known."""
    unknown = reason.why is Why.UNKNOWN and reason.who is not None and reason.who.seen is None
    return unknown or reason.why is Why.LATE


def _suits(search: Search) -> str:
    staff = [one for one in search.attendees if one.role in TEAM]
    known = [one for one in staff if one.seen is not None]
    if not known:
        return ""
    if len(known) < len(staff):
        return f"Passer for {listed(one.name for one in known)}."
    return "Passer for alle ansatte i møtet."


def _less(reason: Reason) -> str:
    """One thing that makes a time less than the best."""
    who = whose(reason.who)
    match reason.why:
        case Why.AWAY | Why.BUSY | Why.OTHER_MEETING:
            how = "borte" if reason.why is Why.AWAY else "opptatt"
            return f"{who} er {how}, men trenger ikke å være med."
        case Why.MAYBE_BUSY:
            return f"{who} er kanskje opptatt."
        case Why.BESIDE:
            return _beside(who)
        case Why.UNKNOWN:
            return f"Kalenderen til {who} er ikke lest så langt fram."
        case Why.SHORT_NOTICE:
            return "Kort tid til å få svar fra alle."
        case _:
            return planning.warning(Warn.OUTSIDE_BEST_WEEKS)


def whose(who: Attendee | None) -> str:
    """By whom a sentence begins: the name of staff, the role of others."""
    if who is None:
        return ""
    return who.name if who.role in TEAM else capital(names.role_definite(who.role))


# --- why not --------------------------------------------------------------------------------


def which_time(ref: str) -> str:
    """A time must be named."""
    return f"Skriv hvilket tidspunkt du lurer på, for eksempel «hvorfor ikke torsdag kl. 10 {ref}»."


def answer(at: datetime, reasons: Sequence[Reason], search: Search) -> str:
    """Everything that stops or lowers a time, what stops it first."""
    when = capital(dates.moment(at))
    said = list(dict.fromkeys(_against(reason, search) for reason in reasons))
    if not said:
        return f"{when}: Ingenting taler imot. Jeg viser bare én tid per dag, og bare de beste."
    lead = "Dette taler imot:" if any(reason.stops for reason in reasons) else "Det går, men:"
    return "\n".join([f"{when}: {lead}", *(f"- {one}" for one in said)])


_PLANNED = {
    Why.WEEKEND: Warn.WEEKEND,
    Why.HOLIDAY: Warn.HOLIDAY,
    Why.HOURS: Warn.OUTSIDE_HOURS,
    Why.SLOT_HOURS: Warn.SLOT_OUTSIDE_HOURS,
    Why.DAY_TO_AVOID: Warn.DAY_TO_AVOID,
    Why.OFF_TARGET: Warn.OUTSIDE_BEST_WEEKS,
}


def _against(reason: Reason, search: Search) -> str:
    if reason.why in _PLANNED:
        return planning.warning(_PLANNED[reason.why])
    if reason.why is Why.LATE:
        return planning.warning(Warn.AFTER_DEADLINE, search.deadline)
    if reason.who is not None:
        return _of_person(reason, reason.who)
    several = len(search.rooms) > 1
    in_use = f"{rooms_in_use(search)} i {'andre saker' if several else 'en annen sak'}"
    then = " da, eller" if several else ""
    return {
        Why.GONE_BY: "Tidspunktet er passert.",
        Why.PRESENT: "Møtet er satt opp da.",
        Why.TOO_SOON: f"Møtet kan tidligst være {_day(search.not_before)}.",
        Why.NOBODY: "Ingen av klinikerne er ledige.",
        Why.ROOM: f"{in_use}.",
        Why.BACK_TO_BACK: f"{in_use}{then} rett før eller etter.",
    }.get(reason.why, f"Det er kort tid til å få svar. Fra {_day(search.safe_from)} er det trygt.")


def _day(day: date | None) -> str:
    return dates.full(day) if day else ""


def rooms_in_use(search: Search) -> str:
    """As "Videorommet er i bruk": that which the meeting has, or each that it may get."""
    return f"{'Alle videorommene' if len(search.rooms) > 1 else 'Videorommet'} er i bruk"


_TAKEN = {
    Why.AWAY: "borte",
    Why.BUSY: "opptatt",
    Why.OTHER_MEETING: "opptatt i en annen avtale hos oss",
}


def _of_person(reason: Reason, who: Attendee) -> str:
    name = whose(who)
    if who.role not in TEAM:
        return f"{name} har sagt at tidspunktet ikke passer."
    if reason.why in _TAKEN:
        return f"{name} er {_TAKEN[reason.why]}{_needed(who)}."
    match reason.why:
        case Why.BACK_TO_BACK:
            return f"{name} har en annen avtale hos oss rett før eller etter."
        case Why.MAYBE_BUSY:
            return f"{name} er kanskje opptatt."
        case Why.BESIDE:
            return _beside(name)
        case _:
            return _not_read(who)


def _beside(name: str) -> str:
    return f"{name} har noe annet rett før eller etter."


def _needed(who: Attendee) -> str:
    return "" if who.must else ", men trenger ikke å være med"


def _not_read(who: Attendee) -> str:
    if who.seen is None:
        return f"Kalenderen til {who.name} er ikke kjent."
    return f"Kalenderen til {who.name} er ikke lest så langt fram."
