"""What messages are called, and how it stands with them."""

from __future__ import annotations

from pathway.outgoing import SendingKind, SendingStatus

_SENDING_KINDS = {
    SendingKind.INVITATION: "innkalling",
    SendingKind.UPDATE: "endring",
    SendingKind.CANCELLATION: "avlysning",
    SendingKind.LINK: "lenke til møtet",
    SendingKind.REMINDER: "påminnelse",
    SendingKind.STILL_STANDS: "spørsmål om møtet fortsatt passer",
    SendingKind.STANDS: "beskjed om at tidspunktet står",
    SendingKind.TIMES: "spørsmål om tider",
    SendingKind.TIMES_REMINDER: "påminnelse om tider",
    SendingKind.TIMES_OVER: "beskjed om at svar ikke trengs",
    SendingKind.NEW_MINUTE: "beskjed om nytt klokkeslett",
    SendingKind.ABOUT_WHOM: "melding om hvem det gjelder",
    SendingKind.TASK: "oppgave",
    SendingKind.NOTICE: "beskjed",
    SendingKind.DIGEST: "dagens oversikt",
    SendingKind.EDIT: "endring i en beskjed",
}

_SENDING_STATUSES = {
    SendingStatus.PENDING: "venter på å bli sendt",
    SendingStatus.SENT: "sendt",
    SendingStatus.FAILED: "ikke sendt ennå, prøves igjen",
    SendingStatus.GIVEN_UP: "kunne ikke sendes",
    SendingStatus.SHOWN: "vist",
    SendingStatus.DROPPED: "ble ikke sendt",
}


def sending_kind(kind: SendingKind) -> str:
    """As "påminnelse"."""
    return _SENDING_KINDS[kind]


_DEFINITE = {
    SendingKind.INVITATION: "innkallingen",
    SendingKind.UPDATE: "beskjeden om endring",
    SendingKind.CANCELLATION: "avlysningen",
    SendingKind.LINK: "lenken",
    SendingKind.REMINDER: "påminnelsen",
    SendingKind.STILL_STANDS: "spørsmålet om møtet fortsatt passer",
    SendingKind.STANDS: "beskjeden om at tidspunktet står",
    SendingKind.TIMES: "spørsmålet om tider",
    SendingKind.NEW_MINUTE: "beskjeden om nytt klokkeslett",
    SendingKind.TIMES_REMINDER: "påminnelsen om tider",
    SendingKind.TIMES_OVER: "beskjeden om at svar ikke trengs",
}


def sending_definite(kind: SendingKind) -> str:
    """As "påminnelsen"."""
    return _DEFINITE.get(kind, "meldingen")


def sending_status(status: SendingStatus) -> str:
    """As "venter på å bli sendt"."""
    return _SENDING_STATUSES[status]
