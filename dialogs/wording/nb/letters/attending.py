"""How a recipient takes part, and what has changed since they were last told (R15, F7)."""

from __future__ import annotations

from datetime import date

from dialogs.wording.nb import dates, phones
from dialogs.wording.nb.grammar import lines, sentences
from dialogs.wording.neutral import clean_link, neutral
from pathway.model import Facts
from pathway.ports import Letter
from pathway.words import Attendance, MeetingKind, Role

WHAT = {
    MeetingKind.SHM1: "Møte",
    MeetingKind.SHM2: "Møte",
    MeetingKind.ASSESSMENT: "Avtale",
    MeetingKind.INTERNAL: "Internt møte",
    MeetingKind.EXTRA: "Avtale",
}
"""What stands in a subject or a calendar; what the meeting is for never does (P1)."""

_AGREED = frozenset({MeetingKind.ASSESSMENT, MeetingKind.EXTRA})
LINK_COMES = "Lenken kommer."


def on_video(letter: Letter) -> bool:
    """Whether the recipient takes part by the link."""
    return letter.facts.attends in {Attendance.VIDEO, Attendance.HOME}


def a_meeting(letter: Letter) -> str:
    """What the recipient is asked to: "et videomøte"."""
    if letter.meeting_kind in _AGREED:
        return "en avtale"
    if letter.meeting_kind is MeetingKind.INTERNAL:
        return "et internt møte"
    if letter.role is Role.PATIENT:
        return "et møte"
    if letter.facts.attends is Attendance.TELEPHONE:
        return "et møte på telefon"
    return "et videomøte" if on_video(letter) else "et møte"


def what_and_when(letter: Letter) -> str:
    """As "et videomøte tirsdag 24. november 2026 kl. 10.00–11.00"."""
    return f"{a_meeting(letter)} {dates.span(letter.facts.window, letter.zone)}"


def turn(letter: Letter) -> str:
    """What those who attend a part of the meeting wait for in front of a closed door."""
    waits = letter.role in {Role.NAV_ADVISER, Role.OTHER, Role.INTERPRETER}
    return "Du slippes inn når det er din tur." if waits and on_video(letter) else ""


def way(letter: Letter) -> str:
    """Link, place or telephone number: what the recipient needs to take part."""
    link = clean_link(letter.facts.link)
    if letter.facts.attends is Attendance.TELEPHONE:
        return _by_telephone(letter)
    if on_video(letter):
        return f"Lenke: {link}" if link else LINK_COMES
    return lines(_where(letter), f"Lenke: {link}" if link else "")


def _where(letter: Letter) -> str:
    """Where one who comes in person is to be."""
    if at_own_office(letter):
        return "Du deltar fra ditt eget kontor."
    known = place(letter)
    return f"Sted: {known}." if known else "Møtet er hos oss."


def at_own_office(letter: Letter) -> bool:
    """Whether it is a doctor who stays at the own office."""
    return letter.facts.attends is Attendance.GP_OFFICE and letter.role is Role.GP


def new_minute(letter: Letter) -> str:
    """As "Møtet er forsinket. Du kommer inn ca. kl. 10.30 i stedet for kl. 10.20."."""
    now = dates.at_clock(dates.wall(letter.facts.window.start, letter.zone))
    was = letter.before or letter.facts
    before = dates.at_clock(dates.wall(was.window.start, letter.zone))
    late = was.window.start < letter.facts.window.start
    why = "Møtet er forsinket." if late else "Møtet har fått en ny rekkefølge."
    instead = f" i stedet for {before}" if before != now else ""
    ring = letter.facts.attends is Attendance.TELEPHONE
    does = "Vi ringer deg" if ring else "Du kommer inn"
    return f"{why} {does} ca. {now}{instead}."


def answer_by(letter: Letter) -> date | None:
    """The day by which an answer is wished for; None for the patient, who is never chased.

    None too where the meeting comes first.
    """
    day = letter.answer_by
    if day is None or letter.role is Role.PATIENT:
        return None
    return day if day < dates.wall(letter.facts.window.start, letter.zone).date() else None


def _by_telephone(letter: Letter) -> str:
    number = phones.number(neutral(letter.own_phone))
    if number:
        return f"Vi ringer deg på {number}."
    ours = neutral(letter.phone)
    return f"Vi ringer deg. Ring {ours}, og gi oss nummeret ditt." if ours else "Vi ringer deg."


def place(letter: Letter) -> str:
    """The place, else whose it is; empty where nothing neutral is written down of either."""
    return written_place(letter) or neutral(letter.public_name).removesuffix(".")


def written_place(letter: Letter) -> str:
    """The same without the clinic's name, which a text message may not hold (P6)."""
    fallback = "legekontoret" if letter.facts.attends is Attendance.GP_OFFICE else ""
    return (neutral(letter.facts.place) or fallback).removesuffix(".")


def the_meeting(letter: Letter) -> str:
    """First in a sentence, by the word that stood in the invitation."""
    return "Avtalen" if letter.meeting_kind in _AGREED else "Møtet"


def changed_time(letter: Letter) -> str:
    """What is said of when, compared with what the recipient was last told."""
    before, facts, zone = letter.before, letter.facts, letter.zone
    now, the = dates.span(facts.window, zone), the_meeting(letter)
    if before is None:
        return f"{the} er endret. Tidspunkt: {now}."
    if before.window == facts.window:
        return f"{the} {now} er endret."
    if before.window.covers(facts.window):
        return f"{the} blir kortere for deg. Nytt tidspunkt: {now}."
    if facts.window.covers(before.window):
        return f"{the} blir lengre for deg. Nytt tidspunkt: {now}."
    old = dates.medium_span(before.window, zone)
    return f"{the} {old} er flyttet. Nytt tidspunkt: {now}."


def changed_way(letter: Letter) -> str:
    """How the recipient takes part from now on, what is new said as new."""
    before, facts = letter.before, letter.facts
    if before is None:
        return way(letter)
    if before.attends is not facts.attends:
        new = "" if at_own_office(letter) else _NOW[facts.attends]
        unknown = facts.attends is Attendance.CLINIC and not place(letter)
        return sentences(new, "" if unknown else way(letter))
    if facts.attends is Attendance.TELEPHONE:
        return way(letter)
    return _changed_link(letter, before) if on_video(letter) else _changed_place(letter, before)


_NOW = {
    Attendance.VIDEO: "Du deltar nå på video.",
    Attendance.TELEPHONE: "Du deltar nå på telefon.",
    Attendance.CLINIC: "Du deltar nå hos oss.",
    Attendance.GP_OFFICE: "Du deltar nå fra legekontoret.",
    Attendance.HOME: "Du deltar nå hjemmefra.",
}


def now_attends(letter: Letter) -> str:
    """A way of taking part that is new: "Du deltar nå på telefon."."""
    return _NOW[letter.facts.attends]


def _changed_link(letter: Letter, before: Facts) -> str:
    old, new = clean_link(before.link), clean_link(letter.facts.link)
    if old == new:
        return f"Lenken er den samme som før: {new}" if new else LINK_COMES
    if not new:
        return "Den gamle lenken gjelder ikke lenger. Ny lenke kommer."
    return f"Ny lenke: {new}\nIkke bruk den gamle lenken." if old else f"Her er lenken: {new}"


def _changed_place(letter: Letter, before: Facts) -> str:
    known = place(letter)
    if before.place == letter.facts.place:
        return f"Stedet er det samme som før: {known}." if known else "Stedet er det samme som før."
    return f"Nytt sted: {known}." if known else "Møtet er nå hos oss."
