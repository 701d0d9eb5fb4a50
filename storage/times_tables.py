"""The tables of questions of times, made as those in `tables` are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text

from pathway.model import Part, Window
from pathway.times import Offer
from pathway.words import Channel, MeetingKind, OptionId, StaffId, Substitute
from storage.columns import key, metadata, of_case, some, text, to
from storage.types import Choice, Shaped, UtcTime, WallTime

questions = of_case(
    "times_questions",
    some("kind", Choice(MeetingKind)),
    *text("template", "leader", "place"),
    some("parts", Shaped(tuple[Part, ...])),
    some("asked_at", UtcTime()),
    some("answer_by", Date()),
    some("moves", WallTime(), null=True),
    some("chosen", Text(), null=True),
    some("ended_at", UtcTime(), null=True),
)

options = of_case(
    "times_options",
    Column("question_id", String, nullable=False),
    some("start", WallTime()),
    some("window", Shaped(Window)),
    some("staff", Shaped(frozenset[StaffId])),
    some("starts_at", UtcTime()),
    some("ends_at", UtcTime()),
    some("released_at", UtcTime(), null=True),
    to("times_questions", "question_id"),
    Index("ix_times_options_start", "clinic_id", "starts_at"),
)

asked = of_case(
    "times_asked",
    Column("question_id", String, nullable=False),
    Column("participant_id", String, nullable=False),
    some("channel", Choice(Channel)),
    some("offers", Shaped(tuple[Offer, ...])),
    some("requested_at", UtcTime()),
    some("revision", Integer()),
    some("asked_at", UtcTime(), null=True),
    some("undelivered_at", UtcTime(), null=True),
    some("ended_at", UtcTime(), null=True),
    some("link_counter", Integer()),
    to("times_questions", "question_id"),
    to("participants", "participant_id"),
)

answers = of_case(
    "times_answers",
    Column("asked_id", String, nullable=False),
    some("revision", Integer()),
    some("offers", Shaped(tuple[Offer, ...])),
    some("suits", Shaped(tuple[OptionId, ...])),
    some("proposed", Shaped(tuple[datetime, ...]), default="[]"),
    some("at", UtcTime()),
    some("channel", Choice(Channel)),
    *text("evidence", "text", "by_name", "why_not"),
    some("substitute", Choice(Substitute)),
    some("recorded_by", Text(), null=True),
    some("counts", Boolean()),
    to("times_asked", "asked_id"),
)

keys = Table(
    "times_keys",
    metadata,
    *key("token_hash"),
    Column("asked_id", String, nullable=False),
    to("times_asked", "asked_id"),
)
