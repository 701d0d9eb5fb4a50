"""Takes the README's pictures of the real program: `make screenshots`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser import stage  # noqa: E402 - found by the line above
from tests.story import telling  # noqa: E402

WANTED = (
    *("register", "preview", "answer", "mail", "case", "case-dark"),
    *("sent-back", "plan", "counter", "undelivered"),
)
FROM_TALES = {
    telling.FOLDER / "tiden_som_passer.txt": ("finn-tid", "tider"),
    telling.LONG[0]: ("running", "closing"),
}


def main() -> None:
    """Tell the story and the tales once, and keep the pictures that the README shows."""
    if not stage.able():
        sys.exit("Pictures want chromium, node, and: npm --prefix tests/node ci")
    with tempfile.TemporaryDirectory() as scratch:
        folder, pictures = Path(scratch, "clinic"), Path(scratch, "pictures")
        folder.mkdir()
        pictures.mkdir()
        with stage.clinic(folder) as address:
            stage.tell(address, pictures)
        for path, names in FROM_TALES.items():
            told = Path(scratch, path.stem)
            told.mkdir()
            stage.play(telling.read(path), told, pictures)
            for name in names:
                kept = Path(__file__).with_name(f"{name}.png")
                (pictures / f"{path.stem}-{name}.png").replace(kept)
        for name in WANTED:
            (pictures / f"{name}.png").replace(Path(__file__).with_name(f"{name}.png"))


if __name__ == "__main__":
    main()
