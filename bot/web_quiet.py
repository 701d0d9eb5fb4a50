"""What libraries may say of a fault: where and of what kind, never what somebody sent."""

from __future__ import annotations

import logging

from typing_extensions import override

TALKATIVE = (
    "aioimaplib.aioimaplib",
    "aiohttp.access",
    "aiohttp.client",
    "aiohttp.internal",
    "aiohttp.server",
    "aiohttp.web",
    "aiohttp.websocket",
    "asyncio",
    "msal.oauth2cli.oauth2",
)
"""Their lines and tracebacks hold addresses, cookies, tokens, mails and pieces of requests."""


class _KindOnly(logging.Filter):
    """Leaves of a record the place, and the kind of the error."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[0] if record.exc_info else None
        kind = error.__name__ if error else record.levelname
        record.msg = f"{record.name}: {kind} ({record.module}:{record.lineno})"
        record.args = record.exc_info = record.exc_text = record.stack_info = None
        return True


_KIND_ONLY = _KindOnly()


def hush() -> None:
    """From now on these loggers tell kinds only; calling it again changes nothing."""
    for name in TALKATIVE:
        logging.getLogger(name).addFilter(_KIND_ONLY)
