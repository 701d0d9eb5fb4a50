"""Letters by post or Helsenorge: nothing long to type, and the GP's part is said (R20, R20b).

F17 does not hold here, but the letter may be opened by somebody else, so it stays neutral.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialogs.wording.nb import dates
from dialogs.wording.nb.grammar import capital, lines, paragraphs, sentences
from dialogs.wording.nb.letters import attending
from dialogs.wording.nb.letters import times as time_letters
from dialogs.wording.neutral import clean, neutral
from pathway.outgoing import ANSWER_CODE, CODE_URL, SendingKind
from pathway.ports import Letter
from pathway.words import Role

_PAGE = f"{CODE_URL} med koden {ANSWER_CODE}"


def questions(letter: Letter) -> str:
    """Where to turn; the patient also when it is the wrong doctor (R20b)."""
    number = neutral(letter.phone)
    if not number:
        return ""
    if letter.kind not in _ASKS:
        return f"Spørsmål? Ring {number}."
    return f"{_why_ring(letter)} Ring {number}."


def _why_ring(letter: Letter) -> str:
    """What one may ring about; a reminder of what is agreed asks for no answer."""
    wrong = bool(_doctor(letter))
    if letter.kind is SendingKind.REMINDER and not letter.must_answer:
        return "Er det feil fastlege, eller har du spørsmål?" if wrong else "Spørsmål?"
    if wrong:
        return "Vil du svare på telefon? Er det feil fastlege? Har du spørsmål?"
    return "Vil du heller svare på telefon, eller har du spørsmål?"


def _invitation(letter: Letter) -> str:
    invited = f"Du er invitert til {attending.what_and_when(letter)}."
    answer = _answer(letter)
    if not letter.must_answer and letter.kind is SendingKind.INVITATION:
        agreed = "Vi har registrert at det passer. Du trenger ikke å svare på nytt."
        answer = sentences(agreed, _not_suited(letter))
    return paragraphs(sentences(invited, _about(letter)), lines(_way(letter), answer))


def _update(letter: Letter) -> str:
    again = "Vi trenger et nytt svar fra deg."
    if not letter.must_answer:
        again = "Du trenger ikke å svare på nytt."
    answer = _answer(letter) if letter.must_answer else _not_suited(letter)
    return paragraphs(
        attending.changed_time(letter), _changed_way(letter), sentences(again, answer)
    )


def _cancellation(letter: Letter) -> str:
    when = dates.span((letter.before or letter.facts).window, letter.zone)
    the = attending.the_meeting(letter)
    return f"{the} {when} er avlyst for din del. Du trenger ikke å gjøre noe."


def _link(letter: Letter) -> str:
    return paragraphs(f"Du har {attending.what_and_when(letter)}.", _way(letter))


def _reminder(letter: Letter) -> str:
    if letter.must_answer:
        missing = "" if letter.role is Role.PATIENT else "Vi har ikke fått svar fra deg."
        return paragraphs(missing, _invitation(letter))
    reminded = f"Vi minner om at du har {attending.what_and_when(letter)}."
    return paragraphs(sentences(reminded, _about(letter)), _way(letter), _not_suited(letter))


def _still_stands(letter: Letter) -> str:
    agreed = f"Du har svart ja til {attending.what_and_when(letter)}."
    asked = sentences("Passer det fortsatt?", _answer(letter))
    return paragraphs(sentences(agreed, _about(letter)), asked, _way(letter))


def _stands(letter: Letter) -> str:
    when = dates.span(letter.facts.window, letter.zone)
    sorry = "Takk for svaret. Vi får dessverre ikke til et annet tidspunkt."
    asked = sentences("Kan du komme likevel?", _answer(letter))
    return paragraphs(f"{sorry} Tidspunktet står: {when}.", lines(_way(letter), asked))


BODIES: dict[SendingKind, Callable[[Letter], str]] = {
    SendingKind.INVITATION: _invitation,
    SendingKind.UPDATE: _update,
    SendingKind.CANCELLATION: _cancellation,
    SendingKind.LINK: _link,
    SendingKind.REMINDER: _reminder,
    SendingKind.STILL_STANDS: _still_stands,
    SendingKind.STANDS: _stands,
    SendingKind.NEW_MINUTE: attending.new_minute,
    **time_letters.PAPER,
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
        case Role.INTERPRETER:
            return f"Du skal tolke i møtet. Referansen er {letter.ref}."
        case Role.CLINICIAN:
            return f"Skriv «sak {letter.ref}» i chatten for å se mer."
        case _:
            return f"Du har fått referansen {letter.ref} fra oss."


def _way(letter: Letter) -> str:
    """How one takes part; a link stands on the answer page, where nobody has to copy it."""
    if not attending.on_video(letter):
        return attending.way(replace(letter, facts=replace(letter.facts, link="")))
    where = attending.LINK_COMES
    if letter.facts.link:
        asked_above = letter.kind is SendingKind.STILL_STANDS
        where = "Lenken står på samme side." if asked_above else f"Du finner lenken på {_PAGE}."
    return lines(sentences("Du deltar på video.", where), attending.turn(letter))


def _changed_way(letter: Letter) -> str:
    before = letter.before
    if attending.on_video(letter) or before is None:
        return _way(letter)
    unlinked = replace(before, link=""), replace(letter.facts, link="")
    return attending.changed_way(replace(letter, before=unlinked[0], facts=unlinked[1]))


def _answer(letter: Letter) -> str:
    """Where to answer, and by when; the page may have been named above, with the link."""
    day, same = attending.answer_by(letter), _link_above(letter)
    by = f" innen {dates.medium(day)}" if day else ""
    if same and not day and letter.kind not in {SendingKind.UPDATE, SendingKind.STANDS}:
        return "Der svarer du også på om møtet passer."
    return f"Svar på samme side{by}." if same else f"Svar{by} på {_PAGE}."


def _not_suited(letter: Letter) -> str:
    return f"Passer det ikke? Gi beskjed på {'samme side' if _link_above(letter) else _PAGE}."


def _link_above(letter: Letter) -> bool:
    """Whether the page has been named above, as where the link is."""
    named = letter.kind is not SendingKind.STILL_STANDS
    return named and attending.on_video(letter) and bool(letter.facts.link)


_ASKS = frozenset(
    {
        *(SendingKind.INVITATION, SendingKind.REMINDER),
        *(SendingKind.STILL_STANDS, SendingKind.STANDS),
        *(SendingKind.TIMES, SendingKind.TIMES_REMINDER),
    }
)
