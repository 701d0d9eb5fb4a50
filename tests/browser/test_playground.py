"""One patient's story in a real Teams client: Microsoft 365 Agents Playground in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from dialogs.wording.nb import doors
from tests.browser import stage, teams

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not teams.able(), reason="wants chromium, node and tests/node installed"),
]

Seen = dict[str, object]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the story's pictures are kept."""
    return tmp_path_factory.mktemp("playground")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> Iterator[Seen]:
    """What the chat showed at each point of the story, told once, and what went over the wire."""
    folder = tmp_path_factory.mktemp("clinic")
    teams.describe_clinic(folder)
    with stage.clinic(folder) as clinic, teams.playground(folder, clinic) as address:
        told = teams.tell(clinic, address, pictures)
        yield {**told, "traffic": teams.traffic(folder)}


def the(seen: Seen, name: str) -> str:
    """The words that were seen there."""
    words = seen[name]
    return words if isinstance(words, str) else "\n".join(cast("list[str]", words))


def test_whoever_installs_the_bot_is_welcomed_once(seen: Seen) -> None:
    """The greeting comes at the first installation, and not at the second one."""
    assert doors.welcome("Siri") in the(seen, "welcome")
    assert doors.welcome("Siri") not in the(seen, "said")
    assert len(cast("list[str]", seen["hello"])) == 1


def test_an_old_card_pressed_gives_the_fresh_one(seen: Seen) -> None:
    """The card of a question that was asked again says so, and is itself the fresh card."""
    assert "Dette kortet er utdatert. Her er det nye." in the(seen, "old")
    assert seen["oldButtons"] == ["Neste"]


def test_a_patient_is_registered_on_one_card(seen: Seen) -> None:
    """What was filled in and pressed takes the card's place: the reference and the deadline."""
    assert "Ola Oppdiktet er registrert. Saken har referansen" in the(seen, "registered")
    assert "Utredningen må starte senest mandag 30. november 2026" in the(seen, "registered")
    assert "Navn eller initialer" not in the(seen, "registered")


def test_a_milestone_is_typed(seen: Seen) -> None:
    """Words and a yes are enough."""
    assert "Utredning startet mandag 2. november 2026" in the(seen, "milestone")


def test_the_gp_is_called_in_on_one_card(seen: Seen) -> None:
    """One sentence, two choices, the preview and the receipt are one message all the way."""
    assert "Ingenting er sendt ennå." in the(seen, "preview")
    assert "tirsdag 24. november 2026 kl. 10.00–11.00" in the(seen, "preview")
    assert "er satt opp tirsdag 24. november 2026 kl. 10.00." in the(seen, "sent")
    assert "Ingenting er sendt ennå." not in the(seen, "sent")
    assert seen["grewByInviting"] == 0


def test_the_gps_yes_is_told_unasked(seen: Seen) -> None:
    """The GP presses on the answer page, and the chat says by itself who can be called in."""
    assert "Vi har registrert svaret ditt: Ja, det passer." in the(seen, "answered")
    assert "Pasienten kan nå kalles inn." in the(seen, "gate")


def test_the_patient_is_called_in_from_the_notice(seen: Seen) -> None:
    """The notice's button stays, says where the answer is, and the preview comes below it."""
    notice, preview = cast("list[str]", seen["patient"])
    assert "Pasienten kan nå kalles inn." in notice
    assert doors.answer_below() in notice
    assert "Pasienten skal ha en innkalling i brev" in preview
    assert "Innkallingen til pasienten er klar i sak" in the(seen, "patientReady")


def test_nav_comes_for_its_part(seen: Seen) -> None:
    """The consent gives the telephone task, the call gives an adviser, and Nav its own window."""
    assert "Hele møtet" in the(seen, "consent")
    assert "Ring Navs lege- og behandlertelefon, 55 55 33 36, tast 2" in the(seen, "phone")
    assert "Nav kan nå kalles inn." in the(seen, "adviser")
    assert "kl. 10.20–10.35" in the(seen, "nav")
    assert "Innkallingen til Nav-veilederen er klar i sak" in the(seen, "navReady")


def test_the_next_mornings_digest_comes_by_itself(seen: Seen) -> None:
    """It lists what waits with its buttons; a line means its own text, and is ticked off there."""
    assert "Du har 4 ting i dag" in the(seen, "digest")
    assert "Jeg har sendt den" in the(seen, "digestButtons")
    assert "Ola Oppdiktet" not in the(seen, "digest")
    assert "krysset av" in the(seen, "ticked")
    assert "Du har 3 ting igjen" in the(seen, "digestAfter")
    assert the(seen, "digestAfter").count("Gjort:") == 1


def test_the_board_is_typed_for(seen: Seen) -> None:
    """*oversikt* shows the one case and what it waits for."""
    assert "Én åpen sak, i rute." in the(seen, "board")
    assert "Ola Oppdiktet" in the(seen, "board")


def test_nothing_was_refused_on_the_way(seen: Seen) -> None:
    """Both sides took everything that the other sent, and cards were changed where they stood."""
    lines = cast("list[Seen]", seen["traffic"])
    answers = [cast("Seen", line["response"])["statusCode"] for line in lines]
    assert set(cast("list[int]", answers)) <= {200, 201}
    requests = [cast("Seen", line["request"]) for line in lines]
    assert len([one for one in requests if one["method"] == "PUT"]) >= 8


def test_pictures_were_kept(seen: Seen, pictures: Path) -> None:
    """Each is there at a wide and at a narrow width."""
    names = {path.stem for path in pictures.glob("*.png")}
    assert seen
    for name in ("invite", "preview", "sent", "patient", "phone", "digest", "board"):
        assert {name, f"{name}-narrow"} <= names
