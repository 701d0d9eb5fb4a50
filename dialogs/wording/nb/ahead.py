"""*Hva skjer videre*: what will be sent, to whom and why, if nobody answers or acts (D3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.wording.nb import dates, names, sending_names, tasks
from dialogs.wording.nb.grammar import capital, listed, sentences
from dialogs.wording.nb.local_page import about_written
from pathway.outgoing import SendingKind
from pathway.service.daemon.looking_ahead import Coming
from pathway.words import PromiseKind

TITLE = "Hva skjer videre"
MORE = "… og mer lenger fram."

_BECAUSE = {
    PromiseKind.ANSWER: "svaret mangler",
    PromiseKind.REMINDER: "møtet nærmer seg",
    PromiseKind.STILL_STANDS: "møtet ble avtalt for lenge siden",
}


def heading(ref: str) -> str:
    """What the list is of."""
    return f"Dette skjer i sak {ref} hvis ingen svarer eller gjør noe:"


def nothing(ref: str) -> str:
    """Nothing is to come."""
    return f"De neste åtte ukene skjer det ingenting av seg selv i sak {ref}."


def line(what: str, days: Sequence[date]) -> str:
    """As "Mandag 12. oktober: Siri får en oppgave. … Igjen torsdag 15. oktober."."""
    again = [dates.medium(day) for day in days[1:]]
    return sentences(
        f"{capital(dates.medium(days[0]))}: {what}", f"Igjen {listed(again)}." if again else ""
    )


def what(coming: Coming, name: str) -> str:
    """As "Påminnelsen til pasienten sendes på SMS, fordi svaret mangler."."""
    departure = coming.departure
    if coming.line is not None:
        return f"{name} får en oppgave. {tasks.task(coming.line)}"
    kind = departure.promise.kind if departure.promise else None
    if kind is PromiseKind.BRIEFING:
        return f"{name} får vite hvem som kommer til møtet."
    if departure.kind is SendingKind.NOTICE:
        return f"{name} får beskjed: {about_written(departure.subject)}."
    if departure.kind is SendingKind.TASK:
        return f"{name} får i oppgave å sende en tekst for hånd."
    why = f", fordi {_BECAUSE[kind]}" if kind in _BECAUSE else ""
    way = names.by_channel(departure.channel)
    to = names.role_definite(departure.role)
    sent = capital(sending_names.sending_definite(departure.kind))
    return f"{sent} til {to} sendes {way}{why}."
