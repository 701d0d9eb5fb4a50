"""What is said of a change that is undone, or cannot be."""

from __future__ import annotations

import pytest

from dialogs.conversations.catalogue import FORMS
from dialogs.parsing import asked
from dialogs.wording.nb import ask_undo
from pathway.service.cases.undoing import UNDOABLE
from pathway.words import Role

WHATS = sorted(kind.__name__ for kind in UNDOABLE)


@pytest.mark.parametrize("what", WHATS)
def test_each_change_has_its_name_and_its_way_back(what: str) -> None:
    """Whatever can be undone is named, and what is typed instead is a conversation that we have."""
    assert ask_undo.undone("K7M2", what).startswith("Angret i sak K7M2: ")
    for said in (
        ask_undo.already_left("K7M2", what, Role.GP),
        ask_undo.changed_since("K7M2", what),
    ):
        typed = said.partition("Skriv «")[2].partition("»")[0]
        found = asked(typed)
        assert found is not None
        assert found.name in FORMS
        assert not found.guessed
