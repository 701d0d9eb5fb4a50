"""What holds for every test: nothing is skipped in silence, property tests never race a clock."""

import os
from collections.abc import Callable, Iterator, Mapping

import pytest
from _pytest.terminal import TerminalReporter
from hypothesis import settings

from tests.figures import Figures
from tests.postgres import postgres_schema, postgres_server, programs

STRICT = bool(os.environ.get("CI"))

settings.register_profile("house", deadline=None, print_blob=True, derandomize=STRICT)
settings.load_profile("house")


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    """Note counts that are printed when all tests are done."""

    def note(counts: Mapping[str, object]) -> None:
        for name, count in counts.items():
            record_property(f"{name}", f"{count}")  # plain text passes between processes

    return note


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL database: the one that is named, else one that is started for the tests."""
    named = os.environ.get("SHM_TEST_DATABASE_URL", "")
    if named:
        yield named
        return
    if programs() is None:
        pytest.skip("there is no PostgreSQL for this kind of machine")
    with postgres_server() as started:
        yield started.url


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database, in a schema of its own."""
    with postgres_schema(postgres) as url:
        yield url


def _skipped(config: pytest.Config) -> list[str]:
    """Every skipped test or module with its reason."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if not isinstance(reporter, TerminalReporter):
        return []
    reports = reporter.stats.get("skipped", [])
    return [f"{report.nodeid}: {_reason(report.longrepr)}" for report in reports]


def _reason(longrepr: object) -> str:
    """The words behind a skip; pytest keeps (file, line, "Skipped: reason")."""
    text = longrepr[2] if isinstance(longrepr, tuple) else longrepr
    return str(text).removeprefix("Skipped: ")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Make a skip a failure where CI is set."""
    if STRICT and session.exitstatus == pytest.ExitCode.OK and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """Print what was counted, and name what was skipped."""
    for report in (*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")):
        if report.user_properties:
            terminalreporter.section(report.nodeid)
        for name, count in report.user_properties:
            terminalreporter.line(f"{name}: {count}")
    names = _skipped(config)
    if not names:
        return
    title = "skipped, which fails where CI is set" if STRICT else "skipped on this machine"
    terminalreporter.section(title, red=STRICT, yellow=not STRICT)
    for name in names:
        terminalreporter.line(name)
