"""The page about the bot, which Teams links to: who stands behind it, privacy and terms.

Anybody can open it, so it says nothing of what the clinic treats (P1, F17).
"""

from __future__ import annotations

LANGUAGE = "nb"

TITLE = "Om møteboten"
PRIVACY = "Personvern"
TERMS = "Vilkår"

PRIVACY_TEXTS = (
    "Møteboten lagrer navn, telefon, e-post, tidspunkter, samtykker og svar for å avtale møter.",
    "Klinikken er ansvarlig for opplysningene.",
    "Bare ansatte som klinikken har lagt inn, får se dem. Det loggføres hvem som har sett dem.",
    "Det som skrives til møteboten, ligger også i Teams. Den leser ingenting annet der.",
)

TERMS_TEXTS = (
    "Møteboten er bare for ansatte og bare for arbeidet med å avtale møter.",
    "Den erstatter ikke journalen. Skriv bare det den spør om, og ingenting om helse.",
    "Den som sender en innkalling, har ansvar for å se over den først.",
)


def purpose(clinic: str) -> str:
    """What it is for."""
    return f"Møteboten hjelper de ansatte ved {clinic} med å avtale møter: hvem, når og hvordan."


def invited(phone: str) -> str:
    """What somebody outside does who came here by chance."""
    ring = f"ring {phone}" if phone else "ring nummeret i den"
    return f"Har du fått en invitasjon? Svar på lenken i den, eller {ring}."


def questions(phone: str) -> str:
    """Where to turn about one's own data."""
    return f"Vil du vite hva som er lagret om deg, eller få noe rettet? Ring {phone}."
