"""A source of tokens in memory: the second is another, and it may refuse or be away."""

from __future__ import annotations

from dataclasses import dataclass, field

from pathway.bearer import NoTokenError


@dataclass
class FakeBearer:
    """Gives `tokens` in turn, each until it is dropped."""

    tokens: list[str] = field(default_factory=lambda: ["first", "second"])
    fault: NoTokenError | None = None
    dropped: list[str] = field(default_factory=list)

    async def __call__(self) -> str:
        """The one that is good now."""
        if self.fault is not None:
            raise self.fault
        return self.tokens[0]

    def drop(self, token: str) -> None:
        """On to the next."""
        self.dropped.append(token)
        if token == self.tokens[0]:
            del self.tokens[0]
