"""In the mailboxes of those outside on the local page: what their mail program offers them."""

from __future__ import annotations

from datetime import datetime

from dialogs.wording.nb import dates

ANSWERS = (("accepted", "Godta"), ("tentative", "Kanskje"), ("declined", "Avslå"))
"""As Outlook offers them."""

WORDS = "Skriv noe sammen med svaret"
PROPOSE = "Foreslå nytt tidspunkt"
DATE, TIME = "Dato", "Klokkeslett"
SEND_PROPOSAL = "Send forslaget"
PRACTISE = "Øv på mer"
PRACTISE_SAYS = "Det som ellers kan komme tilbake fra en e-post:"
OTHERS = (("away", "Fraværssvar"), ("lost", "E-posten kunne ikke leveres"))
BACK = "Sendt tilbake"
SHOW_SENT = "Vis råteksten til svaret"
AWAY = "Jeg er ikke på jobb, og svarer når jeg er tilbake."

_TITLES = {
    "accepted": "Godtatt",
    "tentative": "Foreløpig godtatt",
    "declined": "Avslått",
    "new_time": "Nytt tidspunkt foreslått",
    "away": "Automatisk svar",
    "lost": "Kan ikke leveres",
}


def title(kind: str) -> str:
    """How the subject begins, in the words of Norwegian mail programs."""
    return _TITLES[kind]


def sent(what: str, at: datetime) -> str:
    """As "Godtatt, tirsdag 3. november kl. 09.00"."""
    return f"{what}, {dates.medium_moment(at)}"
