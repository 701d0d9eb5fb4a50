"""The words for what is only looked at, and for what people say out of kindness."""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, ...]] = {
    "find": ("finn", "finne", "søk", "søk etter", "let etter", "finn pasient", "finn sak"),
    "ahead": (
        "hva skjer videre",
        "hva skjer",
        "hva skjer nå",
        "hva kommer",
        "hva skjer fremover",
        "hva nå",
    ),
    "checklist": ("sjekkliste", "sjekklisten", "vis sjekkliste", "vis sjekklisten"),
    "case": (
        *("sak", "saken", "vis sak", "vis saken", "vis", "åpne", "åpne sak"),
        *("når er møtet", "hvem er fastlegen", "hva er fristen", "hva gjenstår", "status"),
        *("hvem kommer", "hvem kommer på møtet", "hvem skal være med", "hvem har svart"),
        *("hvordan går det", "hvordan ligger vi an"),
    ),
    "contacts": ("kontakter", "kontakt", "vis kontakter", "finn kontakt"),
    "board": (
        *("oversikt", "vis oversikt", "oversikten", "tavle", "alle saker"),
        *("sakene", "alle sakene", "hvilke saker har vi", "hvilke saker haster"),
    ),
    "tasks": (
        *("oppgaver", "oppgave", "mine oppgaver", "vis oppgaver", "gjøremål"),
        *("oppgavene mine", "hva skal jeg gjøre", "hva må jeg gjøre", "dagens oppgaver"),
    ),
    "help": ("hjelp", "help", "kommandoer", "hva kan du", "hva kan jeg gjøre"),
    "hello": ("hei", "heisann", "hallo", "hei på deg", "god morgen", "god dag", "start"),
    "texts": (
        *("dagens e-meldinger", "e-meldinger", "dagens meldinger", "dagens emeldinger"),
        "meldinger",
    ),
    "thanks": (
        *("takk", "tusen takk", "mange takk", "takk skal du ha", "takk for hjelpen"),
        *("takk for det", "ok takk", "takk takk"),
    ),
}
