"""Who gets what: before the yes, and after it what leaves and what a person must send (D6)."""

from __future__ import annotations

import pytest

from dialogs.wording.nb import ask_invite, by_hand, tasks
from pathway.model import Participant
from pathway.outgoing import SendingKind
from pathway.views import Consequence
from pathway.words import Channel, ParticipantId, PromiseKind, Role
from tests.dialogs.wording import example_values as values


def _told(
    role: Role,
    channel: Channel,
    name: str = "",
    kind: SendingKind = SendingKind.INVITATION,
    *,
    later: bool = False,
) -> Consequence:
    return Consequence(
        participant=Participant(id=ParticipantId(f"{role} {name}"), role=role, name=name),
        channel=channel,
        kind=kind,
        must_answer=True,
        later=later,
        window=values.window(),
        content=None,
    )


LETTER = _told(Role.PATIENT, Channel.LETTER)
TEXTED = _told(Role.PATIENT, Channel.SMS)
MAILED = _told(Role.PATIENT, Channel.MAIL)
ENTRY = _told(Role.CLINICIAN, Channel.LETTER, "Pål Påfunn")
KARI, VERA = (_told(Role.GP, Channel.MAIL, name) for name in ("Kari Testlege", "Vera Vikar"))
BESIDE = _told(Role.GP, Channel.SECURE_MESSAGE, "Vera Vikar", SendingKind.ABOUT_WHOM)
RELATIVES = [_told(Role.RELATIVE, Channel.LETTER, name) for name in ("Anne", "Ole", "mor")]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ([MAILED], "Pasienten er kalt inn i sak K7M2. E-posten blir sendt nå."),
        ([LETTER], "Innkallingen til pasienten er klar i sak K7M2. Brevet må du sende selv."),
        (
            [LETTER, TEXTED],
            "Innkallingen til pasienten er klar i sak K7M2. Brevet og SMS-en må du sende selv.",
        ),
        (
            [MAILED, LETTER],
            (
                "Innkallingen til pasienten er klar i sak K7M2. E-posten blir sendt nå. "
                "Brevet må du sende selv."
            ),
        ),
    ],
    ids=["mail", "letter", "letter and text", "mail and letter"],
)
def test_nobody_is_called_in_by_what_a_person_must_send(told: list[Consequence], said: str) -> None:
    """D6: the program says that somebody is called in only where all of it leaves by itself."""
    first = ask_invite.invited("K7M2", ["pasienten"], told)
    assert f"{first} {ask_invite.sent_now(told, named=True)}" == said


def test_several_are_ready_together() -> None:
    """D6: the same of several, each with the name that staff know."""
    whom = ["pasienten", "den nærstående (Anne)"]
    assert ask_invite.invited("K7M2", whom, [LETTER, RELATIVES[0]]) == (
        "Innkallingene til pasienten og den nærstående (Anne) er klare i sak K7M2."
    )
    assert "er kalt inn" in ask_invite.invited("K7M2", whom, [MAILED])
    waits = [_told(Role.PATIENT, Channel.MAIL, later=True)]
    assert "er klar" in ask_invite.invited("K7M2", whom[:1], waits)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            [KARI, VERA, BESIDE, LETTER],
            (
                "E-postene til Kari Testlege og Vera Vikar blir sendt nå. "
                "E-meldingen til Vera Vikar og brevet til pasienten må du sende selv."
            ),
        ),
        (
            [KARI, _told(Role.GP, Channel.SECURE_MESSAGE, "Kari Testlege")],
            "E-posten til fastlegen blir sendt nå. E-meldingen til fastlegen må du sende selv.",
        ),
        (RELATIVES, "Brevene til de nærstående må du sende selv."),
        (
            [LETTER, TEXTED, _told(Role.RELATIVE, Channel.SMS, "Anne")],
            "Brevet til pasienten, og SMS-ene til pasienten og den nærstående må du sende selv.",
        ),
        (
            [RELATIVES[0], _told(Role.RELATIVE, Channel.SMS, "Ole")],
            "Brevet til den nærstående (Anne) og SMS-en til den nærstående (Ole) må du sende selv.",
        ),
        (
            [MAILED, _told(Role.CLINICIAN, Channel.GRAPH, "Lea Liksom")],
            "Meldingene til pasienten og klinikeren blir sendt nå.",
        ),
        ([LETTER, ENTRY], "Brevet til pasienten må du sende selv. {entry}"),
        ([ENTRY], "{entry}"),
        ([_told(Role.PATIENT, Channel.PHONE)], "Ring pasienten også."),
    ],
    ids=[
        "two doctors",
        "one",
        "relatives",
        "ways",
        "two ways",
        "calendar",
        "entry",
        "entry alone",
        "call",
    ],
)
def test_each_text_is_named_with_whom_it_is_to(told: list[Consequence], said: str) -> None:
    """R20, D6: by what name each goes, doctors by their own where there are two."""
    entry = "Legg møtet i kalenderen til Pål Påfunn."
    assert ask_invite.sent_now(told) == said.format(entry=entry)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            ENTRY,
            (
                "Det er ikke registrert e-post til klinikeren (Pål Påfunn). "
                "Legg møtet i kalenderen til Pål Påfunn."
            ),
        ),
        (
            _told(Role.PATIENT, Channel.PHONE, kind=SendingKind.CANCELLATION),
            "Ring pasienten om avlysningen, så beskjeden når fram i tide.",
        ),
        (
            _told(Role.PATIENT, Channel.LETTER, kind=SendingKind.UPDATE),
            (
                "Pasienten skal ha beskjed om endringen i brev. Den må du sende selv. "
                "Vi trenger et nytt svar."
            ),
        ),
        (
            _told(Role.PATIENT, Channel.MAIL, kind=SendingKind.UPDATE, later=True),
            (
                "Pasienten får beskjed om det nye tidspunktet, "
                "tirsdag 24. november 2026 kl. 10.00–11.00, når fastlegen har svart ja."
            ),
        ),
        (
            _told(Role.PATIENT, Channel.MAIL, later=True),
            (
                "Pasienten får innkallingen til møtet tirsdag 24. november 2026 kl. 10.00–11.00 "
                "når fastlegen har svart ja."
            ),
        ),
    ],
    ids=["entry", "call", "letter", "new time later", "invitation later"],
)
def test_what_each_gets_is_said_first(told: Consequence, said: str) -> None:
    """F5, R20: how it travels, what a person does, and what waits for the GP's yes."""
    assert ask_invite.consequence(told, values.ZONE) == said


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (SendingKind.INVITATION, "Legg møtet i kalenderen til Per Li"),
        (SendingKind.UPDATE, "Endre møtet i kalenderen til Per Li"),
        (SendingKind.CANCELLATION, "Ta møtet ut av kalenderen til Per Li"),
    ],
    ids=str,
)
def test_a_colleagues_calendar_is_kept_by_hand(kind: SendingKind, said: str) -> None:
    """A meeting that is called off is not put into a calendar."""
    line = values.task(
        PromiseKind.SECURE_MESSAGE, Role.CLINICIAN, sends=kind, channel=Channel.LETTER
    )
    assert tasks.task(line) == f"{said}, og si fra når det er gjort."
    assert by_hand.calendar(kind, "").endswith("klinikeren.")
