"""The table of meetings that were run live, made as those in `tables` are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, String, Text

from pathway.run import Planned, Step
from pathway.words import ParticipantId
from storage.columns import of_case, only, some, text, to
from storage.types import Shaped, UtcTime

runs = of_case(
    "runs",
    Column("meeting_id", String, nullable=False),
    some("started_at", UtcTime()),
    *text("started_by", "leader"),
    some("steps", Shaped(tuple[Step, ...])),
    some("told", Shaped(tuple[tuple[ParticipantId, datetime], ...])),
    some("look_at", UtcTime(), null=True),
    some("ended_at", UtcTime(), null=True),
    some("ended_by", Text(), null=True),
    some("planned", Shaped(Planned), null=True),
    to("meetings", "meeting_id"),
    only("ix_runs_look", "look_at", where="look_at IS NOT NULL"),
)
