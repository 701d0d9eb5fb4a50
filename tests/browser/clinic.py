"""Runs the local clinic with a clock that starts on a fixed morning: `python -m … FOLDER PORT`."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.serving import run_local

MORNING = datetime(2026, 11, 2, 8, 10, tzinfo=UTC)
"""Monday 2 November 2026, 09.10 in Oslo."""


def main(folder: Path, port: int) -> None:
    """Serve until told to stop; the database and the key lie in the folder."""
    example = Path("clinic.example.toml").resolve()
    os.chdir(folder)
    os.environ["SHM_BIND"] = f"127.0.0.1:{port}"
    os.environ["SHM_CLINIC_FILE"] = str(example)
    os.environ["SHM_TICK_SECONDS"] = "1"
    started = time.monotonic()

    def clock() -> datetime:
        return MORNING + timedelta(seconds=time.monotonic() - started)

    asyncio.run(run_local(clock))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
