"""The patient's information letter: who comes, how the meeting goes, how to answer (R12, R20b).

It goes with the invitation on paper, as one text to copy. A clinic may write its own in its file;
`faults` is what it is refused for. Forbidden words would be allowed here (F17), but a letter may
be opened by somebody else, so the built-in one has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.grammar import lines, paragraphs, sentences
from dialogs.wording.nb.letters import paper
from dialogs.wording.neutral import clean, neutral
from pathway.ports import Letter
from pathway.words import MeetingKind

GP, PHONE, WHEN, SENDER, PURPOSE, PARTS = (
    "{fastlege}",
    "{telefon}",
    "{tidspunkt}",
    "{avsender}",
    "{hensikt}",
    "{deler}",
)
PLACEHOLDERS = (GP, PHONE, WHEN, SENDER, PURPOSE, PARTS)
"""What a text may hold; a paragraph with the GP is left out where the meeting has none.

So are the parts, with the heading above them, where none is known.
"""

BUILT_IN = """\
Om møtet

{hensikt}

Hvem er med?

Vi har også invitert {fastlege}. Er det feil lege? Ring oss på {telefon}. Du kan være med fra \
legekontoret hvis du vil.

Fra oss kommer én eller flere av dem du har møtt her. Du kan ta med deg en du er trygg på. \
Nav eller andre inviterer vi bare hvis du har sagt ja til det. Du bestemmer om de skal være med \
på hele møtet eller bare en del, og du kan ombestemme deg når som helst.

Slik er møtet

{deler}

Slik deltar du

Øverst i brevet står det hva vi har satt opp for deg. Du kan delta på video eller på telefon, \
eller komme til oss. Si fra hvis noe annet passer bedre.

Slik svarer du

Øverst i brevet står det hvor du svarer. Du kan også ringe. Du trenger ikke å si hvorfor hvis det \
ikke passer.

Trenger du tolk, eller lurer du på noe? Ring {telefon}."""

_PURPOSES = {
    MeetingKind.SHM1: (
        "I møtet går vi gjennom det vi har funnet ut sammen med deg, og lager en plan for tiden "
        "framover. Det viktigste er hva du selv ønsker."
    ),
    MeetingKind.SHM2: (
        "I møtet ser vi sammen med deg på hvordan det har gått, og om planen trenger endringer. "
        "Det viktigste er hva du selv ønsker."
    ),
}
_ABOUT_PARTS = {
    "introduction": "Alle sier hvem de er. Du sier hva du ønsker av møtet, og vi oppsummerer.",
    "work": "Er Nav eller andre med, er det i denne delen.",
    "plan": "Vi går gjennom planen punkt for punkt. Du sier hva du mener først.",
    "review": "Alle sier hvem de er. Vi oppsummerer, og går gjennom planen sammen med deg.",
    "closing": "Vi avtaler hva som skjer videre.",
}
_INVITES = re.compile(r"invit|kalt inn|innkalt|kaller inn", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?]*[.!?]?")
_HOLE = re.compile(r"\{[^{}]*\}")


def information(letter: Letter) -> str:
    """The clinic's own text or the built-in one, with this meeting's facts in it."""
    values = {
        GP: paper.the_doctor(letter),
        PHONE: neutral(letter.phone),
        WHEN: dates.span(letter.facts.window, letter.zone),
        SENDER: neutral(letter.public_name),
        PURPOSE: _PURPOSES.get(letter.meeting_kind, ""),
        PARTS: _parts(letter),
    }
    return _filled(letter.own_text or BUILT_IN, values)


def faults(text: str) -> tuple[str, ...]:
    """Why a clinic's own text cannot be used, each with the way out (R20b); empty where it can."""
    found = []
    if GP not in text:
        found.append(f"does not name the GP; write {GP}, as in 'Vi har også invitert {GP}.'")
    elif not any(GP in said and _INVITES.search(said) for said in _SENTENCE.findall(text)):
        found.append(f"does not say that the GP is invited; write 'Vi har også invitert {GP}.'")
    if PHONE not in text:
        found.append(f"gives no number for questions; write 'Har du spørsmål? Ring {PHONE}.'")
    known = ", ".join(PLACEHOLDERS)
    unknown = dict.fromkeys(hole for hole in _HOLE.findall(text) if hole not in PLACEHOLDERS)
    found += [f"holds {hole}, which is unknown; known are {known}" for hole in unknown]
    if set("{}") & set(_HOLE.sub("", text)):
        found.append(f"holds a brace that stands alone; braces are for {known} only")
    return tuple(found)


def _filled(text: str, values: Mapping[str, str]) -> str:
    kept: list[str] = []
    for part in text.strip().split("\n\n"):
        if part.strip() == PARTS and not values[PARTS]:
            kept = kept[:-1] if kept and _is_heading(kept[-1]) else kept
        elif values[GP] or GP not in part:
            kept.append(part)
    filled = paragraphs(*kept)
    for hole, value in values.items():
        filled = filled.replace(hole, value)
    return filled


def _is_heading(part: str) -> bool:
    """Whether it is a line that ends in no sentence: with nothing below, it goes too."""
    return "\n" not in part.strip() and not part.rstrip().endswith((".", "!", "?"))


def _parts(letter: Letter) -> str:
    """As "1. Innledning og oppsummering. Alle sier hvem de er. …", one line each (D1, R22)."""
    return lines(
        *(
            sentences(f"{n}. {names.part(clean(title))}.", _ABOUT_PARTS.get(title, ""))
            for n, title in enumerate(letter.parts, 1)
        )
    )
