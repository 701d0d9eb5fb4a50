"""*Hva skjer videre*: what will be sent, to whom and why, if nobody answers or acts (D3)."""

from __future__ import annotations

from dialogs.wording.nb import dates, names, sending_names, tasks
from dialogs.wording.nb.grammar import capital
from pathway.outgoing import SendingKind
from pathway.service.looking_ahead import Coming
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


def line(what: Coming, name: str) -> str:
    """As "Mandag 12. oktober: Påminnelsen til pasienten sendes på SMS, fordi svaret mangler."."""
    day, departure = dates.medium(what.on), what.departure
    if what.line is not None:
        return f"{capital(day)}: {name} får en oppgave. {tasks.task(what.line)}"
    if departure.kind is SendingKind.NOTICE:
        return f"{capital(day)}: {name} får vite hvem som kommer til møtet."
    if departure.kind is SendingKind.TASK:
        return f"{capital(day)}: {name} får i oppgave å sende en tekst for hånd."
    kind = departure.promise.kind if departure.promise else None
    why = f", fordi {_BECAUSE[kind]}" if kind in _BECAUSE else ""
    way = names.by_channel(departure.channel)
    to = names.role_definite(departure.role)
    sent = capital(sending_names.sending_definite(departure.kind))
    return f"{capital(day)}: {sent} til {to} sendes {way}{why}."
