"""`shm tick` is a whole pass of the daemon: staff are told too, and what has left is counted."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.bot.command_line import shm, shm_json
from tests.story.office import ROOT, Office

ASKED = "2026-11-02T09:10"
EVE = "2026-11-11T15:00"
MORNING = "2026-11-12T08:00"


@pytest.fixture
def mailed(office: Office, ref: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The case's reference, where a bot is named and each of the staff has a mail address."""
    example = (ROOT / "clinic.example.toml").read_text("utf-8")
    file = tmp_path / "clinic.toml"
    lines = (
        f'{line}\nemail = "{line.split(chr(34))[1]}@fjordly.example"' if own else line
        for own, line in _lines(example)
    )
    file.write_text("\n".join(lines), "utf-8")
    monkeypatch.setenv("SHM_CLINIC_FILE", str(file))
    monkeypatch.setenv("SHM_AUTH", "none")
    for at in (ASKED, EVE):
        shm("tick", "--at", at)
    office.post.mails.clear()
    return ref


def _lines(example: str) -> list[tuple[bool, str]]:
    """Each line of the file, and whether it is the id of one of the staff."""
    before = ["", *example.splitlines()]
    return [(above == "[[staff]]", line) for above, line in pairwise(before)]


def test_staff_without_a_chat_are_mailed_as_foretold(office: Office, mailed: str) -> None:
    """D4: what `shm due` says of staff's mails is what a tick sends, and it is counted."""
    foretold = [
        row["to"]
        for row in shm_json("due", "--at", EVE, "--until", MORNING)
        if row["kind"] in {"digest", "notice"}
    ]
    assert foretold == ["sekretar@fjordly.example"]
    said = shm("tick", "--at", MORNING).stdout
    assert [mail["To"].addresses[0].addr_spec for mail in office.post.mails] == foretold
    assert said.startswith("1 delivered, ")
    assert shm("tick", "--at", MORNING).stdout.startswith("0 delivered, ")


@pytest.mark.parametrize("form", ["", "--json"])
def test_a_task_that_waits_to_be_read_is_not_delivered(office: Office, ref: str, form: str) -> None:
    """Where no bot is named a digest is read on the command line: nothing has left until then."""
    for at in (ASKED, EVE):
        shm("tick", "--at", at)
    office.post.mails.clear()
    if form:
        assert shm_json("tick", "--at", MORNING)["delivered"] == []
    else:
        assert shm("tick", "--at", MORNING).stdout.startswith("0 delivered, ")
    assert office.post.mails == []
    assert "Ring Solsiden" in office.say("hjelp", MORNING)["replies"][0]["text"]
