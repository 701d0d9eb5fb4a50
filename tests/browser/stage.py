"""The real local clinic in a process of its own, and stories told to it in headless Chromium."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.story.telling import Tale, WrongTaleError

HERE = Path(__file__).parent
STORY = HERE.parent / "node" / "story.mjs"
TALES = HERE.parent / "node" / "tales.mjs"
CHROMIUM = shutil.which("chromium") or ""
NODE = shutil.which("node") or ""
PUPPETEER = HERE.parent / "node" / "node_modules" / "puppeteer-core"
SECONDS = 30.0
TALE_SECONDS = 600.0


def able() -> bool:
    """Whether this machine has what the story wants."""
    return bool(CHROMIUM and NODE and PUPPETEER.exists())


@contextmanager
def clinic(folder: Path, *more: str) -> Iterator[str]:
    """The local clinic on a free port, its files in `folder`; gives its address.

    `more` is the moment at which it starts, and the roles that may get mail there.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    module = [sys.executable, "-m", "tests.browser.clinic", str(folder), str(port), *more]
    bare = {name: value for name, value in os.environ.items() if not name.startswith("SHM_")}
    with subprocess.Popen(
        module, cwd=HERE.parents[1], env=bare, stdout=subprocess.DEVNULL
    ) as process:
        try:
            _wait_until_ready(address)
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(SECONDS)


def _wait_until_ready(address: str) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            with urlopen(f"{address}/readyz", timeout=2):  # noqa: S310 - our own loopback
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(address)


def play(tale: Tale, folder: Path, pictures: Path) -> None:
    """Play a tale in a clinic of its own; `WrongTaleError` where it is not as the tale says."""
    with clinic(folder, tale.steps[0].at, tale.mail_to) as address:
        play_at(address, asdict(tale), pictures)


def play_at(address: str, tale: dict[str, object], pictures: Path) -> None:
    """Play a tale in the clinic at this address; `WrongTaleError` as above."""
    told = subprocess.run(
        [NODE, str(TALES), address, str(pictures)],
        env={**os.environ, "CHROMIUM": CHROMIUM},
        input=json.dumps(tale),
        capture_output=True,
        text=True,
        timeout=TALE_SECONDS,
        check=False,
    )
    if told.returncode != 0:
        raise WrongTaleError(told.stderr)


def tell(address: str, pictures: Path) -> dict[str, object]:
    """Tell the story; pictures are kept in the folder, what was seen comes back."""
    told = subprocess.run(
        [NODE, str(STORY), address, str(pictures)],
        env={**os.environ, "CHROMIUM": CHROMIUM},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if told.returncode != 0:
        raise RuntimeError(told.stderr)
    seen: dict[str, object] = json.loads(told.stdout)
    return seen
