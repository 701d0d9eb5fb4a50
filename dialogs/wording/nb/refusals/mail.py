"""Why not, about what came from outside by mail."""

from __future__ import annotations

from pathway import errors


def question_settled(_: errors.QuestionSettledError) -> str:
    """Somebody was quicker, or an answer came."""
    return "Denne e-posten er det allerede gjort noe med. Skriv «sak» for å se hvordan det står."


def proposal_gone(_: errors.ProposalGoneError) -> str:
    """It is answered, or the meeting is another by now."""
    return (
        "Forslaget gjelder ikke lenger. Enten er det svart på, eller så er møtet endret. "
        "Skriv «sak» for å se hvordan det står."
    )


def same_time(_: errors.SameTimeError) -> str:
    """Nothing would move."""
    return "Forslaget er det samme tidspunktet som møtet har nå."


def nobody_asked(error: errors.NobodyAskedError) -> str:
    """There is no invitation that the mail could be about."""
    return (
        f"Ingen i sak {error.ref} er kalt inn til et kommende møte, så e-posten kan ikke knyttes "
        "til saken. Den står fortsatt blant e-post uten sak."
    )


def no_verdict(_: errors.NoVerdictError) -> str:
    """There is no answer in it that could be registered."""
    return "Det står ikke noe klart svar i e-posten. Skriv «svar» for å registrere det selv."
