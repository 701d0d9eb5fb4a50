"""Write the samples again: python -m tests.calendar_sync.make_samples."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from calendar_sync.ics import calendar_bytes
from calendar_sync.imip import build_mail, filled
from pathway.outgoing import Event, Method
from tests.calendar_sync.sendings import (
    ATTENDEE,
    LINKS,
    ORGANISER,
    STAMP,
    a_sending,
    an_event,
    id_for,
    oslo,
)

FOLDER = Path(__file__).parent / "samples"

NAV_TEXT = """\
Du er invitert til et videomøte tirsdag 24. november 2026 kl. 10.20–10.35.

Du har fått referansen 7K4M fra oss. Du slippes inn når det er din tur.

Svar her: {answer_url}

Ikke skriv navn eller personlige opplysninger i svaret. Spørsmål? Ring 55 00 00 00.
"""

EVENTS: dict[str, Event] = {
    "invitation-winter-time": an_event(),
    "invitation-summer-time": an_event(
        uid=id_for("inv-2"), window=oslo("2027-05-20T13:00", 45), description="Ref. 7K4M."
    ),
    "invitation-link-to-come": an_event(uid=id_for("inv-3"), link="", description="Lenken kommer."),
    "link-added": an_event(uid=id_for("inv-3"), description="Her er lenken til møtet:"),
    "update-kept-yes": an_event(
        sequence=1,
        accepted=True,
        window=oslo("2026-11-24T10:00", 45),
        description="Møtet er endret. Du trenger ikke å svare på nytt.",
    ),
    "moved-to-summer-time": an_event(
        sequence=2,
        window=oslo("2027-04-06T09:30"),
        description="Møtet er endret. Nytt tidspunkt: tirsdag 6. april 2027 kl. 09.30–10.30.",
    ),
    "cancelled": an_event(
        method=Method.CANCEL,
        sequence=3,
        window=oslo("2027-04-06T09:30"),
        description="Møtet er avlyst for din del. Du trenger ikke å gjøre noe.",
    ),
    "window-of-nav-part": an_event(
        uid=id_for("inv-4"),
        window=oslo("2026-11-24T10:20", 15),
        description=NAV_TEXT,
        attendee_name='Veileder Åse "Sol" Bø-Ødegård, Nav; Bergen',
    ),
    "counter-declined": an_event(
        method=Method.DECLINECOUNTER,
        sequence=1,
        window=oslo("2026-11-24T10:00", 45),
        description="Vi får dessverre ikke til et annet tidspunkt.",
    ),
}


def samples() -> dict[str, bytes]:
    """File name to bytes; each event was sent a minute after the one before it."""
    made = {}
    for minute, (name, event) in enumerate(EVENTS.items()):
        told = replace(event, description=filled(event.description, LINKS))
        stamp = STAMP + timedelta(minutes=minute)
        made[f"{name}.ics"] = calendar_bytes(told, stamp, ORGANISER, ATTENDEE)
    made["invitation.eml"] = build_mail(a_sending(), LINKS, ORGANISER)
    return made


def main() -> None:
    """Write every sample and take away those that are no longer made."""
    made = samples()
    for path in FOLDER.glob("*.ics"):
        if path.name not in made:
            path.unlink()
    for name, content in made.items():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
