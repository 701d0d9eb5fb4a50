"""What is kept of each member of staff's chat: the conversation, its place, what was heard."""

from __future__ import annotations

from sqlalchemy import Index, Table

from storage.columns import key, metadata, some, text
from storage.types import UtcTime

conversations = Table("conversations", metadata, *key("staff_id"), *text("state"))

chats = Table(
    "chats",
    metadata,
    *key("staff_id"),
    *text("service_url", "conversation_id", "tenant", "member_id", "bot_id"),
    some("seen_at", UtcTime()),
    some("unreachable_at", UtcTime(), null=True),
)

heard = Table(
    "heard",
    metadata,
    *key("conversation_id", "activity_id"),
    *text("staff_id", "replies"),
    some("at", UtcTime()),
    some("answered_at", UtcTime(), null=True),
    Index("ix_heard_at", "clinic_id", "at"),
)
