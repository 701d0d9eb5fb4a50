"""Writes docs/rules.md: `python -m tests.house.rules_page`. A test holds the page up to date.

What a rule says in short, and where it is decided, stands here; the tests that show it are found by
its id in their names and docstrings.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "rules.md"
SHOWN = 4

RULES = {
    "R1": ("steps in order", "pathway/words.py: Milestone"),
    "R2": (
        "12, 24 and 50 weeks; segment and total, the earlier rules",
        "pathway/rules.py: deadlines",
    ),
    "R3": ("SHM2 within 26 weeks and 6 months", "pathway/rules.py: segment_deadline"),
    "R4": ("variants are data", "pathway/variants.py: VARIANTS"),
    "R5": ("SHM1 after the assessment, SHM2 after SHM1", "pathway/service/cases/registering.py"),
    "R10": (
        "closing stops everything (its checklist comes later)",
        "pathway/service/cases/registering.py",
    ),
    "R11": ("GP, referrer and clinicians are asked first", "pathway/rules.py: unmet"),
    "R12": (
        "gate P: the patient after the GP's yes, with the information letter",
        "pathway/rules.py: unmet, gp_yes, pathway/channels.py",
    ),
    "R13": ("gate N: consent before Nav or others", "pathway/rules.py: consent_for"),
    "R14": ("Nav is phoned before the neutral invitation", "pathway/rules.py: phone_told"),
    "R14b": ("gates for SHM2", "pathway/rules.py: unmet"),
    "R15": ("how one attends belongs to the person", "pathway/rules.py: due_facts"),
    "R16": ("relatives need no consent", "pathway/rules.py: unmet"),
    "R16b": ("all or parts of the meeting", "pathway/rules.py"),
    "R17": ("reminder before the meeting", "pathway/owed/outside.py: reminders"),
    "R19": ("withdrawn consent cancels at once", "pathway/service/invitations/inviting.py"),
    "R20": ("by e-mail only where the clinic allows it", "pathway/clinic.py: channel_for"),
    "R20b": ("what the patient's letter must say", "dialogs/letters/information.py: faults"),
    "R21": ("parts, windows, no gap in attendance", "pathway/agenda.py"),
    "R22": ("what is taken up, a help to read", "pathway/agenda.py: items"),
    "R23": ("Nav's 15 minutes", "pathway/agenda.py: check_parts"),
    "P1": ("nothing that leaves holds identity or health", "dialogs/wording/nb/letters/mail.py"),
    "P1b": (
        "the recipient's own name, the clinic's public name",
        "dialogs/wording/nb/letters/mail.py",
    ),
    "P3": ("every read and change is logged", "storage/audit.py, pathway/service/context.py"),
    "P5": ("a removed case holds no name", "pathway/service/cases/removing.py"),
    "P6": (
        "text messages: hours, reservation, no clinic and no health",
        "pathway/channels.py, pathway/workdays.py, dialogs/wording/nb/letters/sms.py",
    ),
    "P7": ("secure messages are plain", "dialogs/wording/nb/letters/secure.py"),
    "C1": ("holidays and working days", "pathway/workdays.py"),
    "C2": ("wall time and zone beside UTC", "pathway/model.py: Meeting"),
    "C3": ("Norwegian dates, weeks, times", "dialogs/wording/nb/dates.py, dialogs/understand"),
    "D1": ("built-in agendas, the GP's longest window", "pathway/variants.py, pathway/agenda.py"),
    "D2": ("a GP's no is asked about, never guessed", "pathway/owed/inside.py: time_questions"),
    "D3": ("ladders", "pathway/variants.py: LADDERS, pathway/promises.py"),
    "D4": ("one digest a working day; what is told at once", "pathway/service/daemon/chasing.py"),
    "D4b": ("a yes that covers the facts is kept", "pathway/rules.py: covers, pathway/plan.py"),
    "D6": (
        "secure messages are copied and ticked off",
        "pathway/service/invitations/inviting.py: tick_sent",
    ),
    "F1": ("the deadline day is in time; months clamp", "pathway/rules.py"),
    "F2": ("latest safe day", "pathway/rules.py: latest_safe_day"),
    "F3": ("hours, red days, collapsed steps, snooze", "pathway/promises.py, pathway/workdays.py"),
    "F4": ("what settles an answer", "pathway/owed/outside.py"),
    "F5": ("who hears first after a move", "pathway/plan.py: follow, pathway/leaving.py"),
    "F6": ("cancellations; what never left is never cancelled", "pathway/plan.py: call_off"),
    "F7": ("what is a new time, what keeps SEQUENCE", "pathway/plan.py"),
    "F8": ("days that warn", "pathway/workdays.py: is_day_to_avoid"),
    "F9": ("only the stages still ahead", "pathway/rules.py: working_days_ahead"),
    "F10": ("who hears of the last step", "pathway/variants.py"),
    "F11": ("two reminders on one day are one", "pathway/service/daemon/chasing.py"),
    "F12": ("the same adviser needs no new call", "pathway/rules.py: phone_told"),
    "F13": ("the patient who holds the old time is phoned", "pathway/owed/inside.py"),
    "F14": (
        "names kept, new consent, CANCEL to a former GP",
        "pathway/service/invitations/inviting.py",
    ),
    "F15": (
        "late and stale answers are kept and change nothing",
        "pathway/service/answers/answering.py",
    ),
    "F16": ("Nav's total; a kept yes; DTSTAMP", "pathway/service/daemon/delivering.py"),
    "F17": ("forbidden words", "dialogs/wording/neutral.py"),
    "F19": ("the best weeks for SHM2", "pathway/service/meetings/arranging.py"),
}

_ID = re.compile(r"(?<![A-Za-z0-9])([RPCDF]\d+b?)(?![A-Za-z0-9])")

HEAD = """# Rules, where they are decided, and the tests that show them

Written by `python -m tests.house.rules_page`; do not edit by hand. Rule ids are the domain page's.
Rules that are not listed are not built yet. At most four tests stand here; the others are found by
the id (`grep -rn "F7" tests`).

| rule | in short | decided in | shown by |
|---|---|---|---|
"""


@cache
def tests_by_rule() -> dict[str, list[str]]:
    """Every test that names a rule in its name or docstring, as `file::test`."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                said = f"{node.name.replace('_', ' ').upper()} {ast.get_docstring(node) or ''}"
                for rule in sorted({_known(one) for one in _ID.findall(said)}):
                    found[rule].append(f"{path.relative_to(ROOT / 'tests')}::{node.name}")
    return dict(found)


def _known(rule: str) -> str:
    return rule[:-1] + "b" if rule.endswith("B") else rule


def page() -> str:
    """The whole page."""
    tests = tests_by_rule()
    return HEAD + "".join(_row(rule, tests.get(rule, [])) for rule in RULES)


def _row(rule: str, tests: list[str]) -> str:
    short, where = RULES[rule]
    named = sorted(tests, key=lambda test: rule.lower() not in test.rpartition("::")[2].split("_"))
    more = " and more" if len(named) > SHOWN else ""
    shown = ", ".join(f"`{test}`" for test in named[:SHOWN])
    return f"| {rule} | {short} | {where} | {shown}{more} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
