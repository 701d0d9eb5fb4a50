"""A process that lives through a story with the real commands, and dies where it is told to.

Started as `python -m tests.crash.driver`, it imports the program once and then reads one order a
line. An order is carried out in a child of its own by fork, so that a start costs no imports, and
the child is killed by SIGKILL at the commit that the order names. Commits are counted at the one
place where every engine ends a transaction (`DefaultDialect.do_commit`); only those that changed
something count, since one that changed nothing leaves the disk as it was.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.engine.default import DefaultDialect

from calendar_sync.smtp import SmtpCarrier
from pathway.outgoing import Sending
from pathway.ports import Links

LATER = timedelta(minutes=5)
"""How much later the world goes on after a death: more than a lease and a first delay."""

PASSES = 20
"""Passes within which the daemon must come to rest."""

Order = dict[str, Any]
Tell = Callable[[Order], None]


@dataclass(frozen=True)
class Step:
    """One sentence of the secretary's, or one pass of the daemon; `at` is Oslo time."""

    at: str
    said: str = ""


STORY = (
    Step("2026-11-02T09:00", "ny pasient Test Testesen, 07.09.2026, Kari Testlege"),
    Step("2026-11-02T09:10", "kall inn {ref} tirsdag 24.11.2026 kl. 10.00"),
    Step("2026-11-02T09:20", "ferdig"),
    Step("2026-11-02T09:30", "lege"),
    Step("2026-11-02T09:40", "ja"),
    Step("2026-11-02T10:00"),
    Step("2026-11-09T08:00"),
    Step("2026-11-09T09:00", "lenke {ref} https://video.example/abc"),
    Step("2026-11-09T09:10", "ja"),
    Step("2026-11-09T10:00"),
    Step("2026-11-10T09:00", "svar {ref} ja"),
    Step("2026-11-10T09:10", "telefon"),
    Step("2026-11-10T09:20", "ferdig"),
    Step("2026-11-10T09:30", "ja"),
    Step("2026-11-11T09:00", "stopp forløpet {ref}"),
    Step("2026-11-11T09:10", "overført"),
    Step("2026-11-11T09:20", "ferdig"),
    Step("2026-11-11T09:30", "ja"),
    Step("2026-11-11T10:00"),
)


class Killer:
    """Counts commits that changed something, and kills the process before or after one.

    `receipts` are the commits before which a mail had been handed over since the last.
    """

    def __init__(self) -> None:
        self.begin({})

    def begin(self, order: Order) -> None:
        """Count from nothing, towards what the order says."""
        self.commits, self.handed_over = 0, False
        self.receipts: list[int] = []
        self.stop, self.when = order.get("stop", 0), order.get("when", "")

    def watch(self) -> None:
        """Stand between the program and every mail and commit from now on."""
        deliver = SmtpCarrier.deliver

        async def noted(carrier: SmtpCarrier, sending: Sending, links: Links) -> None:
            await deliver(carrier, sending, links)
            self.handed_over = True

        SmtpCarrier.deliver = noted  # type: ignore[method-assign,assignment]
        commit: Callable[..., None] = DefaultDialect.do_commit

        def counted(dialect: DefaultDialect, connection: Any) -> None:  # noqa: ANN401 - the pool's
            changes = connection.driver_connection.total_changes
            changed = changes != connection.info.get("changes", 0)
            connection.info["changes"] = changes
            self.commits += changed
            if changed and self.handed_over:
                self.receipts.append(self.commits)
                self.handed_over = False
            due = changed and self.commits == self.stop
            self._die_if(due=due and self.when == "before")
            commit(dialect, connection)
            self._die_if(due=due and self.when == "after")

        DefaultDialect.do_commit = counted  # type: ignore[method-assign]

    @staticmethod
    def _die_if(*, due: bool) -> None:
        if due:
            os.kill(os.getpid(), signal.SIGKILL)


# --- what is lived through ---------------------------------------------------------------------


def live(order: Order, tell: Tell) -> None:
    """Live through the story, from the step `first` on when the process has died in it."""
    file = Path(order["file"])
    first = order.get("first", 0)
    for number, step in enumerate(STORY[first:], first):
        tell({"step": number})
        if number == first and "expects" in order:
            at = (datetime.fromisoformat(step.at) + LATER).isoformat()
            if _was_taken(step, at, file, order["expects"]):
                continue
        else:
            at = step.at
        tell({"step": number, "expects": _take(step, at, file)})
    rest(file, tell)


def _was_taken(step: Step, at: str, file: Path, expects: Order) -> bool:
    """Whether the sentence got through, as the secretary would see it by what is asked now.

    A pass is always made again, and a yes always said again: once more must do no harm.
    """
    if not _reference(file):
        return False
    if step == STORY[0]:
        return True
    said_again = step.said not in {"", "ja"}
    return said_again and _say("hjelp", at) == expects


def _take(step: Step, at: str, file: Path) -> Order:
    """Do one step with the command that does it; what the chat expects then."""
    if step.said:
        return _say(step.said.format(ref=_reference(file)), at)
    from bot import commands

    commands.tick(at=at)
    return {}


def _say(text: str, at: str) -> Order:
    from bot import commands

    said = commands.say("sekretar", text, at=at)
    assert isinstance(said.data, dict)
    expects: Order = said.data["expects"]
    return {"question": expects["question"], "kind": expects["kind"]}


def rest(file: Path, tell: Tell) -> None:
    """Let the daemon pass until it is quiet; then what the case says of itself."""
    from bot import commands

    at = datetime.fromisoformat(STORY[-1].at)
    for _ in range(PASSES):
        at += LATER
        data = commands.tick(at=at.isoformat()).data
        assert isinstance(data, dict)
        if not any(data[name] for name in ("delivered", "retry", "given_up", "broken")):
            break
    else:
        return
    reference = _reference(file)
    tell({"case": commands.case(reference, at=at.isoformat()).data})


def _reference(file: Path) -> str:
    """The reference of the one case there is, or nothing."""
    with closing(sqlite3.connect(file)) as connection:
        found: list[tuple[str]] = connection.execute("SELECT ref FROM cases").fetchall()
    assert len(found) <= 1
    return found[0][0] if found else ""


def migrate(order: Order, tell: Tell) -> None:
    """Make the database."""
    from bot import commands

    del order, tell
    commands.migrate()


# --- orders ------------------------------------------------------------------------------------

WORK = {"live": live, "migrate": migrate}


def carried_out(order: Order, killer: Killer, tell: Tell) -> None:
    """Do the order, and say how many commits it took."""
    os.environ["SHM_DATABASE_URL"] = f"sqlite:///{order['file']}"
    killer.begin(order)
    WORK[order["do"]](order, tell)
    tell({"commits": killer.commits, "receipts": killer.receipts})


def in_a_child(order: Order, killer: Killer) -> list[Order]:
    """What a child says until it ends, and then by which signal or code it ended."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receive)
        code = 3
        try:
            carried_out(order, killer, lambda said: _write(send, said))
            code = 0
        except Exception:  # noqa: BLE001 - a child never goes on as its parent
            traceback.print_exc()
        os._exit(code)
    os.close(send)
    with os.fdopen(receive) as lines:
        said = [json.loads(line) for line in lines]
    _, status = os.waitpid(child, 0)
    return [*said, {"ended": os.waitstatus_to_exitcode(status)}]


def _write(send: int, said: Order) -> None:
    os.write(send, f"{json.dumps(said)}\n".encode())


def main() -> None:
    """Serve orders until the input ends; those marked `here` warm up the process itself."""
    killer = Killer()
    killer.watch()
    for line in sys.stdin:
        order = json.loads(line)
        said: list[Order] = []
        if order.get("here"):
            carried_out(order, killer, said.append)
        else:
            said = in_a_child(order, killer)
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
