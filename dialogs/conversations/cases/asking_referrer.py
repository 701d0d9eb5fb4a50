"""The text that asks a referrer for what a referral lacks lies ready until it is sent (R7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from dialogs.wording.nb import referral as say
from pathway.outgoing import Content
from pathway.words import Channel, PromiseKind

if TYPE_CHECKING:
    from pathway.clinic import Clinic
    from pathway.views import TaskLine


def with_requests(lines: Iterable[TaskLine], clinic: Clinic) -> tuple[TaskLine, ...]:
    """The same lines; where a referrer is still to be asked, with the text to copy."""
    return tuple(_ready(line, clinic) if _is_to_send(line) else line for line in lines)


def _is_to_send(line: TaskLine) -> bool:
    return line.kind is PromiseKind.REFERRAL_CONTENT and not say.is_asked(line.has)


def _ready(line: TaskLine, clinic: Clinic) -> TaskLine:
    asks = say.request(say.lacks(line.has), line.received, clinic.phone)
    return replace(line, content=Content(subject="", text=asks), channel=Channel.SECURE_MESSAGE)
