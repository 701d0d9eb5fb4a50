"""*Samtykke*, *trekk samtykke* and *følg samtykket* (R13, R16b, R19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.wording.nb import calls, dates, names
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.grammar import capital, listed, sentences
from dialogs.wording.neutral import clean
from pathway.agenda import GONE_PARTS
from pathway.model import Consent
from pathway.words import Channel, ConsentForm, Role

CONSENT_TITLE = "Samtykke"
CONSENT_WHO = ("Hvem gjelder samtykket?", "Gjelder", "Skriv Nav eller andre.")
CONSENT_DAY = ("Når ga pasienten samtykket?", "Dato", "Skriv en dato, for eksempel «i dag».")
CONSENT_FORM = ("Hvordan ble det gitt?", "Form", "Skriv muntlig eller skriftlig.")
CONSENT_PARTS = (
    "Hvilke deler av møtet gjelder samtykket?",
    "Deler av møtet",
    "Skriv «hele møtet», «del 2» eller «2 og 3».",
)
CONSENT_NAME = ("Hva heter veilederen eller kontaktpersonen?", "Navn", "Skriv navnet.")
CONSENT_OFFICE = (
    "Hvor jobber personen?",
    "Kontor",
    "Skriv for eksempel Nav Bergen.",
)
CONSENT_ROLES = {Role.NAV_ADVISER: "Nav", Role.OTHER: "Andre"}
CONSENT = "Registrer samtykket"
CONSENT_QUESTION = "Skal jeg registrere samtykket?"
WHOLE = "Hele møtet"

_ROLE_WORDS = {
    Role.NAV_ADVISER: ("nav", "nav-veileder", "nav-veilederen", "veileder", "veilederen"),
    Role.OTHER: (
        *("andre", "annen", "andre utenfor", "den andre deltakeren", "annen deltaker"),
        *("ekstern", "ekstern deltaker", "den eksterne deltakeren"),
        *("arbeidsgiver", "arbeidsgiveren", "kommunen", "skolen", "jobben"),
    ),
    Role.RELATIVE: ("pårørende", "nærstående", "den nærstående", "ektefelle", "mor", "far"),
    Role.GP: ("fastlege", "fastlegen", "lege", "legen"),
    Role.REFERRER: ("henviser", "henviseren"),
    Role.INTERPRETER: ("tolk", "tolken"),
    Role.CLINICIAN: ("kliniker", "klinikeren"),
    Role.PATIENT: ("pasient", "pasienten"),
}

_NO_MORE = frozenset({"trukket", "trekkes", "trekker", "trekk", "tilbake"})
_UNKNOWN = "ikke kjent ennå"

WITHDRAW_TITLE = "Trekk samtykke"
WITHDRAW_WHO = ("Hvem gjelder det?", "Gjelder", "Velg fra listen.")
WITHDRAW = "Samtykket er trukket"
WITHDRAW_QUESTION = "Er samtykket trukket?"

KEEP_TITLE = "Følg samtykket"
KEEP_QUESTION = "Skal jeg endre hvilke deler de er med i?"
KEEP = "Endre delene"


def who_named(said: str) -> Role | None:
    """Whom a consent is said to be about, those too who need none."""
    return next((role for role, words in _ROLE_WORDS.items() if said in words), None)


def is_withdrawn(rest: str) -> bool:
    """Whether the words say that there is no consent, or none any more."""
    said = [word.strip(".,!:").lower() for word in rest.split()]
    return said[-1:] == ["nei"] or bool(_NO_MORE.intersection(said))


def part(number: int, title: str) -> str:
    """As "Del 2 (Arbeid, utdanning og økonomi)"."""
    return f"Del {number} ({names.part(title)})"


def parts(numbers: Sequence[int]) -> str:
    """As "hele møtet", "del 1 og 3"; or for parts that the meeting no longer has."""
    if tuple(numbers) == GONE_PARTS:
        return "ingen av delene slik møtet er nå"
    return calls.the_parts(numbers) if numbers else "hele møtet"


def titled(numbers: Sequence[int], titles: Sequence[str]) -> str:
    """As "del 2 (Arbeid, utdanning og økonomi)"."""
    return listed(f"del {n} ({names.part(titles[n - 1])})" for n in numbers)


def no_such_part(most: int) -> str:
    """A number that the meeting does not have."""
    return f"Møtet har {most} deler."


def consent_facts(
    who: str, person: str, on: date, form: ConsentForm, numbers: Sequence[int]
) -> list[tuple[str, str]]:
    """The consent in five facts."""
    return [
        ("Gjelder", who),
        ("Navn", person),
        ("Gitt", dates.full(on)),
        ("Form", capital(names.consent_form(form))),
        ("Deler", capital(parts(numbers))),
    ]


def named(name: str, office: str) -> str:
    """Whom a consent is about, as far as it is known."""
    if name or not office:
        return calls.called(name or _UNKNOWN, office)
    return f"{_UNKNOWN} ({clean(office)})"


def consent_form(form: ConsentForm) -> str:
    """As a choice."""
    return capital(names.consent_form(form))


def _said(consent: Consent) -> str:
    """As "3. november 2026 (muntlig, hele møtet)"."""
    how = f"{names.consent_form(consent.form)}, {parts(consent.parts)}"
    return f"{dates.full(consent.given_on)} ({how})"


def replaces(old: Consent, on: date) -> str:
    """What a new consent does to the one that stands: the one given last counts."""
    if on < old.given_on:
        return f"Pasienten ga et nyere samtykke {_said(old)}. Det nyeste gjelder fortsatt."
    return f"Dette erstatter samtykket fra {_said(old)}."


def lacking(who: str, numbers: Sequence[int], titles: Sequence[str]) -> str:
    """Where somebody is to be without consent."""
    return f"{capital(who)} er satt opp i {titled(numbers, titles)}, som samtykket ikke dekker."


def lacking_ways(ref: str, *, some: bool) -> str:
    """How it is mended; `some` is whether the consent covers any of the parts."""
    widen = f"Skriv «{typed('consent', ref)}» når pasienten har utvidet samtykket"
    limit = f", eller «{typed('keep_to_consent', ref)}» for å begrense deltakelsen"
    return f"{widen}{limit if some else ''}."


def consented(ref: str, who: str) -> str:
    """A consent was recorded."""
    return f"Samtykket for {who} er registrert i sak {ref}."


def withdrawn(ref: str, who: str, channel: Channel | None) -> str:
    """A consent was withdrawn; `channel` is how the cancellation travels, if there is one (R19)."""
    first = f"Samtykket for {who} er trukket i sak {ref}."
    if channel is None:
        return sentences(first, f"{capital(who)} får ingen meldinger.")
    if channel is Channel.LETTER:
        return sentences(
            first,
            f"Avlysningen må du sende selv. Etter det får {who} ingenting mer.",
        )
    return sentences(
        first,
        f"Avlysningen sendes nå, og {who} får ingenting mer.",
        "Du får beskjed hvis den ikke kommer fram.",
    )


def withdraw_effect(who: str, channel: Channel | None) -> str:
    """What withdrawing means, before it is confirmed; `channel` is the cancellation's."""
    if channel is None:
        return f"{capital(who)} har ikke fått noen innkalling, så ingenting sendes."
    leaves = "må du sende selv" if channel is Channel.LETTER else "sendes med en gang"
    return f"Avlysningen under {leaves}. Etter det får {who} ingenting mer."


def no_consent(ref: str) -> str:
    """Nothing to withdraw."""
    return f"Det er ikke registrert noe samtykke i sak {ref}."


def no_consent_for(text: str, have: Sequence[str]) -> str:
    """Somebody else than those who have a consent that could be withdrawn."""
    first = f"Det er ikke registrert noe samtykke for «{text}»."
    return f"{first} Samtykke er registrert for {listed(_inside(who) for who in have)}."


def _inside(title: str) -> str:
    """A title in the middle of a sentence."""
    return (
        title if title[:2].isupper() or title.startswith("Nav") else title[:1].lower() + title[1:]
    )


def standing(who: str, consent: Consent, lack: Sequence[int], titles: Sequence[str]) -> str:
    """A consent as the case shows it."""
    said = f"{who}: {names.consent_form(consent.form)} {dates.short_year(consent.given_on)}"
    missing = f" Mangler for {titled(lack, titles)}." if lack else ""
    return f"{said}, {parts(consent.parts)}.{missing}"


def taken_back(who: str, on: date) -> str:
    """A consent that is withdrawn, as the case shows it."""
    return f"{who}: trukket {dates.short_year(on)}."


def kept(who: str, numbers: Sequence[int], titles: Sequence[str]) -> str:
    """Where somebody is to be from now on."""
    return f"{capital(who)} er nå satt opp i {titled(numbers, titles)}."


def nothing_to_keep(ref: str) -> str:
    """Every actor is where the consent is."""
    return f"Alle i sak {ref} er bare med i deler som samtykket dekker."


def covers_none(ref: str) -> str:
    """The consent is for other parts altogether."""
    return f"Samtykket dekker ingen av delene. {lacking_ways(ref, some=False)}"


def keep_facts(who: str, numbers: Sequence[int], titles: Sequence[str]) -> list[tuple[str, str]]:
    """Who, and in which parts."""
    return [("Gjelder", who), ("Blir med i", capital(titled(numbers, titles)))]
