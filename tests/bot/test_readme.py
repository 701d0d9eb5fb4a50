"""What the README and the table of settings say is what the program has."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.cli import app
from bot.settings import Settings
from bot.settings_daemon import DaemonSettings

README = Path(__file__).parents[2] / "README.md"
SETTINGS = README.parent / "docs" / "settings.md"
HEAD = "| setting | default | meaning |"


def _default(value: object) -> str:
    plain = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    return f"`{plain}`" if plain else ""


def _by_whom(setting: tuple[str, object]) -> bool:
    """The daemon's own stand last."""
    return setting[0] in DaemonSettings.model_fields


def _table() -> list[str]:
    """The rows of the table of settings, each with single spaces."""
    lines = SETTINGS.read_text(encoding="utf-8").splitlines()
    if HEAD not in lines:
        pytest.fail(f"docs/settings.md has no line {HEAD!r}")
    after = lines[lines.index(HEAD) + 2 :]
    rows = after[: next((n for n, line in enumerate(after) if not line.startswith("|")), None)]
    return [re.sub(r"\s+", " ", row) for row in rows]


def test_the_table_of_settings_is_true() -> None:
    """Every setting stands there with its default and its meaning, in the program's order."""
    wanted = [
        f"| `SHM_{name.upper()}` | {_default(field.default)} | {field.description} |"
        for name, field in sorted(Settings.model_fields.items(), key=_by_whom)
    ]
    assert _table() == [re.sub(r"\s+", " ", row) for row in wanted]


def test_every_command_is_in_the_readme() -> None:
    """The table of commands names each command that there is."""
    told = README.read_text(encoding="utf-8")
    names = [c.callback.__name__.replace("_", "-") for c in app.registered_commands if c.callback]
    assert [name for name in names if f"`shm {name}" not in told] == []


def test_the_readme_is_short() -> None:
    """A newcomer reads it whole: it has fewer than 150 lines."""
    assert len(README.read_text(encoding="utf-8").splitlines()) < 150
