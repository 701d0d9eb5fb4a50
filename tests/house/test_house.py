"""The house's laws that no linter knows: each is a function from a source file to its faults."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("pathway", "dialogs", "calendar_sync", "storage", "scheduler", "bot")
LONGEST_FUNCTION = 50
FILE_LIMIT = 300

# Who may read the clock, and why.
CLOCK_READERS = {"bot/assembly.py": "the one clock, read once a turn and once a tick"}
CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "time.time", "time.time_ns", "func.now", "func.current_timestamp", "func.current_date",
    "utils.make_msgid",
}  # fmt: skip
CLOCKS_WITHOUT_ARGUMENT = {"utils.formatdate", "utils.localtime", "time.localtime", "time.gmtime"}

# Who may read the environment, and why.
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv"}
ENVIRONMENT_READERS = {"bot/settings.py": "all settings, with all faults at once"}

# Where Norwegian stands: sentences, letters, pages, and the words that understanding looks for.
NORWEGIAN = ("dialogs/wording/", "dialogs/letters/", "dialogs/understand", "bot/pages/")

NO_NAMES = {"utils", "util", "common", "core", "helpers", "helper", "services", "misc"}

# What Alembic or Python runs as a script; importing it is running it.
SCRIPTS = {"storage/migrations/env.py", "bot/__main__.py"}


@dataclass(frozen=True)
class Source:
    """One Python file of the project."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text)

    @property
    def is_test(self) -> bool:
        """Whether the file is part of the tests."""
        return self.path.startswith("tests/")


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(source.tree) if isinstance(node, FUNCTIONS))


def _dotted(node: ast.AST, imported: dict[str, str]) -> str:
    """`datetime.now` for datetime.now, dt.datetime.now, and now() that came from an import."""
    if isinstance(node, ast.Name):
        return imported.get(node.id, "")
    if not isinstance(node, ast.Attribute):
        return ""
    owner = node.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return f"{imported.get(name, name).rpartition('.')[2]}.{node.attr}"


def _imported(source: Source) -> dict[str, str]:
    """Local name to `module.name`, only the module's last part."""
    return {
        alias.asname or alias.name: f"{node.module.rpartition('.')[2]}.{alias.name}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def short_functions(source: Source) -> Iterator[str]:
    """No function is longer than 50 lines."""
    for node in _functions(source):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > LONGEST_FUNCTION:
            yield f"{source.path}:{node.lineno}: {node.name} has {length} lines"


def short_files(source: Source) -> Iterator[str]:
    """A file has fewer than 300 lines; a story told by tests may be longer."""
    length = source.text.count("\n")
    if not source.is_test and length >= FILE_LIMIT:
        yield f"{source.path}: {length} lines"


def one_clock(source: Source) -> Iterator[str]:
    """Time is a value: only the assembly reads the clock, and SQL never says now()."""
    if source.path in CLOCK_READERS or source.is_test:
        return
    imported = _imported(source)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name) and _dotted(node, imported) in CLOCKS:
            yield f"{source.path}:{node.lineno}: reads the clock"
        if not isinstance(node, ast.Call) or node.args or node.keywords:
            continue
        if _dotted(node.func, imported) in CLOCKS_WITHOUT_ARGUMENT:
            yield f"{source.path}:{node.lineno}: reads the clock"


def one_environment(source: Source) -> Iterator[str]:
    """The environment is read once, in the settings."""
    if source.path in ENVIRONMENT_READERS or source.is_test:
        return
    imported = _imported(source)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name) and _dotted(node, imported) in ENVIRONMENT:
            yield f"{source.path}:{node.lineno}: reads the environment"


def _docstrings(source: Source) -> set[int]:
    """The lines on which a docstring starts."""
    documented = (ast.Module, ast.ClassDef, *FUNCTIONS)
    found = set()
    for node in ast.walk(source.tree):
        if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None:
            found.add(node.body[0].lineno)
    return found


def norwegian_in_its_place(source: Source) -> Iterator[str]:
    """What people read stands in the wording, the letters and the pages, nowhere else."""
    if source.path.startswith(NORWEGIAN) or source.is_test:
        return
    docstrings = _docstrings(source)
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if node.lineno not in docstrings and re.search("[æøåÆØÅ]", node.value):
            yield f"{source.path}:{node.lineno}: {node.value[:40]!r}"


def telling_names(source: Source) -> Iterator[str]:
    """A folder or file is named after what it does."""
    for part in PurePosixPath(source.path).with_suffix("").parts:
        if part in NO_NAMES:
            yield f"{source.path}: says nothing with {part!r}"


def one_sentence_a_test(source: Source) -> Iterator[str]:
    """Each test's docstring says in one sentence what is true."""
    if not PurePosixPath(source.path).name.startswith("test_"):
        return
    for node in _functions(source):
        if not node.name.startswith("test"):
            continue
        said = (ast.get_docstring(node) or "").strip()
        if not said.endswith(".") or re.search(r"[.!?]\s+[A-ZÆØÅ]", said):
            yield f"{source.path}:{node.lineno}: {node.name} needs one sentence"


Law = Callable[[Source], Iterator[str]]

# Each law with a file that breaks it, so that a law that catches nothing is seen.
LAWS: dict[Law, list[Source]] = {
    short_functions: [Source("pathway/a.py", "def f():\n" + "    x = 1\n" * 50)],
    short_files: [Source("pathway/a.py", "x = 1\n" * 300)],
    one_clock: [
        Source("pathway/a.py", "import datetime as dt\ndt.datetime.now(dt.UTC)\n"),
        Source("pathway/a.py", "from datetime import date as d\nread = d.today\n"),
        Source("bot/a.py", "from time import time\ntime()\n"),
        Source("storage/a.py", "from sqlalchemy import func\nfunc.now()\n"),
        Source("calendar_sync/a.py", "from email.utils import formatdate\nformatdate()\n"),
    ],
    one_environment: [
        Source("bot/a.py", "import os\nos.environ['A']\n"),
        Source("bot/a.py", "from os import getenv\ngetenv('A')\n"),
    ],
    norwegian_in_its_place: [Source("dialogs/flow.py", "def f():\n    return f'Møtet {1}'\n")],
    telling_names: [Source("bot/utils/a.py", ""), Source("pathway/helpers.py", "")],
    one_sentence_a_test: [
        Source("tests/test_a.py", "def test_a():\n    pass\n"),
        Source("tests/test_a.py", 'def test_a():\n    """One. Two."""\n'),
    ],
}


def _sources() -> Iterator[Source]:
    for room in (*ROOMS, "tests"):
        for file in sorted((ROOT / room).rglob("*.py")):
            path = file.relative_to(ROOT)
            if "node_modules" not in path.parts:
                yield Source(path.as_posix(), file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_every_file_keeps_the_law(law: Law) -> None:
    """Every Python file of the project keeps each law of the house."""
    faults = [fault for source in _sources() for fault in law(source)]
    assert not faults, f"{law.__doc__}\n" + "\n".join(faults)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_catches_who_breaks_it(law: Law) -> None:
    """Each law finds the fault in the files written to break it."""
    assert all(list(law(source)) for source in LAWS[law])


def test_only_the_listed_readers_are_excused() -> None:
    """Whoever is excused from a law exists, so that no excuse outlives its file."""
    assert all((ROOT / path).is_file() for path in {*CLOCK_READERS, *ENVIRONMENT_READERS})


WATCH = """
import asyncio, importlib, sys, threading
seen = []
def watch(event, arguments):
    if event in ("sqlite3.connect", "socket.connect", "socket.bind", "subprocess.Popen"):
        # urllib3 tries once, at its own import, whether the machine has IPv6
        if sys._getframe(1).f_globals.get("__name__") != "urllib3.util.connection":
            seen.append((event, arguments[1:]))
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        seen.append((event, arguments[:2]))
sys.addaudithook(watch)
start = asyncio.BaseEventLoop.__init__
def loop(self, *rest):
    seen.append(("event loop", ()))
    start(self, *rest)
asyncio.BaseEventLoop.__init__ = loop
for module in sys.argv[1:]:
    importlib.import_module(module)
    seen += [("thread", (t.name,)) for t in threading.enumerate()[1:]]
    if seen:
        sys.exit(f"importing {module}: {seen}")
"""


def _import_all(modules: list[str], where: Path, path: Path) -> "subprocess.CompletedProcess[str]":
    environment = {"PYTHONPATH": str(path), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "error", "-c", WATCH, *modules]
    return subprocess.run(
        command, cwd=where, env=environment, capture_output=True, text=True, check=False
    )


def test_importing_does_nothing(tmp_path: Path) -> None:
    """Importing every module starts no thread or event loop, connects and writes nothing."""
    paths = [source.path for source in _sources() if not source.is_test]
    modules = [
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in paths
        if path not in SCRIPTS
    ]
    result = _import_all(modules, tmp_path, ROOT)
    assert result.returncode == 0, result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "line",
    [
        "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()",
        "import asyncio; asyncio.new_event_loop()",
        "open('left.txt', 'w').close()",
        "import sqlite3; sqlite3.connect(':memory:')",
    ],
    ids=["thread", "loop", "file", "database"],
)
def test_an_import_that_does_something_is_caught(tmp_path: Path, line: str) -> None:
    """A module that acts when it is imported is named by the watch."""
    (tmp_path / "busy.py").write_text(line + "\n", encoding="utf-8")
    result = _import_all(["busy"], tmp_path, tmp_path)
    assert result.returncode == 1
    assert "importing busy" in result.stderr


def _requirements() -> list[Path]:
    return sorted((ROOT / "requirements").iterdir())


def test_requirement_files_name_no_host() -> None:
    """Where packages come from is the machine's own affair: no file names a host or a path."""
    named = re.compile(r"https?:|://|--(extra-)?index-url|--find-links|--trusted-host|@ file")
    lock = ROOT / "tests/node/package-lock.json"
    assert '"resolved"' not in lock.read_text(encoding="utf-8")
    assert not [path.name for path in _requirements() if named.search(path.read_text("utf-8"))]


def test_every_requirement_is_exact_and_hashed() -> None:
    """Every compiled requirement has one version and at least one hash."""
    for path in _requirements():
        if path.suffix != ".txt":
            continue
        entries = path.read_text("utf-8").replace("\\\n", " ").splitlines()
        loose = [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
        assert not loose, f"{path.name}: {loose}"


def test_the_extras_are_what_their_files_say(tmp_path: Path) -> None:
    """What `pip install .[graph]` and `.[postgres]` bring, and what all need, is stated once."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    build = "from setuptools import build_meta as b; b.prepare_metadata_for_build_wheel('.')"
    subprocess.run([sys.executable, "-c", build], cwd=tmp_path, check=True, capture_output=True)
    (metadata,) = tmp_path.glob("*.dist-info/METADATA")
    found: dict[str, set[str]] = {}
    for line in re.findall(r"^Requires-Dist: (.*)$", metadata.read_text("utf-8"), re.MULTILINE):
        name, _, extra = line.partition("; extra == ")
        found.setdefault(extra.strip('"'), set()).add(re.split(r"[~<>=]", name)[0])
    assert found.pop("graph") == {"msgraph-sdk", "azure-identity"}
    assert found.pop("postgres") == {"psycopg[binary]"}
    assert {"aiohttp", "sqlalchemy", "icalendar"} <= found.pop("")
    assert found == {}


def test_the_calendars_of_the_participants_share_no_code_with_ours() -> None:
    """What plays them is written from RFC 5546 alone: it imports Python's own, and itself."""
    own = "tests/calendar_sync/itip_client"
    sources = [source for source in _sources() if source.path.startswith(f"{own}/")]
    nodes = [node for source in sources for node in ast.walk(source.tree)]
    found = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    found |= {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}
    foreign = {name for name in found if name.partition(".")[0] not in sys.stdlib_module_names}
    assert {
        name for name in foreign if not f"{name}.".startswith(own.replace("/", ".") + ".")
    } == set()
    assert len(sources) > 1


def test_a_decision_has_a_number_of_its_own_and_says_it() -> None:
    """Texts name decisions by number alone."""
    decisions = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    numbers = [path.name.partition("-")[0] for path in decisions]
    assert len(set(numbers)) == len(numbers) > 60
    for number, path in zip(numbers, decisions, strict=True):
        assert path.read_text(encoding="utf-8").startswith(f"# {number}. "), path.name
