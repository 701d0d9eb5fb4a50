"""The command `shm`. Nothing heavy is imported before a command has been chosen."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any, NoReturn

    from bot.commands import Printed

app = typer.Typer(
    name="shm",
    help="Scheduler and bot for collaboration meetings.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

At = Annotated[str, typer.Option(help="The moment, ISO; without an offset it is Oslo time.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
As = Annotated[str, typer.Option("--as", help="The id of the member of staff who asks.")]
Why = Annotated[str, typer.Option(help="Why you look; it stays in the log.")]
Ref = Annotated[str, typer.Argument(help="The case's reference, like K7M2.")]

_TEAMS_PACKAGE = Path("shm-teams.zip")

REFUSED = 1
WRONG_USE = 2


@app.command()
def local() -> None:
    """Run everything in one process on loopback: chat, mailboxes, clock."""
    from bot.serving import run_local

    _run(run_local())


@app.command()
def serve() -> None:
    """Run the web doors."""
    from bot.serving import run_web

    _run(run_web())


@app.command()
def schedule() -> None:
    """Run the daemon."""
    from bot.serving import run_daemon

    _run(run_daemon())


@app.command()
def migrate(
    back_to: Annotated[str, typer.Option(help="An earlier revision; make a backup first.")] = "",
) -> None:
    """Make the database, or bring it up to date; or take it back for an older program."""
    from bot import commands

    _print(lambda: commands.migrate(back_to=back_to))


@app.command()
def say(
    text: Annotated[str, typer.Argument(help="What to say.")],
    staff_id: As,
    at: At = "",
    as_json: AsJson = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Say one thing in the chat, on the real database."""
    from bot import commands

    _print(lambda: commands.say(staff_id, text, at=at), as_json=as_json)


@app.command()
def tick(at: At = "", as_json: AsJson = False) -> None:  # noqa: FBT002
    """Let the daemon make one pass."""
    from bot import commands

    _print(lambda: commands.tick(at=at), as_json=as_json)


@app.command()
def due(
    until: Annotated[str, typer.Option(help="Up to this moment; 30 days ahead if not given.")] = "",
    at: At = "",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """What would leave when, to whom, and why."""
    from bot import commands

    _print(lambda: commands.due(until=until, at=at), as_json=as_json)


@app.command()
def case(ref: Ref, why: Why = "", at: At = "", as_json: AsJson = False) -> None:  # noqa: FBT002
    """Everything about one case."""
    from bot import commands

    _print(lambda: commands.case(ref, at=at, why=why), as_json=as_json)


@app.command()
def explain(ref: Ref, why: Why = "", at: At = "", as_json: AsJson = False) -> None:  # noqa: FBT002
    """Why each wait of a case exists, and what would settle it."""
    from bot import commands

    _print(lambda: commands.explain(ref, at=at, why=why), as_json=as_json)


@app.command()
def board(at: At = "", as_json: AsJson = False) -> None:  # noqa: FBT002
    """Every open case, the reddest first."""
    from bot import commands

    _print(lambda: commands.board(at=at), as_json=as_json)


@app.command()
def audit(ref: Ref, why: Why = "", at: At = "", as_json: AsJson = False) -> None:  # noqa: FBT002
    """Who read or changed a case, when and why."""
    from bot import commands

    _print(lambda: commands.audit(ref, at=at, why=why), as_json=as_json)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
) -> None:
    """Copy the database while it is in use."""
    from bot import commands

    _print(lambda: commands.backup(file))


@app.command()
def teams_package(
    file: Annotated[
        Path, typer.Argument(help="The file to write; it must not exist.")
    ] = _TEAMS_PACKAGE,
) -> None:
    """Write the app package that an administrator uploads to Teams."""
    from bot import commands

    _print(lambda: commands.teams_package(file))


def _print(command: Callable[[], Printed], *, as_json: bool = False) -> None:
    from bot.commands import RefusedError, UsageError

    try:
        printed = command()
    except RefusedError as error:
        _leave(str(error), REFUSED)
    except UsageError as error:
        _leave(str(error), WRONG_USE)
    if as_json:
        typer.echo(json.dumps(printed.data, ensure_ascii=False, indent=2))
    else:
        typer.echo(printed.text)
    if printed.warning:
        typer.echo(printed.warning, err=True)
    if printed.refused:
        sys.exit(REFUSED)


def _run(running: Coroutine[Any, Any, None]) -> None:
    import asyncio

    from bot.commands import UsageError

    try:
        asyncio.run(running)
    except UsageError as error:
        _leave(str(error), WRONG_USE)
    except KeyboardInterrupt:
        sys.exit(0)


def _leave(message: str, code: int) -> NoReturn:
    typer.echo(message, err=True)
    sys.exit(code)


def main() -> None:
    """The entry point."""
    app()
