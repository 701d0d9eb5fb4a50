"""Text messages: short, without the clinic's name and without a word of health (P6, F17).

They are copied by a person, and the same words are said where somebody is rung up instead. Up to
160 signs of GSM 03.38 are one message, so there is no en dash and no year.
"""

from __future__ import annotations

from collections.abc import Callable

from dialogs.wording.nb import dates
from dialogs.wording.nb.grammar import sentences
from dialogs.wording.nb.letters import attending
from dialogs.wording.nb.letters import times as time_letters
from dialogs.wording.neutral import clean_link, neutral
from pathway.model import Facts
from pathway.outgoing import Content, SendingKind
from pathway.ports import Letter
from pathway.words import Attendance, Role


def message(letter: Letter) -> Content:
    """The text of one message; it has no subject, and says a link only where it is written."""
    return Content(subject="", text=_BODIES[letter.kind](letter))


def _invitation(letter: Letter) -> str:
    match letter.role:
        case Role.PATIENT:
            written = "Se brevet du har fått fra oss."
            if letter.spoken:
                written = "Det står mer i brevet vi sender deg."
            more = (_by_telephone(letter), written)
        case Role.INTERPRETER:
            ends = dates.at_clock(dates.wall(letter.facts.window.end, letter.zone))
            more = (f"Du skal tolke til {ends}. Referanse: {letter.ref}.", _how(letter))
        case _:
            more = ("Den som har bedt deg om å være med, kan fortelle mer.", _how(letter))
    return sentences(f"Du er invitert til {_meeting(letter)}.", *more, _not_suited(letter))


def _update(letter: Letter) -> str:
    before, facts = letter.before, letter.facts
    if before is None:
        changed = f"Møtet er endret. Tidspunkt: {_when(letter, facts)}."
    elif before.window.start != facts.window.start:
        was, now = _when(letter, before), _when(letter, facts)
        changed = f"Møtet {was} er flyttet til {now}."
    elif before.window != facts.window:
        ends = dates.at_clock(dates.wall(facts.window.end, letter.zone))
        changed = f"Møtet {_when(letter, facts)} er endret. Det varer nå til {ends}."
    else:
        changed = f"Møtet {_when(letter, facts)} er endret."
    return sentences(changed, _changed_way(letter), _not_suited(letter))


def _cancellation(letter: Letter) -> str:
    when = _when(letter, letter.before or letter.facts)
    gone = f"Møtet {when} er avlyst for din del. Du trenger ikke å gjøre noe."
    return sentences(gone, _ring(letter, "Har du spørsmål?"))


def _link(letter: Letter) -> str:
    told = f"Du har {_meeting(letter)}."
    return sentences(told, _how(letter), _ring(letter, "Har du spørsmål?"))


def _reminder(letter: Letter) -> str:
    told = f"Påminnelse: Du har {_meeting(letter)}."
    if letter.spoken:
        told = f"Vi minner om at du har {_meeting(letter)}."
    return sentences(told, _how(letter), _ring(letter, "Trenger du hjelp?"))


def _still_stands(letter: Letter) -> str:
    told = f"Du har sagt ja til {_meeting(letter)}."
    asked = "Passer det fortsatt?" if letter.spoken else ""
    return sentences(told, asked or _ring(letter, "Passer det ikke lenger?"))


def _stands(letter: Letter) -> str:
    told = f"Vi får ikke til et annet tidspunkt. Møtet er {_when(letter, letter.facts)}."
    asked = "Kan du komme likevel?" if letter.spoken else ""
    return sentences(told, asked or _ring(letter, "Kan du ikke komme?"))


def _new_minute(letter: Letter) -> str:
    return sentences(attending.new_minute(letter), _not_suited(letter))


_BODIES: dict[SendingKind, Callable[[Letter], str]] = {
    SendingKind.INVITATION: _invitation,
    SendingKind.UPDATE: _update,
    SendingKind.CANCELLATION: _cancellation,
    SendingKind.LINK: _link,
    SendingKind.REMINDER: _reminder,
    SendingKind.STILL_STANDS: _still_stands,
    SendingKind.STANDS: _stands,
    SendingKind.NEW_MINUTE: _new_minute,
    **time_letters.SPOKEN,
}


def _meeting(letter: Letter) -> str:
    return f"et møte {_when(letter, letter.facts)}"


def _when(letter: Letter, facts: Facts) -> str:
    """As "tirsdag 24. november kl. 10.00"."""
    return dates.medium_moment(dates.wall(facts.window.start, letter.zone))


def _how(letter: Letter) -> str:
    """Link, place or telephone; a link ends with a space, so that nothing sticks to it."""
    if letter.facts.attends is Attendance.TELEPHONE:
        return _by_telephone(letter)
    if attending.on_video(letter):
        return _video(letter)
    place = attending.written_place(letter)
    return f"Sted: {place}." if place else _no_place(letter)


def _no_place(letter: Letter) -> str:
    """Where the place is told, since the clinic's own name may not stand here (P6)."""
    if letter.role is Role.PATIENT:
        return "Stedet står i brevet."
    if letter.spoken:
        return "Møtet er hos oss."
    return "Ring oss for å få vite stedet." if neutral(letter.phone) else ""


def _video(letter: Letter) -> str:
    link = clean_link(letter.facts.link)
    if not link:
        return attending.LINK_COMES
    if not letter.spoken:
        return f"Lenke: {link}"
    if letter.role is not Role.PATIENT:
        return "Du deltar på video. Si fra hvis du ikke har lenken."
    return "Du deltar på video. Lenken finner du på siden som står i brevet."


def _by_telephone(letter: Letter) -> str:
    return "Vi ringer deg." if letter.facts.attends is Attendance.TELEPHONE else ""


def _changed_way(letter: Letter) -> str:
    """What is new in how one takes part; nothing where only the time is."""
    before, facts = letter.before, letter.facts
    in_person = facts.attends in {Attendance.CLINIC, Attendance.GP_OFFICE}
    another_way = before is not None and before.attends is not facts.attends
    if in_person and (another_way or before is None or before.place != facts.place):
        place = attending.written_place(letter)
        way = attending.now_attends(letter) if another_way else ""
        return f"Nytt sted: {place}." if place else sentences(way, _no_place(letter))
    if another_way:
        return sentences(attending.now_attends(letter), _how(letter))
    if not attending.on_video(letter) or (before is not None and before.link == facts.link):
        return ""
    return _another_link(letter, old=bool(before and before.link))


def _another_link(letter: Letter, *, old: bool) -> str:
    """The new link, or that it comes; and that one does not use the old one."""
    link = clean_link(letter.facts.link)
    if not old:
        return _how(letter) if link else ""
    if letter.spoken and link:
        return sentences("Den gamle lenken gjelder ikke.", _how(letter))
    return (
        f"Ny lenke: {link} Ikke bruk den gamle."
        if link
        else "Ny lenke kommer. Ikke bruk den gamle."
    )


def _not_suited(letter: Letter) -> str:
    return "Passer det?" if letter.spoken else _ring(letter, "Passer det ikke?")


def _ring(letter: Letter, why: str) -> str:
    """Where to ring; one who is rung up is asked at once."""
    number = neutral(letter.phone)
    if letter.spoken:
        return why
    return f"{why} Ring {number}." if number else ""
