"""The thin line, end to end, as a person goes through it on the local page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from dialogs.wording.neutral import forbidden_in
from tests.browser import stage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not stage.able(), reason="wants chromium, node and tests/node installed"),
]

Seen = dict[str, object]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """What the page showed at each point of the story, told once."""
    folder, pictures = tmp_path_factory.mktemp("clinic"), tmp_path_factory.mktemp("pictures")
    with stage.clinic(folder) as address:
        yield stage.tell(address, pictures)


def test_a_patient_is_registered_on_one_card(seen: Seen) -> None:
    """Three fields give a case with a short reference and the first deadline in words."""
    said = str(seen["registered"])
    assert re.search(r"Saken har referansen [A-Z]\d[A-Z]\d\.", said)
    assert "Utredningen må starte senest mandag 30. november 2026" in said


def test_the_preview_is_what_is_sent(seen: Seen) -> None:
    """The mail's time and words stand in the preview, before anything is sent."""
    preview = str(seen["preview"])
    assert "Ingenting er sendt ennå." in preview
    assert "tirsdag 24. november 2026 kl. 10.00–11.00" in preview
    assert "tirsdag 24. november 2026 kl. 10.00–11.00" in str(seen["mail"])


def test_a_long_link_stays_on_the_card(seen: Seen) -> None:
    """At a desk's width and a telephone's nothing runs out of the preview."""
    assert "https://join" in str(seen["preview"])
    assert seen["spilt"] == []


def test_what_comes_is_read_whole(seen: Seen) -> None:
    """No line of the case's pane is cut, on a large screen and on a small one."""
    assert seen["cut"] == []


def test_what_is_confirmed_leaves_at_once(seen: Seen) -> None:
    """When the page comes back after the confirmation, the mail is in the mailbox."""
    assert seen["atOnce"] == 1


def test_the_invitation_and_one_reminder_are_in_the_mailbox(seen: Seen) -> None:
    """A week later the GP has got the invitation and exactly one reminder."""
    mails = seen["mails"]
    assert isinstance(mails, list)
    assert [str(mail).partition("\n")[0][:7] for mail in mails] == ["Påminne", "Møte (r"]


def test_the_outside_learns_nothing(seen: Seen) -> None:
    """Neither mail nor answer page names the patient or says what kind of clinic it is."""
    for place in ("mail", "question", "receipt"):
        assert "Oppdiktet" not in str(seen[place])
        assert not forbidden_in(str(seen[place]))


def test_the_calendar_answers_by_mail(seen: Seen) -> None:
    """An answer pressed in the mailbox is a real mail, and in the case when the page comes back."""
    assert "Godtatt, " in str(seen["sentBack"])
    assert seen["spiltMail"] == []  # on a telephone, with everything open


def test_a_plan_says_who_hears_before_anything_is_done(seen: Seen) -> None:
    """Who must answer again, who hears and who does not stand on the card of a move."""
    assert "Vi trenger et nytt svar." in str(seen["plan"])
    assert "Ingenting er sendt ennå." in str(seen["plan"])


def test_one_press_answers_and_opens_the_gate(seen: Seen) -> None:
    """The GP's yes gives a receipt, and the secretary is told what is now possible."""
    assert "Vi har registrert svaret ditt: Ja, det passer." in str(seen["receipt"])
    assert "Pasienten kan nå kalles inn." in str(seen["gate"])
    assert "har svart ja" in str(seen["case"])


def test_a_proposed_time_is_taken_with_one_press(seen: Seen) -> None:
    """Two times from the answer page are judged on one card, and the press moves the meeting."""
    assert "Forslagene dine: lørdag 28. november 2026 kl. 18.00 og" in str(seen["wished"])
    assert not forbidden_in(str(seen["wished"]))
    assert "Dagen er i helgen." in str(seen["counter"])
    assert "Det passer med frister, arbeidstid og andre møter." in str(seen["counter"])
    assert "er flyttet til torsdag 26. november 2026 kl. 13.00" in str(seen["moved"])
