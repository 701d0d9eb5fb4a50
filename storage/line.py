"""People of one process go before the daemon of another: a file beside the database tells it.

SQLite wakes nobody: whoever waits for the write lock sleeps, and a process with much to do takes
it again meanwhile. So those who wait for an answer hold the file's lock, shared, until they have
it, and work that is patient looks first whether anybody does.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MOST_SECONDS = 0.25
"""For which patient work lets others go, who try again every few milliseconds."""

_LOOK_EVERY = 0.002


class Line:
    """Where people of all processes stand; for one thread.

    Where there is no file, no lock on files (Windows) or no leave to write, nobody is ever seen.
    """

    def __init__(self, database: Path | None) -> None:
        self._database = database
        self._file: int | None = None

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Meanwhile somebody waits for an answer, or is given it."""
        file = self._opened()
        _stand(file)
        try:
            yield
        finally:
            _leave(file)

    def somebody(self) -> bool:
        """Whether anybody stands there now; not to be asked by who stands there."""
        return not _is_empty(self._opened())

    def let_go(self) -> None:
        """Wait until nobody stands there, but not for long: the patient are served too."""
        ends = time.monotonic() + MOST_SECONDS
        while self.somebody() and time.monotonic() < ends:
            time.sleep(_LOOK_EVERY)

    def close(self) -> None:
        """The file stays: others may stand there."""
        if self._file is not None:
            os.close(self._file)
        self._file = None

    def _opened(self) -> int | None:
        if self._file is None and self._database is not None:
            with suppress(OSError):
                mode = self._database.stat().st_mode & 0o666  # whoever may write there may stand
                beside = self._database.with_name(f"{self._database.name}-people")
                self._file = os.open(beside, os.O_RDWR | os.O_CREAT, mode)
        return self._file


if sys.platform == "win32":

    def _stand(_file: int | None) -> None: ...

    def _leave(_file: int | None) -> None: ...

    def _is_empty(_file: int | None) -> bool:
        return True

else:
    import fcntl

    def _stand(file: int | None) -> None:
        _locked(file, fcntl.LOCK_SH)

    def _leave(file: int | None) -> None:
        _locked(file, fcntl.LOCK_UN)

    def _is_empty(file: int | None) -> bool:
        empty = _locked(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _leave(file)
        return empty

    def _locked(file: int | None, how: int) -> bool:
        """False where somebody else has it; a disk that knows no locks holds nobody up."""
        try:
            if file is not None:
                fcntl.flock(file, how)
        except OSError as error:
            return not isinstance(error, BlockingIOError)
        return True
