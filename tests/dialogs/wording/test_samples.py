"""The file of samples is what the wording says today."""

from tests.dialogs.wording.make_samples import FILE, samples


def test_the_samples_are_up_to_date() -> None:
    """The samples that people read are made from the present wording."""
    hint = "run python -m tests.dialogs.wording.make_samples, and read what changed"
    assert FILE.read_text(encoding="utf-8") == samples(), hint


def test_the_samples_are_bokmal_with_norwegian_signs() -> None:
    """Hours have a full stop, spans an en dash, quotes are angular, and Nav is Nav."""
    said = samples()
    assert '"' not in said
    assert "NAV" not in said
    assert " kl. 10:" not in said
    assert "  " not in said
