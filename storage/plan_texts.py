"""What action plans say, a row for each version, with all its words in one column (R27, P4)."""

from __future__ import annotations

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, Table, delete

from pathway.plan_text import PlanVersion, check_kept
from pathway.words import CaseId
from storage.columns import metadata, some, to
from storage.scope import Scope
from storage.types import Shaped

plan_versions = Table(
    "plan_versions",
    metadata,
    Column("clinic_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("number", Integer, nullable=False),
    some("content", Shaped(PlanVersion)),
    PrimaryKeyConstraint("clinic_id", "case_id", "number"),
    to("cases", "case_id"),
)


class Plans(Scope):
    """What a clinic keeps of its plans' words."""

    def plan_versions(self, case_id: CaseId) -> tuple[PlanVersion, ...]:
        """Every version of this case's plan, the first one first."""
        rows = self.having(plan_versions, case_id=case_id)
        return tuple(row["content"] for row in sorted(rows, key=lambda row: row["number"]))

    def put_plan_version(self, case_id: CaseId, version: PlanVersion) -> None:
        """Remember it; `PlanFinishedError` for other words of one that is finished."""
        self.one_at_a_time("plan", case_id)
        kept = {one.number: one for one in self.plan_versions(case_id)}
        check_kept(kept.get(version.number), version)
        row = {"case_id": case_id, "number": version.number, "content": version}
        self.put(plan_versions, row)

    def forget_plan(self, case_id: CaseId) -> None:
        """Forget every version."""
        wanted = (self.ours(plan_versions), plan_versions.c.case_id == case_id)
        self.connection.execute(delete(plan_versions).where(*wanted))
