"""Every button that any transcript shows, pressed twice: the second press does nothing.

A question's card has its one-time number. A button that carries a command has none: what it says
could be typed, and what it begins is asked about, or it names the very task that it settles
(decisions 20 and 26).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from dialogs.turn import Turn, Utterance
from pathway.case import Case
from tests.dialogs import beginnings, transcribe
from tests.dialogs import world as worlds
from tests.dialogs.world import World, actions_of

UNASKED = re.compile(
    r".+ (\w{4}|sett)( id\d+( \d+)?)? id\d+:\d+|"  # a running meeting, as drawn
    r"start møte \w{4}|"  # begun once: whoever presses again is shown where it has come
    r"status på tiltak \w{4} \d+ \w+|"  # what became of one measure: said again, it stands so
    r".+ (\w{4}|sett) id\d+(/\d+ \w{16}| \w+)?|velg tid \w{4} [\w:-]+ \w{16}|ikke svar \w{4}"
)
"""What buttons do without a question in between: it names its own task, mail or promise."""


@dataclass
class Impatient(World):
    """A clinic where each button is pressed twice as soon as it is seen, and that is forgotten.

    `acted` are the typed commands of buttons that did something at once; `pressed` counts.
    """

    tried: set[str] = field(default_factory=set)
    acted: set[str] = field(default_factory=set)
    pressed: int = 0
    trying: bool = False

    @override
    def turn(self, actor: str, utterance: Utterance) -> Turn:
        turn = super().turn(actor, utterance)
        if self.trying:
            return turn
        if utterance.data is not None:
            self._in_vain(actor, utterance.data)
        for reply in turn.replies:
            for action in actions_of(reply.card):
                data = action["data"]
                assert isinstance(data, dict)
                if self._is_new(data):
                    self._twice(actor, data)
        return turn

    def _is_new(self, data: Mapping[str, object]) -> bool:
        """Whether no button like it, whatever its number, was tried in this transcript."""
        key = json.dumps({name: value for name, value in data.items() if name != "n"})
        new = key not in self.tried
        self.tried.add(key)
        return new

    def _in_vain(self, actor: str, data: Mapping[str, object]) -> None:
        """What was just pressed, with all that was filled in, once more."""
        with_it = self.cases
        for _ in self._forgotten():
            self._again(actor, data, with_it)

    def _twice(self, actor: str, data: Mapping[str, object]) -> None:
        for _ in self._forgotten():
            before = self.cases
            self.press(data, actor)
            after = self.cases
            if after != before and data["do"] == "command":
                self.acted.add(str(data["text"]))
            self._again(actor, data, after)

    def _again(self, actor: str, data: Mapping[str, object], after: Mapping[str, Case]) -> None:
        done = len(self.commands)
        again = self.press(data, actor)
        self.pressed += 1
        assert self.cases == after, (data, again.replies)
        if data["do"] == "answer":
            assert self.commands[done:] == [], (data, again.replies)
            assert again.replies, data

    @property
    def cases(self) -> dict[str, Case]:
        """Every case as it stands, whoever has looked at it."""
        found = self.store.clinics[self.clinic.id].cases.values() if self.store.clinics else ()
        return {case.id: replace(case, revision=0) for case in found}

    def _forgotten(self) -> Iterator[None]:
        """What is done in the one round of this loop leaves nothing behind."""
        memory = self.store.clinics[self.clinic.id]
        kept = {**vars(self)}
        self.commands, self.refused, self.last = list(self.commands), [], dict(self.last)
        self._ids, self._refs = count(10_000), self._many_refs()
        self.store.clinics[self.clinic.id] = memory.twin()
        self.trying = True
        yield
        pressed = self.pressed
        self.store.clinics[self.clinic.id] = memory
        vars(self).update(kept)
        self.pressed = pressed


ANSWERED = [
    path for path in sorted(transcribe.FOLDER.glob("*.txt")) if "\nbot" in path.read_text("utf-8")
]
"""Where the program shows somebody a card; a diary of days shows none."""


@pytest.mark.parametrize("path", ANSWERED, ids=lambda path: path.stem)
def test_no_button_does_twice_what_it_does(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pressed again at once nothing changes; a command that acts unasked names its own task.

    *ikke svar* alone names none: it is about today, and counts once a day however it is said.
    """
    made: list[Impatient] = []

    def kept(**given: Any) -> World:  # noqa: ANN401 - whatever a world takes
        made.append(Impatient(**given))
        return made[-1]

    monkeypatch.setattr(worlds, "World", kept)
    monkeypatch.setattr(transcribe, "World", kept)
    monkeypatch.setattr(beginnings, "World", kept)
    transcribe.replayed(path.read_text("utf-8"))
    acted = {typed for world in made for typed in world.acted}
    assert {typed for typed in acted if not UNASKED.fullmatch(typed)} == set()
    assert sum(world.pressed for world in made) > 0
