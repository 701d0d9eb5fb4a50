"""Every transcript is said again, word by word, with the state as JSON between the turns."""

from pathlib import Path

import pytest

from dialogs.conversations.catalogue import FORMS, READS
from dialogs.parsing import asked
from tests.dialogs.transcribe import FOLDER, replayed

TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_program_says_what_the_transcript_says(path: Path) -> None:
    """Played again, a transcript gives exactly the replies that stand in it."""
    text = path.read_text("utf-8")
    assert replayed(text) == text


def test_every_conversation_has_a_transcript() -> None:
    """Each conversation is begun in at least one transcript."""
    lines = [line for path in TRANSCRIPTS for line in path.read_text("utf-8").splitlines()]
    typed = [line.partition("> ")[2] for line in lines if line[:2] == "20"]
    begun = {found.name for text in typed if (found := asked(text))}
    told_within_invite = {"invite_person", "arrange_without_gp"}
    assert begun | told_within_invite >= {*FORMS, *READS}
