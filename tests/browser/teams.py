"""Microsoft 365 Agents Playground in a process of its own: a Teams client without a tenant.

Its limits: one person in each process; its frame wants 640 pixels, so that a phone's width cannot
be seen, though its cards are never wider than 480; below each card that was pressed it says "Your
response was sent to the app", whatever the card asks for; what it has drawn it never forgets, so
that a chat of half a year is slow.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import cast

from tests.browser import stage
from tests.story.telling import Tale, clinic_file

NODE_ROOM = stage.HERE.parent / "node"
PLAYGROUND = NODE_ROOM / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
STORY = NODE_ROOM / "playground.mjs"
STAFF = {
    "sekretar": ("Siri", "Eksempel"),
    "lege": ("Lea", "Liksom"),
}
"""Those of the example clinic who have a Playground."""

OTHER = "koordinator"
"""Who sits at the local page, where the clock and the mailboxes are, and may see every case."""

CONFIG = ".m365agentsplayground.yml"
SECONDS = 120
SILENT = {"APPLICATION_INSIGHTS_NO_STATSBEAT": "1"}
"""Without it the Playground reports its telemetry's health, even where telemetry is off."""

Seen = dict[str, object]


def able() -> bool:
    """Whether this machine has what the story wants."""
    return stage.able() and PLAYGROUND.exists()


def describe_clinic(folder: Path, mail_to: str = "") -> None:
    """The example clinic in this folder, where those with a Playground are known by Entra ids."""
    text = clinic_file(folder, mail_to).read_text("utf-8")
    for who in STAFF:
        line = f'id = "{who}"\n'
        assert text.count(line) == 1
        text = text.replace(line, f'{line}entra_id = "{_entra_id(who)}"\n')
    (folder / "clinic.toml").write_text(text, "utf-8")


@contextmanager
def playground(folder: Path, clinic: str, who: str = "sekretar") -> Iterator[str]:
    """The Playground on a free port, this member of staff in it; gives its address."""
    (folder / CONFIG).write_text(json.dumps(_context(who)), "utf-8")  # JSON is YAML
    messages = f"{clinic}/api/messages"
    command = [stage.NODE, str(PLAYGROUND), "start", "-e", messages, "-c", "msteams", "-p", "0"]
    command += ["--disable-telemetry", "--enable-events-recording"]
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **SILENT},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            port = re.search(r"Listening on (\d+)", said)
            if port is None:
                raise RuntimeError(said)
            yield f"http://127.0.0.1:{port[1]}"
        finally:
            process.terminate()
            process.wait(stage.SECONDS)


def play(tale: Tale, folder: Path, pictures: Path) -> None:
    """Play a tale, the staff each in a Playground; `WrongTaleError` where it is not as told."""
    describe_clinic(folder, tale.mail_to)
    with stage.clinic(folder, tale.steps[0].at) as clinic, ExitStack() as stack:
        addresses = {}
        for who in STAFF:
            own = folder / who
            own.mkdir()
            addresses[who] = stack.enter_context(playground(own, clinic, who))
        told = {**asdict(tale), "playgrounds": addresses, "other": OTHER}
        stage.play_at(clinic, told, pictures)


def tell(clinic: str, address: str, pictures: Path) -> Seen:
    """Tell the story; pictures are kept in the folder, what was seen comes back."""
    told = subprocess.run(
        [stage.NODE, str(STORY), clinic, address, str(pictures)],
        env={**os.environ, "CHROMIUM": stage.CHROMIUM},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if told.returncode != 0:
        raise RuntimeError(told.stderr)
    return cast("Seen", json.loads(told.stdout))


def traffic(folder: Path) -> list[Seen]:
    """What went between the Playground and the clinic, in the order in which it went."""
    (recorded,) = (folder / "devTools").glob("events_recording_*.log")
    blocks = recorded.read_text("utf-8").split("\n---")
    return [json.loads(block) for block in blocks if block.strip()]


def _context(who: str) -> Seen:
    """The chats and people of the Playground, which wants exactly five others."""
    return {
        "version": "0.1.1",
        "tenantId": "00000000-0000-4000-8000-000000000000",
        "bot": {"id": "00000000-0000-4000-8000-000000000009", "name": "Møteboten"},
        "currentUser": _person(who, *STAFF[who], _entra_id(who)),
        "users": [
            _person(f"user-{n}", "Noen", f"Annen {n}", f"00000000-0000-4000-8000-00000000001{n}")
            for n in range(1, 6)
        ],
        "personalChat": {"id": f"chat-{who}"},
        "groupChat": {"id": "group-chat", "name": "Gruppe"},
        "team": {
            "id": "team",
            "name": "Klinikken",
            "aadGroupId": "00000000-0000-4000-8000-000000000020",
            "channels": [{"id": "channel", "name": "Alle"}],
        },
    }


def _entra_id(who: str) -> str:
    return f"00000000-0000-4000-8000-{list(STAFF).index(who) + 1:012}"


def _person(key: str, given: str, surname: str, entra_id: str) -> Seen:
    address = f"{key}@fjordly.example"
    return {
        "id": key,
        "name": f"{given} {surname}",
        "userPrincipleName": address,
        "aadObjectId": entra_id,
        "givenName": given,
        "surname": surname,
        "email": address,
    }
