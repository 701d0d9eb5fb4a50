"""The tables of what came by mail, made as those in `tables` are."""

from __future__ import annotations

from sqlalchemy import Boolean, Date, Index, Integer, String, Table, Text, false

from pathway.model import Window
from pathway.questions import Doubt
from pathway.words import SettledHow, Verdict
from storage.columns import key, metadata, of_case, some, text, to
from storage.types import Choice, Shaped, UtcTime

questions = of_case(
    "questions",
    some("doubt", Choice(Doubt)),
    some("invitation_id", String(), null=True),
    some("since", UtcTime()),
    some("at", UtcTime()),
    *text("sender", "sender_name", "comment", "reason"),
    some("verdict", Choice(Verdict), null=True),
    some("revision", Integer()),
    some("proposed", Shaped(Window), null=True),
    some("until", Date(), null=True),
    some("to_read", Boolean(), default=false()),
    some("times", Integer()),
    some("asked_id", Text(), null=True),
    some("settled_how", Choice(SettledHow), null=True),
    some("settled_at", UtcTime(), null=True),
    to("invitations", "invitation_id"),
    null=True,
)

arrivals = Table(
    "arrivals",
    metadata,
    *key("key"),
    some("at", UtcTime()),
    Index("ix_arrivals_at", "clinic_id", "at"),
)
