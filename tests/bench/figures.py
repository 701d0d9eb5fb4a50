"""What the bench makes of its measurements: medians, percentiles, and how far the goal is."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

STOCK, SUCCESSOR, OURS = "botbuilder", "agents", "shm"
TIMES_STOCK, TIMES_SUCCESSOR = 5.0, 0.9
"""How many of their turns ours must do at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of one server.

    `latencies` has seconds from post to delivered reply for every turn that went well; `elapsed`
    and `cpu` (of the server's process) are seconds.
    """

    latencies: Sequence[float]
    elapsed: float
    failed: int
    cpu: float

    @property
    def rate(self) -> float:
        """Turns a second."""
        return len(self.latencies) / self.elapsed

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of the processor for a turn."""
        return 1000 * self.cpu / max(len(self.latencies), 1)

    def ms(self, percent: float) -> float:
        """Within how many milliseconds so many of a hundred turns were over."""
        return 1000 * percentile(self.latencies, percent)


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many of a hundred do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * percent / 100), 1) - 1] if ordered else math.nan


def spread(runs: Sequence[Run], figure: Callable[[Run], float], digits: int = 1) -> object:
    """The median of the runs beside every single figure."""
    values = [figure(run) for run in runs]
    return {
        "median": round(statistics.median(values), digits),
        "all": [round(value, digits) for value in values],
    }


def figures_of(runs: Sequence[Run]) -> dict[str, object]:
    """One server's figures."""
    return {
        "turns_per_s": spread(runs, lambda run: run.rate),
        "p50_ms": spread(runs, lambda run: run.ms(50)),
        "p99_ms": spread(runs, lambda run: run.ms(99)),
        "cpu_ms_per_turn": spread(runs, lambda run: run.cpu_ms, 2),
        "cpu_s": spread(runs, lambda run: run.cpu, 2),
        "turns": sum(len(run.latencies) for run in runs),
        "failed": sum(run.failed for run in runs),
    }


def goal(measured: Mapping[str, Sequence[Run]]) -> dict[str, object]:
    """What is asked of us, what is reached, and whether that is enough."""
    ours, stock, successor = (measured[name] for name in (OURS, STOCK, SUCCESSOR))
    beside_stock = _median(ours, _rate) / _median(stock, _rate)
    beside_successor = _median(ours, _rate) / _median(successor, _rate)
    tail = _median(ours, _p99) / _median(successor, _p99)
    return {
        f"turns beside {STOCK}": _judged(beside_stock, TIMES_STOCK, beside_stock >= TIMES_STOCK),
        f"turns beside {SUCCESSOR}": _judged(
            beside_successor, TIMES_SUCCESSOR, beside_successor >= TIMES_SUCCESSOR
        ),
        f"p99 beside {SUCCESSOR}": _judged(tail, 1.0, tail <= 1),
        "nothing failed": not any(run.failed for runs in measured.values() for run in runs),
    }


def _judged(reached: float, wanted: float, enough: bool) -> dict[str, object]:  # noqa: FBT001 - a judgement
    return {"reached": round(reached, 2), "goal": wanted, "enough": enough}


def _median(runs: Sequence[Run], figure: Callable[[Run], float]) -> float:
    return statistics.median(figure(run) for run in runs)


def _rate(run: Run) -> float:
    return run.rate


def _p99(run: Run) -> float:
    return run.ms(99)
