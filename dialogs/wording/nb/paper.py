"""Letters by post or Helsenorge: nothing long to type, and the GP's part is said (R20, R20b).

F17 does not hold here, but the letter may be opened by somebody else, so it stays neutral.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialogs.wording.nb import attending, dates
from dialogs.wording.nb.grammar import capital, lines, paragraphs, sentences
from dialogs.wording.neutral import clean, neutral
from pathway.outgoing import ANSWER_CODE, CODE_URL, SendingKind
from pathway.ports import Letter
from pathway.words import Role

_PAGE = f"{CODE_URL} med koden {ANSWER_CODE}"
_ANSWER = f"Svar på {_PAGE}."
_NOT_SUITED = f"Passer det ikke? Gi beskjed på {_PAGE}."


def questions(letter: Letter) -> str:
    """Where to turn; the patient also when it is the wrong doctor (R20b)."""
    number = neutral(letter.phone)
    if not number:
        return ""
    if letter.kind not in _ASKS:
        return f"Spørsmål? Ring {number}."
    wrong = "er det feil fastlege, " if _doctor(letter) else ""
    return f"Vil du heller svare på telefon, {wrong}eller har du spørsmål? Ring {number}."


def _invitation(letter: Letter) -> str:
    invited = f"Du er invitert til {attending.what_and_when(letter)}."
    return paragraphs(sentences(invited, _about(letter)), lines(_way(letter), _answer(letter)))


def _update(letter: Letter) -> str:
    again = "Vi trenger et nytt svar fra deg."
    if not letter.must_answer:
        again = "Du trenger ikke å svare på nytt."
    answer = _answer(letter) if letter.must_answer else _NOT_SUITED
    return paragraphs(
        attending.changed_time(letter), _changed_way(letter), sentences(again, answer)
    )


def _cancellation(letter: Letter) -> str:
    when = dates.span((letter.before or letter.facts).window, letter.zone)
    return f"Møtet {when} er avlyst for din del. Du trenger ikke å gjøre noe."


def _link(letter: Letter) -> str:
    return paragraphs(f"Du har {attending.what_and_when(letter)}.", _way(letter))


def _reminder(letter: Letter) -> str:
    if letter.must_answer:
        missing = "" if letter.role is Role.PATIENT else "Vi har ikke fått svar fra deg."
        return paragraphs(missing, _invitation(letter))
    reminded = f"Vi minner om at du har {attending.what_and_when(letter)}."
    return paragraphs(sentences(reminded, _about(letter)), _way(letter), _NOT_SUITED)


def _still_stands(letter: Letter) -> str:
    agreed = f"Du har svart ja til {attending.what_and_when(letter)}."
    asked = sentences("Passer det fortsatt?", _answer(letter))
    return paragraphs(sentences(agreed, _about(letter)), asked, _way(letter))


BODIES: dict[SendingKind, Callable[[Letter], str]] = {
    SendingKind.INVITATION: _invitation,
    SendingKind.UPDATE: _update,
    SendingKind.CANCELLATION: _cancellation,
    SendingKind.LINK: _link,
    SendingKind.REMINDER: _reminder,
    SendingKind.STILL_STANDS: _still_stands,
}


def the_doctor(letter: Letter) -> str:
    """As "fastlegen din, Kari Nordmann": by name, since only so a wrong one is seen (R20b)."""
    if letter.doctor is None:
        return ""
    name = clean(letter.doctor)
    if letter.locum:
        return f"{name or 'legen'}, som møter for fastlegen din"
    return f"fastlegen din, {name}" if name else "fastlegen din"


def _doctor(letter: Letter) -> str:
    """That the GP is invited too; the first letter says so in the information that it carries."""
    doctor = the_doctor(letter) if letter.role is Role.PATIENT else ""
    if not doctor or letter.kind is SendingKind.INVITATION:
        return ""
    return f"{capital(doctor)}{',' if ',' in doctor else ''} er også invitert."


def _about(letter: Letter) -> str:
    """What the recipient needs to know of the meeting; the patient knows whom it is about."""
    match letter.role:
        case Role.PATIENT:
            return _doctor(letter)
        case Role.RELATIVE:
            return "Den som har bedt deg om å være med, kan fortelle mer."
        case _:
            return f"Du har fått referansen {letter.ref} fra oss."


def _way(letter: Letter) -> str:
    """How one takes part; a link stands on the answer page, where nobody has to copy it."""
    if not attending.on_video(letter):
        return attending.way(replace(letter, facts=replace(letter.facts, link="")))
    where = f"Du finner lenken på {_PAGE}." if letter.facts.link else attending.LINK_COMES
    return lines(sentences("Du deltar på video.", where), attending.turn(letter))


def _changed_way(letter: Letter) -> str:
    before = letter.before
    if attending.on_video(letter) or before is None:
        return _way(letter)
    unlinked = replace(before, link=""), replace(letter.facts, link="")
    return attending.changed_way(replace(letter, before=unlinked[0], facts=unlinked[1]))


def _answer(letter: Letter) -> str:
    day = attending.answer_by(letter)
    by = f"Svar innen {dates.medium(day)} på {_PAGE}." if day else _ANSWER
    if attending.on_video(letter) and letter.facts.link and letter.kind in _SAID:
        by = (
            f"Svar på samme side innen {dates.medium(day)}."
            if day
            else "Der svarer du også på om møtet passer."
        )
    return by


_ASKS = frozenset({SendingKind.INVITATION, SendingKind.REMINDER, SendingKind.STILL_STANDS})
_SAID = frozenset({SendingKind.INVITATION, SendingKind.REMINDER})
"""Kinds in which the page has been named above the question."""
