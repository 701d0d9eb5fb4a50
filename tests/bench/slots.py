"""How long it takes to find times that suit, beside trying every one: JSON, medians.

A clinic of twelve with five appointments a day each, a meeting of three parts, twelve weeks.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall

from pathway import slots, workdays
from pathway.freebusy import BusyTime, settled
from pathway.model import Window
from pathway.suiting import Attendee, Search
from pathway.words import Role
from tests.pathway.brute_slots import best

GOAL_MS = 10.0
PEOPLE, DAYS, A_DAY, MUST = 12, 84, 5, 5
FIRST = date(2026, 11, 23)
OSLO = "Europe/Oslo"
PARTS = ((0, 60), (0, 20), (20, 35), (35, 60))
"""All three parts of twenty, fifteen and twenty-five minutes, or one of them."""


def busy_person(chance: random.Random, number: int, span: Window) -> Attendee:
    """One with a full calendar."""
    times = []
    for day in range(DAYS):
        for _ in range(A_DAY):
            start = span.start + timedelta(days=day, minutes=chance.randrange(480, 900, 5))
            lasts = timedelta(minutes=chance.choice((15, 20, 30, 45, 60)))
            maybe = chance.random() < 0.1
            times.append(BusyTime(start=start, end=start + lasts, tentative=maybe))
    after, until = (timedelta(minutes=minutes) for minutes in chance.choice(PARTS))
    return Attendee(
        id=str(number),
        role=Role.CLINICIAN,
        name="",
        after=after,
        until=until,
        must=number < MUST,
        busy=settled(times, span),
        seen=span,
    )


def a_search(seed: int) -> Search:
    """What is sought."""
    chance = random.Random(seed)
    begins = workdays.moment(FIRST, wall(), OSLO)
    span = Window(start=begins, end=begins + timedelta(days=DAYS + 1))
    return Search(
        now=datetime(2026, 11, 20, 12, tzinfo=UTC),
        zone=OSLO,
        minutes=60,
        attendees=tuple(busy_person(chance, number, span) for number in range(PEOPLE)),
        opens=wall(8),
        closes=wall(15, 30),
        first=FIRST,
        last=FIRST + timedelta(days=DAYS - 1),
        safe_from=FIRST + timedelta(days=14),
        deadline=FIRST + timedelta(days=80),
    )


def seconds_of(search: Search) -> float:
    """How long one search takes."""
    began = time.perf_counter()
    slots.propose(search)
    return time.perf_counter() - began


def processor_seconds_of(search: Search) -> float:
    """How long the processor works on one, whatever else the machine does."""
    began = time.process_time()
    slots.propose(search)
    return time.process_time() - began


def main() -> None:
    """Measure, and print medians beside every single figure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clinics", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=20)
    said = parser.parse_args()
    searches = [a_search(seed) for seed in range(said.clinics)]
    slots.propose(searches[0])  # the holidays of those years are read once
    ours = [seconds_of(search) for search in searches for _ in range(said.rounds)]
    processor = [processor_seconds_of(search) for search in searches for _ in range(said.rounds)]
    brute, same = [], []
    for search in searches:
        began = time.perf_counter()
        wanted, _ = best(search, slots.MOST)
        brute.append(time.perf_counter() - began)
        same.append([one.start for one in slots.propose(search).times] == wanted)
    median = 1000 * statistics.median(ours)
    report = {
        "people": PEOPLE,
        "weeks": DAYS // 7,
        "busy_times": [sum(len(one.busy) for one in search.attendees) for search in searches],
        "slots_ms": {"median": round(median, 2), "worst": round(1000 * max(ours), 2)},
        "processor_ms": {"median": round(1000 * statistics.median(processor), 2)},
        "every_time_tried_ms": [round(1000 * seconds) for seconds in brute],
        "same_result": all(same),
        "goal": {"under_ms": GOAL_MS, "enough": median < GOAL_MS and all(same)},
    }
    sys.stdout.write(json.dumps({"times that suit": report}, indent=2) + "\n")


if __name__ == "__main__":
    main()
