"""What the store keeps of the links to answer pages: hashes, never the links themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathway.words import AskedId, InvitationId, ParticipantId


class PageKeys(Protocol):
    """Whose page a link or code leads to; a part of `Ledger`. None of it reads a case."""

    def answer_key(self, token_hash: str) -> InvitationId | None:
        """The invitation whose answer link or code has this hash, or None."""

    def put_answer_key(self, token_hash: str, invitation: InvitationId) -> None:
        """Remember the hash of an answer link or code."""

    def invited(self, invitation: InvitationId) -> ParticipantId | None:
        """Whose invitation this is, or None; no audit row, since nothing of a case is read."""

    def times_key(self, token_hash: str) -> tuple[AskedId, ParticipantId] | None:
        """Who is asked about times under the link or code with this hash, or None."""

    def put_times_key(self, token_hash: str, asked: AskedId) -> None:
        """Remember the hash of a link or code to a question of times."""
