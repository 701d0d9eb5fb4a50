"""The page of rules is true: every rule on it has tests, and every place it names exists."""

from __future__ import annotations

import re

import pytest

from tests.house import rules_page
from tests.house.rules_page import PAGE, ROOT, RULES, page

WANTED = ("R1", "R2", "R3", "R4", "R5", "R11", "R21", "C1", "C2", "C3", "D1", "D3", "D4")


def test_the_page_is_what_the_tests_say() -> None:
    """docs/rules.md is what its own command writes."""
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_on_the_page_is_shown(rule: str) -> None:
    """A rule is listed only when at least one test names it."""
    assert rules_page.tests_by_rule().get(rule)


@pytest.mark.parametrize("rule", RULES)
def test_the_places_named_exist(rule: str) -> None:
    """Each file that a rule is said to be decided in exists and holds what is named."""
    for place in RULES[rule][1].split(", "):
        path, _, name = place.partition(": ")
        if "/" not in path:
            continue
        assert (ROOT / path).exists(), path
        if name:
            assert re.search(rf"\b{name}\b", (ROOT / path).read_text(encoding="utf-8")), place


def test_the_rules_of_the_thin_line_are_on_the_page() -> None:
    """What the thin line must show stands on the page."""
    assert set(WANTED) <= set(RULES)
