"""What the command prints, against the schemas in docs/contract/, through a whole story."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from bot import commands
from bot.contract import case_json
from dialogs.turn import Kind
from pathway.outgoing import SendingKind, SendingStatus
from pathway.run import Deed
from pathway.views import Colour
from pathway.words import (
    CaseRef,
    Channel,
    ConsentForm,
    InvitationState,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    SettledHow,
    Substitute,
    Verdict,
)
from tests.pathway.office import Office as DomainOffice
from tests.pathway.test_running import end, press, started
from tests.story.office import Office, an_office, with_invited_gp

CONTRACT = Path(__file__).parents[2] / "docs" / "contract"
NAMES = ("audit", "board", "case", "due", "explain", "say", "tick")
LINK = "https://join.nhn.no/webapp/conference/999001"

# The contract's own words, as the issue has them: later work may add to these, never rename.
KEYS = {
    "case": "ref variant milestones consents meetings runs invitations promises deliveries",
    "case.milestones": "name date deadline",
    "case.meetings": "kind start end revision parts",
    "case.meetings.parts": "title start end people",
    "case.runs": "meeting leader started ended parts",
    "case.runs.parts": "title planned held seconds paused people",
    "case.runs.parts.planned": "start end",
    "case.runs.parts.held": "start end",
    "case.runs.parts.people": "person role seconds",
    "case.invitations": "person role meeting channel state revision window answers",
    "case.invitations.window": "start end",
    "case.promises": "kind owner about since due hard step settled",
    "case.promises.settled": "how at",
    "case.deliveries": "at to channel kind step status",
    "due": "at to role channel kind case about step why",
    "explain": "kind owner about rule because settled_by since due hard latest_safe_day ladder "
    "days taken put_off next",
    "explain.put_off": "until why",
    "explain.next": "at kind to why",
    "tick": "at delivered retry given_up next",
    "tick.delivered": "id at to role channel kind case about step why",
    "tick.retry": "id at to role channel kind case about step why",
    "tick.given_up": "id at to role channel kind case about step why",
    "board": "ref responsible stage deadline latest_safe_day colour waiting_for",
    "say": "replies expects",
    "say.replies": "text card",
    "say.expects": "question kind choices required",
    "say.expects.choices": "value title",
}
ROLES = "patient relative gp referrer nav_adviser clinician interpreter other secretary coordinator"
ENUMS = {
    "role": f"{ROLES} leader",
    "channel": "chat mail graph secure_message sms letter phone",
    "state": "blocked ready sent accepted declined tentative new_time cancelled undelivered",
    "promise_kind": "answer time_question times times_choice secure_message phone_call consent "
    "wishes place preview "
    "link reminder still_stands action_plan_finish action_plan_distribute note_write note_send "
    "shm2_details extra_meeting assessment_start meeting_held "
    "intake closing close referral_content interview "
    "milestone postponed "
    "new_gp question call_back away briefing",
    "settled_how": "done answered cancelled escalated",
    "status": "sent failed given_up shown",
}
CODE: dict[str, type[StrEnum]] = {
    "role": Role,
    "channel": Channel,
    "state": InvitationState,
    "promise_kind": PromiseKind,
    "settled_how": SettledHow,
    "kind": SendingKind,
    "milestone": Milestone,
    "meeting_kind": MeetingKind,
    "verdict": Verdict,
}

Printed = list[tuple[str, Any]]


def schema(name: str) -> Any:  # noqa: ANN401 - JSON
    """The schema of what this command prints."""
    return json.loads((CONTRACT / f"{name}.schema.json").read_text(encoding="utf-8"))


def _answered(office: Office, ref: str) -> None:
    """The GP accepts, Nav is wished for, and the patient is asked."""
    office.tell(f"svar {ref} fastlegen", {"verdict": "ja"}, at="2026-11-04T10:00")
    nav = {"date": "i dag", "name": "Nina Vik"}
    office.tell(f"samtykke {ref} nav", nav, at="2026-11-04T10:10")
    office.tell(f"kall inn pasienten {ref}", at="2026-11-04T10:20")
    office.tell(f"lenke {ref} {LINK}", at="2026-11-04T10:30")


def _story(office: Office) -> Printed:
    """Everything that was printed from the first sentence to the stop."""
    keep: Printed = [
        ("say", office.say("ny pasient", "2026-11-02T09:00")),
        ("say", office.say("hva?", "2026-11-02T09:00")),
        ("say", office.say("avbryt", "2026-11-02T09:00")),
    ]
    at = "2026-11-02T09:00"
    ref = with_invited_gp(office, at=at, start="15.12.2026 kl 10", received="07.09.2026")
    office.post.answer = "451 later"
    keep.append(("tick", office.tick("2026-11-02T09:10")))
    office.post.answer = "250 OK"
    keep.append(("case", office.case(ref, "2026-11-02T09:11")))
    keep.append(("tick", office.tick("2026-11-02T09:20")))
    keep.append(("due", commands.due(until="2027-06-01", at="2026-11-02T09:20").data))
    keep.append(("case", office.case(ref, "2026-11-02T09:20")))
    office.tell(f"utsett {ref} til 1.12.2026", {}, at="2026-11-02T09:21")
    keep.append(("explain", commands.explain(ref, at="2026-11-02T09:22").data))
    _answered(office, ref)
    keep.append(("case", office.case(ref, "2026-11-04T11:00")))
    office.post.answer = "550 5.1.1 nobody here"
    keep.append(("tick", office.tick("2026-11-04T11:00")))
    keep.append(("board", commands.board(at="2026-11-04T11:00").data))
    keep.append(("tick", office.tick("2026-11-20T09:00")))
    keep.append(("say", office.say("oppgaver", "2026-11-20T09:05")))
    office.tell(
        f"stopp forløpet {ref}", {"reason": "overført", "text": "flyttet"}, at="2026-11-20T09:10"
    )
    keep.append(("tick", office.tick("2026-11-20T09:15")))
    keep.append(("case", office.case(ref, "2026-11-20T09:20")))
    keep.append(("audit", commands.audit(ref, at="2026-11-20T09:20").data))
    keep.append(("board", commands.board(at="2026-11-20T09:20").data))
    return keep


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printed]:
    """What the story printed, told once."""
    with an_office(tmp_path_factory.mktemp("story")) as office:
        yield _story(office)


def _cases(printed: Printed) -> list[Any]:
    return [data for name, data in printed if name == "case"]


@pytest.mark.parametrize("name", NAMES)
def test_a_story_keeps_the_contract(printed: Printed, name: str) -> None:
    """Everything printed in a whole story is as its schema says, and each schema is one."""
    Draft202012Validator.check_schema(schema(name))
    validator = Draft202012Validator(schema(name), format_checker=FormatChecker())
    shown = [data for which, data in printed if which == name]
    assert shown
    for data in shown:
        validator.validate(data)


def test_the_story_is_a_whole_one(printed: Printed) -> None:
    """The story shows asked and not asked, a retry, a refusal for good, and every settlement."""
    cases = _cases(printed)
    states = {row["state"] for case in cases for row in case["invitations"]}
    assert states >= {"blocked", "ready", "sent", "accepted", "cancelled"}
    ticks = [data for name, data in printed if name == "tick"]
    assert any(tick["retry"] for tick in ticks)
    assert any(tick["given_up"] for tick in ticks)
    assert {row["status"] for row in cases[-1]["deliveries"]} >= {"sent", "given_up", "shown"}
    assert {row["status"] for row in cases[0]["deliveries"]} == {"failed"}
    settled = {promise["settled"]["how"] for promise in cases[-1]["promises"]}
    assert settled >= {"done", "answered", "cancelled"}


def test_those_who_are_to_be_asked_are_shown(printed: Printed) -> None:
    """The patient is blocked before the GP's yes and ready after it, with revision 0 (R12)."""
    before, after = _cases(printed)[1:3]
    waits = next(row for row in before["invitations"] if row["role"] == "patient")
    assert (waits["state"], waits["revision"], waits["answers"]) == ("blocked", 0, [])
    asked = {row["role"]: row for row in after["invitations"]}
    assert (asked["gp"]["state"], asked["gp"]["revision"]) == ("accepted", 1)
    assert (asked["patient"]["state"], asked["patient"]["revision"]) == ("ready", 1)
    assert (asked["nav_adviser"]["state"], asked["nav_adviser"]["revision"]) == ("blocked", 0)
    work = next(part for part in after["meetings"][0]["parts"] if part["title"] == "work")
    assert "Nina Vik" in work["people"]
    others = [part for part in after["meetings"][0]["parts"] if part is not work]
    assert all("Nina Vik" not in part["people"] for part in others)
    window = asked["nav_adviser"]["window"]
    assert (window["start"], window["end"]) == (work["start"], work["end"])


def test_the_log_of_a_meeting_that_runs_is_there() -> None:
    """Planned and actual times and who was there, part by part; the open part has no end yet."""
    office = started()
    press(office, "10:02", Deed.LATE, Role.GP, minutes=8)
    press(office, "10:05", Deed.PAUSE)
    press(office, "10:07", Deed.RESUME)
    press(office, "10:22", Deed.NEXT)
    going_on = _valid(office)
    first, second = going_on["parts"]
    assert (going_on["meeting"], going_on["ended"]) == ("shm1", None)
    assert first["planned"]["end"] == "2026-11-24T10:20:00+01:00"
    assert first["held"]["end"] == "2026-11-24T10:22:00+01:00"
    assert (first["seconds"], first["paused"]) == (20 * 60, 2 * 60)
    there = {row["role"]: row["seconds"] for row in first["people"]}
    assert there["gp"] < there["patient"] == 20 * 60
    assert "nav_adviser" not in there
    assert second["held"]["end"] is None
    end(office, "10:40")
    over = _valid(office)
    assert over["ended"] == over["parts"][-1]["held"]["end"] == "2026-11-24T10:40:00+01:00"
    assert "nav_adviser" in {row["role"] for row in over["parts"][-1]["people"]}


def _valid(office: DomainOffice) -> Any:  # noqa: ANN401 - JSON
    """The run of this case as a script reads it, with the whole case as its schema says."""
    case = replace(office.case, ref=CaseRef("K7M2"))
    printed = json.loads(json.dumps(case_json(case, office.clinic)))
    Draft202012Validator(schema("case"), format_checker=FormatChecker()).validate(printed)
    (run,) = printed["runs"]
    return run


def test_times_have_the_clinics_offset(printed: Printed) -> None:
    """Every moment is written in the clinic's zone: winter in December, summer in July (C2)."""
    text = json.dumps([data for name, data in printed if name != "say"])
    moments = re.findall(r"\d{4}-(\d\d)-\d\dT[\d:.]+([+-]\d\d:\d\d)", text)
    assert {offset for month, offset in moments if month in {"11", "12", "01"}} == {"+01:00"}
    assert all(offset in {"+01:00", "+02:00"} for _, offset in moments)


def _properties(name: str) -> dict[str, tuple[set[str], set[str]]]:
    """For each object of a schema: the keys that it describes, and those it requires."""
    whole = schema(name)
    found: dict[str, tuple[set[str], set[str]]] = {}

    def walk(node: Any, path: str) -> None:  # noqa: ANN401 - JSON
        if "$ref" in node:
            walk(whole["$defs"][node["$ref"].rpartition("/")[2]], path)
        for choice in node.get("oneOf", []):
            walk(choice, path)
        if "items" in node:
            walk(node["items"], path)
        if "properties" in node:
            found[path] = (set(node["properties"]), set(node.get("required", [])))
            for key, value in node["properties"].items():
                walk(value, f"{path}.{key}")

    walk(whole, name)
    return found


@pytest.mark.parametrize("path", sorted(KEYS))
def test_every_key_of_the_contract_is_required(path: str) -> None:
    """Each key that scripts rely on stands in the schema under its own name, and is required."""
    described, required = _properties(path.partition(".")[0])[path]
    assert set(KEYS[path].split()) <= required <= described


def test_more_may_be_added(printed: Printed) -> None:
    """A key that a later version adds breaks nobody who checks by these schemas."""
    for name, data in printed:
        more = {**data, "new": 1} if isinstance(data, dict) else [{**row, "new": 1} for row in data]
        Draft202012Validator(schema(name)).validate(more)


def _enums(name: str) -> dict[str, set[str]]:
    defs = schema(name).get("$defs", {})
    return {key: set(value["enum"]) for key, value in defs.items() if "enum" in value}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "say"])
def test_the_enums_are_those_of_the_code(name: str) -> None:
    """Each enum of a schema has the values of the code, and those that the contract names."""
    for key, values in _enums(name).items():
        if key in CODE:
            assert values == {member.value for member in CODE[key]}, key
        if key in ENUMS:
            assert values == set(ENUMS[key].split()), key


def test_every_enum_of_the_contract_is_used() -> None:
    """No enum of the contract or of the code is left out of the schemas."""
    used = {key for name in NAMES for key in _enums(name)}
    assert used == set(ENUMS) | set(CODE)


def test_the_enums_that_stand_in_one_place() -> None:
    """Colours, forms of consent, substitutes, statuses and kinds of questions are the code's."""
    case = schema("case")
    consent = case["properties"]["consents"]["items"]["properties"]["form"]
    answer = case["$defs"]["answer"]["properties"]["substitute"]
    colour = schema("board")["items"]["properties"]["colour"]
    kind = schema("say")["properties"]["expects"]["properties"]["kind"]
    assert set(consent["enum"]) == {form.value for form in ConsentForm}
    assert set(answer["enum"]) == {substitute.value for substitute in Substitute}
    assert set(colour["enum"]) == {colour.value for colour in Colour}
    assert set(kind["enum"]) == {kind.value for kind in Kind}
    kept_inside = {SendingStatus.PENDING, SendingStatus.DROPPED}
    assert set(ENUMS["status"].split()) == {s.value for s in set(SendingStatus) - kept_inside}
