"""Runs the local clinic with a clock that starts on a fixed morning.

`python -m … FOLDER PORT [START [ROLES]]`: an ISO moment in Oslo, and those who may get mail.
A `clinic.toml` that lies in the folder is the clinic; else it is the example.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.serving import run_local
from tests.story.telling import clinic_file

MORNING = datetime(2026, 11, 2, 8, 10, tzinfo=UTC)
"""Monday 2 November 2026, 09.10 in Oslo."""


def main(folder: Path, port: int, start: str = "", mail_to: str = "") -> None:
    """Serve until told to stop; the database and the key lie in the folder."""
    own = folder / "clinic.toml"
    described = own if own.exists() else clinic_file(folder, mail_to)
    oslo = ZoneInfo("Europe/Oslo")
    begin = datetime.fromisoformat(start).replace(tzinfo=oslo).astimezone(UTC) if start else MORNING
    os.chdir(folder)
    os.environ["SHM_BIND"] = f"127.0.0.1:{port}"
    os.environ["SHM_CLINIC_FILE"] = str(described)
    os.environ["SHM_TICK_SECONDS"] = "1"
    started = time.monotonic()

    def clock() -> datetime:
        return begin + timedelta(seconds=time.monotonic() - started)

    asyncio.run(run_local(clock))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
