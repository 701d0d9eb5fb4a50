"""The token for the organiser's mailbox, from Entra by the app's own identity (docs/mail.md)."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from bot.teams.entra import Identity, Tokens, TokenUnavailableError, ask_entra, is_refusal
from pathway.bearer import NoTokenError

if TYPE_CHECKING:
    from bot.settings import Settings

SCOPE = "https://outlook.office365.com/.default"
"""The same for IMAP and SMTP."""


class MailTokens:
    """Entra's tokens; implements `pathway.bearer.Bearer`."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    @classmethod
    def of(cls, settings: Settings) -> MailTokens | None:
        """As the settings have it; None where the mailbox takes a password."""
        if settings.mail_auth == "password":
            return None
        ask = partial(ask_entra, Identity.of(settings), scope=SCOPE)
        return cls(Tokens(ask, time.monotonic))

    async def __call__(self) -> str:
        """One that is good now; `NoTokenError`."""
        try:
            return await self._tokens()
        except TokenUnavailableError as error:
            raise NoTokenError(refused=is_refusal(str(error))) from None

    def drop(self, token: str) -> None:
        """This one was not taken."""
        self._tokens.drop(token)
