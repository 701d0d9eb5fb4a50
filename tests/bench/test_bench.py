"""The bench's own arithmetic, and that it runs; no time is judged here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.figures import OURS, STOCK, SUCCESSOR, Run, figures_of, goal, percentile
from tests.calendar_sync.dovecot import INSTALLED

ROOT = Path(__file__).parents[2]


def run_of(*milliseconds: float, elapsed: float = 1.0, failed: int = 0, cpu: float = 0.5) -> Run:
    """A run with these latencies."""
    latencies = [one / 1000 for one in milliseconds]
    return Run(latencies=latencies, elapsed=elapsed, failed=failed, cpu=cpu)


def test_a_percentile_is_a_value_that_was_measured() -> None:
    """So many of a hundred values are no larger, whatever order they come in."""
    values = [float(n) for n in range(200, 0, -1)]
    assert [percentile(values, p) for p in (50, 99, 100)] == [100.0, 198.0, 200.0]
    assert percentile([7.0], 1) == 7.0


def test_figures_are_medians_beside_every_run() -> None:
    """One run that something disturbed stands in the list, and does not move the median far."""
    runs = [run_of(10, 20), run_of(10, 20, elapsed=4.0, failed=1), run_of(10, 30)]
    figures = figures_of(runs)
    assert figures["turns_per_s"] == {"median": 2.0, "all": [2.0, 0.5, 2.0]}
    assert figures["p99_ms"] == {"median": 20.0, "all": [20.0, 20.0, 30.0]}
    assert figures["cpu_ms_per_turn"] == {"median": 250.0, "all": [250.0, 250.0, 250.0]}
    assert (figures["turns"], figures["failed"]) == (6, 1)


def test_the_goal_says_what_is_reached() -> None:
    """Five times one, nine tenths of the other, a tail no longer than its: each is judged."""
    ours = [run_of(*[10.0] * 9, 30.0)]
    measured = {OURS: ours, STOCK: [run_of(90, 90)], SUCCESSOR: [run_of(*[5.0] * 9, 20.0, 5.0)]}
    assert goal(measured) == {
        "turns beside botbuilder": {"reached": 5.0, "goal": 5.0, "enough": True},
        "turns beside agents": {"reached": 0.91, "goal": 0.9, "enough": True},
        "p99 beside agents": {"reached": 1.5, "goal": 1.0, "enough": False},
        "nothing failed": True,
    }
    assert goal({**measured, OURS: [run_of(10, failed=1)]})["nothing failed"] is False


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs Linux")
def test_the_bench_runs() -> None:
    """Every message of a short run is answered, and what was heard is in the database."""
    short = ["--only-ours", "--runs", "1", "--seconds", "0.2", "--warm-up", "0.1"]
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.turns", *short],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    report = json.loads(said.stdout)
    assert [server["failed"] for server in report["servers"].values()] == [0, 0]
    assert report["our_messages"]["sent"] == report["our_messages"]["stored"] > 16


def test_the_bench_of_a_start_with_graph_runs() -> None:
    """Doors and daemon become ready where Graph is configured and nobody answers there."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.graph", "1"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    report = json.loads(said.stdout)
    assert len(report["ready_with_graph_s"]["all"]) == len(report["ready_without_s"]["all"]) == 1


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs Linux")
def test_the_bench_of_mails_runs() -> None:
    """Every invitation of a short run is delivered and receipted, and each figure is there."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.mails", "--runs", "1", "--mails", "5"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    report = json.loads(said.stdout)
    assert report["made"]["calendar_and_mail_us"]["median"] > 0
    assert report["delivered"]["invitations"] == 5
    assert report["delivered"]["delivered_per_s"]["median"] > 0
    assert set(report["delivered"]["goal"]) == {"per_s", "of the bare loop"}


@pytest.mark.imap
@pytest.mark.skipif(not INSTALLED, reason="dovecot-imapd is not installed")
def test_waiting_answers_are_all_applied() -> None:
    """The bench of answers by mail counts each of them in its case, and says how long it took."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.answers", "--mails", "8"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    told = json.loads(said.stdout)["answers by mail"]
    assert (told["answers"], told["applied"]) == (8, 8)
    assert told["goal"]["every answer applied"]


def test_the_bench_of_times_that_suit_runs() -> None:
    """The fast search finds in a full clinic what trying every time finds."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.slots", "--clinics", "1", "--rounds", "1"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    report = json.loads(said.stdout)["times that suit"]
    assert report["same_result"]
    assert report["slots_ms"]["median"] > 0


def test_the_bench_of_the_ledger_runs() -> None:
    """Two clinics of different size are passed over, and every due reminder is taken in each."""
    short = ["--small", "420", "--large", "500", "--due", "20", "--only", "sqlite"]
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.ledger", *short],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    report = json.loads(said.stdout)["ledger"]["sqlite"]
    assert 400 < report["420"]["open"] < report["500"]["open"] <= 520
    assert report["apscheduler"]["due"] == 20
    assert len(report["goal"]) == 4


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs Linux")
def test_the_bench_of_turns_beside_the_daemon_runs() -> None:
    """Turns are answered while reminders are worked off, here and in another process."""
    short = ["--due", "60", "--rounds", "1", "--seconds", "0.2", "--only", "sqlite"]
    short += ["--cases", "100"]
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.working", *short],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    found = json.loads(said.stdout)["turns while the daemon works"]
    assert {"oppgaver", "oversikt"} < found["sqlite, a clinic"]["turns"].keys()
    ways = found["sqlite"]
    assert ways.keys() == {"one process", "two processes", "two databases"}
    assert sum(one["steps_taken"] for one in ways.values()) > 0
    assert all(one["at_work"]["turns"] == 4 for one in ways.values())


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs Linux")
def test_the_bench_of_a_running_meeting_runs() -> None:
    """Every press on the card is answered with the next card, also while the daemon sends."""
    said = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.bench.running",
            "--mails",
            "5",
            "--heaps",
            "1",
            "--presses",
            "8",
        ],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    report = json.loads(said.stdout)["a press on the running card"]
    assert report["shm"]["idle"]["presses"] == 8
    assert set(report["goal"]) == {"p99_ms", "goal", "enough"}
