"""An office for each story."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.story.office import Office, an_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with an empty database."""
    with an_office(tmp_path) as office:
        yield office
