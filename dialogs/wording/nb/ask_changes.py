"""*Rett opp*, *avslutt forløpet*, *annen lege* and *uten fastlege*."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.wording.nb import names
from dialogs.wording.nb.grammar import capital, listed
from pathway.words import ClosedReason, Role

CORRECT_TITLE = "Rett opp"
FIELD = ("Hva skal rettes?", "Felt", "Velg fra listen.")
VALUE = ("Hva skal det stå?", "Ny verdi", "Skriv det slik det skal stå.")
DAY = ("Hvilken dato er riktig?", "Ny dato", "Skriv en dato, for eksempel 07.09.2026.")
CLINICIAN = ("Hvem er ansvarlig kliniker?", "Ansvarlig kliniker", "Velg fra listen.")
EMAIL = (
    "Hva er e-postadressen? Skriv «fjern» for å ta den bort.",
    "E-post",
    "Skriv for eksempel post@legekontor.example.",
)
PHONE = (
    "Hva er telefonnummeret? Skriv «fjern» for å ta det bort.",
    "Telefon",
    "Skriv åtte sifre, for eksempel 55 55 12 34.",
)
FIELDS = {
    "name": "Pasientens navn",
    "referral_received": "Henvisning mottatt",
    "assessment_started": "Utredning startet",
    "shm1_held": "SHM1 holdt",
    "shm2_held": "SHM2 holdt",
    "clinician": "Ansvarlig kliniker",
    "patient_phone": "Pasientens telefon",
    "patient_email": "Pasientens e-post",
    "no_sms": "SMS til pasienten",
    "gp_name": "Fastlegens navn",
    "gp_office": "Fastlegens kontor",
    "gp_email": "Fastlegens e-post",
    "gp_phone": "Fastlegens telefon",
}
NO_SMS = ("Kan pasienten få SMS?", "SMS", "Skriv «vil ikke ha SMS» eller «kan få SMS».")
NO_SMS_CHOICES = {"no": "Nei, vil ikke ha SMS", "yes": "Ja, kan få SMS"}
NO_SMS_WORDS = {
    "no": frozenset(
        {"nei", "ikke", "ikke sms", "reservert", "vil ikke", "ønsker ikke sms", "vil ikke ha sms"}
    ),
    "yes": frozenset({"ja", "sms", "vil ha sms", "får sms", "kan få sms", "ok", "greit"}),
}
REMOVE_WORDS = frozenset({"fjern", "slett", "tom", "ta bort"})
CORRECT = "Rett opp"
CORRECT_QUESTION = "Skal jeg rette dette?"
NOTHING = "ikke registrert"

STOP_TITLE = "Avslutt forløpet"
STOP_REASON = ("Hvorfor avsluttes forløpet?", "Grunn", "Velg fra listen.")
STOP_NOTE = ("Skriv en merknad hvis det er mer å si.", "Merknad", "Skriv kort, høyst 300 tegn.")
STOP = "Avslutt forløpet"
STOP_QUESTION = "Skal jeg avslutte forløpet? Det kan ikke angres."
STOP_ALL_DONE = "Alt er gjort"
STOP_OTHER = ("Hva er grunnen?", STOP_NOTE[1], STOP_NOTE[2])
STOP_LEFT = (
    "Er alt gjort? Da avsluttes forløpet for godt. Hvis ikke: Hvorfor kan det avsluttes likevel?",
    "Sjekklisten",
    f"Skriv «{STOP_ALL_DONE}», eller en kort grunn.",
)
STOP_WHY = "Skriv kort hvorfor forløpet kan avsluttes uten at det er gjort, eller «avbryt»."

REPLACE_TITLE = "Annen lege"
DOCTOR = (
    "Hvem er legen? Skriv navn og legekontor.",
    "Lege",
    "Skriv for eksempel «Kari Nordmann, Solsiden legesenter».",
)
FOR_GOOD = ("Gjelder det bare denne gangen?", "Gjelder", "Velg fra listen.")
FOR_GOOD_CHOICES = {
    "for_now": "Bare denne gangen (vikar eller kollega)",
    "for_good": "Legen har overtatt som fastlege",
}
SCOPE_WORDS = {
    "for_now": frozenset(
        {
            "for nå",
            "nå",
            "denne gangen",
            "bare denne gangen",
            "bare nå",
            "én gang",
            "en gang",
            "midlertidig",
            "vikar",
            "vikaren",
            "kollega",
            "ja",
        }
    ),
    "for_good": frozenset(
        {
            "for godt",
            "for alltid",
            "fast",
            "permanent",
            "overtatt",
            "har overtatt",
            "overtar",
            "ny fastlege",
            "fastlegen er byttet",
            "nei",
        }
    ),
}
DOCTOR_WORDS = frozenset(
    {"lege", "legen", "fastlege", "fastlegen", "annen lege", "en annen lege", "doktor"}
)
"""Words that say nothing of for how long."""
REPLACE = "Bytt lege"
REPLACE_QUESTION = "Skal jeg legge inn legen?"

WITHOUT_TITLE = "Møte uten fastlege"
WITHOUT_REASON = (
    "Hvorfor holdes møtet uten fastlege? Ansvarlig kliniker må ha bestemt det.",
    "Grunn",
    "Skriv en kort setning.",
)
WITHOUT = "Hold møtet uten fastlege"
WITHOUT_QUESTION = "Har ansvarlig kliniker bestemt dette?"


def correction_facts(field: str, before: str, after: str) -> list[tuple[str, str]]:
    """What stands there, and what will."""
    return [
        ("Felt", FIELDS[field]),
        ("Nå", before or NOTHING),
        ("Blir", after or NOTHING),
    ]


def corrected(ref: str, field: str) -> str:
    """A field was put right."""
    what = FIELDS[field]
    named = what if what[:2].isupper() else what[:1].lower() + what[1:]
    return f"Rettet i sak {ref}: {named}. Det gamle står i loggen."


def sms_named(said: str) -> str:
    """Whether the words say that the patient may be texted: a value of the choices, or nothing."""
    return next((value for value, words in NO_SMS_WORDS.items() if said in words), "")


def closed_reason(why: ClosedReason) -> str:
    """As a choice."""
    return capital(names.closed_reason(why))


def stopped(ref: str) -> str:
    """A pathway was ended."""
    return f"Forløpet i sak {ref} er avsluttet. Ingen får flere påminnelser."


def all_quiet() -> str:
    """What stopping means for what is owed."""
    return "Alle påminnelser og oppgaver i saken stopper."


def still_leaves(roles: Sequence[Role]) -> str:
    """Cancellations decided before the pathway is stopped leave all the same."""
    if not roles:
        return ""
    return f"Avlysningen til {_whom(roles)} er ikke sendt ennå. Den blir sendt likevel."


def still_by_hand(roles: Sequence[Role]) -> str:
    """The same where a person must send them."""
    return f"Avlysningen til {_whom(roles)} må du fortsatt sende selv." if roles else ""


def _whom(roles: Sequence[Role]) -> str:
    return listed(dict.fromkeys(names.role_definite(role) for role in roles))


def replaced(ref: str, name: str) -> str:
    """Another doctor took over."""
    return f"{name} er lagt inn som lege i sak {ref}."


def doctor_facts(name: str, scope: str) -> list[tuple[str, str]]:
    """Who takes over, and for how long."""
    return [("Lege", name), ("Gjelder", FOR_GOOD_CHOICES[scope])]


def scope_named(said: str) -> str:
    """For how long, where the words say so."""
    return next((scope for scope, words in SCOPE_WORDS.items() if said in words), "")


def without_scope(rest: str) -> tuple[str, str]:
    """The words, and for how long where they end with that: "Vera Vikar for godt".

    One word says nothing of it: it may be a surname.
    """
    said = rest.split()
    for start in range(1, len(said) - 1):
        scope = scope_named(" ".join(said[start:]).lower().strip(".,"))
        if scope:
            return " ".join(said[:start]).rstrip(","), scope
    return rest, ""


def reason_why(reason: str) -> str:
    """Say "Grunn: Pasienten venter på ny fastlege."; a card has room for five facts, all taken."""
    return f"{WITHOUT_REASON[1]}: {reason}"


def without_gp(ref: str) -> str:
    """The meeting is held without a GP."""
    return f"Møtet i sak {ref} holdes uten fastlege. Pasienten kan nå kalles inn."
