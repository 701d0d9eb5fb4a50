"""What somebody reads who knocks on a door that is not theirs."""

from __future__ import annotations


def not_staff() -> str:
    """To anybody who is not in the clinic's file."""
    return (
        "Beklager, du har ikke tilgang til denne tjenesten. "
        "Kontakt IT-brukerstøtte hvis du mener at dette er feil."
    )
