"""What somebody reads at the Teams door: who may not come in, and what the door itself says."""

from __future__ import annotations

from dialogs.wording.neutral import clean


def not_staff() -> str:
    """To anybody who is not in the clinic's file."""
    return (
        "Beklager, du har ikke tilgang til denne tjenesten. "
        "Kontakt IT-brukerstøtte hvis du mener at dette er feil."
    )


def not_among_others() -> str:
    """Where others read along, nothing is said of a case (P1)."""
    return "Her kan andre lese det jeg skriver. Skriv til meg i en egen chat, så hjelper jeg deg."


def welcome(name: str) -> str:
    """The first words in a new chat; `name` is the first name of whoever it is."""
    hello = f"Hei, {clean(name)}!" if name else "Hei!"
    return (
        f"{hello} Jeg hjelper deg med innkallinger og frister. "
        "Skriv «hjelp» for å se hva du kan gjøre, eller «oppgaver» for å se hva som venter."
    )


def not_saved() -> str:
    """The store could not take it."""
    return (
        "Dette ble ikke lagret, og ingenting er sendt. Teksten din står i kortet. "
        "Prøv igjen om litt."
    )


def cannot_be_shown() -> str:
    """In the place of a message that Teams refuses."""
    return (
        "Du har fått en beskjed som ikke kan vises her. Skriv «oppgaver» for å se hva som venter."
    )


def answer_below() -> str:
    """Beside a card that was pressed, where the answer is a message of its own."""
    return "Svaret står nederst i chatten."


def at_work() -> str:
    """Where the answer takes longer than Teams waits for."""
    return "Et øyeblikk. Svaret kommer straks."


def staff_mail_subject(refs: str) -> str:
    """To staff whose chat cannot be reached; case references only (D4)."""
    return f"Ny beskjed (ref. {refs})" if refs else "Ny beskjed"


def staff_mail(refs: str, number: int) -> str:
    """The same mail's text."""
    about = f" om {'sak' if number == 1 else 'sakene'} {refs}" if refs else ""
    return (
        f"Hei!\n\nDu har en ny beskjed{about}. "
        "Åpne møteboten i Teams, og skriv «hei». Da kommer beskjeden i chatten.\n\n"
        "Får du ikke kontakt med møteboten? Snakk med IT-brukerstøtte."
    )
