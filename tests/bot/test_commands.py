"""The command line: exit codes, moments, needed settings and garbage."""

import json
import os
import pwd
import sqlite3
from contextlib import closing

import pytest

from bot import commands, contract
from bot.cli import app
from tests.bot.command_line import NINE, one_line, rows, shm, shm_json
from tests.story.office import ORGANISER, ROOT, Office

FIVE = {
    "SHM_CLINIC_FILE": str(ROOT / "clinic.example.toml"),
    "SHM_SECRET_KEY": "a key that is long enough for a test",
    "SHM_PUBLIC_URL": "http://127.0.0.1:3978",
    "SHM_ORGANISER_EMAIL": ORGANISER,
}


def everything(ref: str, at: str) -> list[list[str]]:
    """Every command that reads or acts, at this moment."""
    return [
        ["say", "--as", "sekretar", f"sak {ref}", "--at", at],
        ["tick", "--at", at],
        ["due", "--at", at],
        ["case", ref, "--at", at],
        ["board", "--at", at],
        ["audit", ref, "--at", at],
    ]


def test_every_command_is_there() -> None:
    """The commands of the contract are those that there are, and help is no error."""
    said = shm("--help")
    assert said.exit_code == 0
    names = (
        "local serve schedule migrate say tick due case explain board audit backup teams_package"
    )
    there = [command.callback for command in app.registered_commands]
    assert " ".join(found.__name__ for found in there if found) == names


def test_a_moment_before_what_is_recorded_is_refused(office: Office, ref: str) -> None:
    """Each reading or acting command exits 1 with one line then, and changes nothing."""
    before = rows(office)
    for words in everything(ref, "2026-11-02T08:59:59"):
        done = shm(*words)
        assert done.exit_code == 1, words
        assert len(done.output.splitlines()) == 1
        assert rows(office) == before


def test_the_same_moment_is_no_refusal(office: Office, ref: str) -> None:
    """The moment of the latest record itself is taken."""
    assert [shm(*words).exit_code for words in everything(ref, NINE)] == [0] * 6


@pytest.mark.parametrize("at", ["2026-11-02T10:00", "2026-11-02T10:00+01:00", "2026-11-02T09:00Z"])
def test_a_moment_without_offset_is_oslo(office: Office, ref: str, at: str) -> None:
    """Without an offset it is Oslo time: ten o'clock there is nine in Greenwich in winter."""
    assert shm_json("tick", "--at", at)["at"] == "2026-11-02T10:00:00+01:00"


@pytest.mark.parametrize("at", [" ", "i morgen", "25:00", "0001-01-01", "9999-12-31T23:59"])
def test_what_is_no_moment(office: Office, ref: str, at: str) -> None:
    """Garbage in --at or --until is wrong use, one line, and nothing is read."""
    before = rows(office)
    for words in [*everything(ref, at), ["due", "--until", at]]:
        done = shm(*words)
        assert done.exit_code == 2
        assert "write it as 2026-11-24T10:00" in one_line(done)
    assert rows(office) == before


@pytest.mark.parametrize("typed", ["ZZZZ", "", "'; DROP TABLE cases", "æøå", "\udcff", "x" * 9999])
def test_an_unknown_case_is_refused(office: Office, ref: str, typed: str) -> None:
    """No such case: exit 1 and one short line, whatever was typed for it."""
    for command in ("case", "audit"):
        done = shm(command, typed, "--at", NINE)
        assert done.exit_code == 1
        assert len(one_line(done)) < 200


def test_a_reference_as_people_write_it(office: Office, ref: str) -> None:
    """Small letters and a space in a reference make no difference."""
    assert shm_json("case", f" {ref[:2].lower()} {ref[2:]} ", "--at", NINE)["ref"] == ref


@pytest.mark.parametrize("who", ["ukjent", "", "SEKRETAR", "program", "operator"])
def test_only_staff_may_say_something(office: Office, who: str) -> None:
    """Somebody who is not on the staff is wrong use; the line names who is."""
    done = shm("say", "--as", who, "hei", "--json", "--at", NINE)
    assert done.exit_code == 2
    assert "known are sekretar, koordinator" in one_line(done)


@pytest.mark.parametrize(
    "text", ["", "asdf qwer", "💥" * 500, "\udcff\udcfe", "x" * 100_000, "'; DROP TABLE cases; --"]
)
def test_what_is_not_understood_is_no_error(office: Office, ref: str, text: str) -> None:
    """Nonsense gets a sentence as JSON and exit 0, and no case is changed."""
    before = office.case(ref, NINE)
    said = shm_json("say", "--as", "sekretar", text, "--at", NINE)
    assert said["replies"][0]["text"]
    assert office.case(ref, NINE) == before


def test_a_refused_command_prints_its_json_too(office: Office, ref: str) -> None:
    """A rule that refuses gives exit 1 with the JSON; so does a moment that has gone by."""
    refused = [
        shm("say", "--as", "leder", "ny pasient", "--json", "--at", NINE),
        shm("say", "--as", "sekretar", "hjelp", "--json", "--at", "2026-11-02T08:00"),
    ]
    for done in refused:
        assert done.exit_code == 1
        said = json.loads(done.stdout)
        assert said["replies"][0]["text"]
        assert said["expects"]["kind"] == "none"
        assert done.stderr == ""


def test_a_plan_that_is_no_longer_true_is_refused(office: Office, ref: str) -> None:
    """What changed since it was shown is refused with exit 1 and shown anew; then yes is done."""
    asked = office.say(f"flytt {ref} 16.12.2026 kl 12", NINE)["expects"]["kind"]
    office.tell(f"lenke {ref} https://video.example/1", at=NINE, who="koordinator")
    done = shm("say", "--as", "sekretar", "ja", "--json", "--at", NINE)
    again = json.loads(done.stdout)["expects"]["kind"]
    assert (asked, done.exit_code, again) == ("confirm", 1, "confirm")
    assert office.case(ref, NINE)["meetings"][0]["start"] == "2026-12-15T10:00:00+01:00"
    assert shm_json("say", "--as", "sekretar", "ja", "--at", NINE)["expects"]["kind"] == "none"
    assert office.case(ref, NINE)["meetings"][0]["start"] == "2026-12-16T12:00:00+01:00"


def test_messages_that_wait_are_shown_once(office: Office, ref: str) -> None:
    """What waits for somebody comes before the answer, once, and counts as shown."""
    office.post.answer = "550 5.1.1 no such box"
    office.tick("2026-11-02T09:10")
    told, answer = office.say("hjelp", "2026-11-02T09:20")["replies"]
    assert "Adressen ble avvist" in told["text"]
    assert office.say("hjelp", "2026-11-02T09:20")["replies"] == [answer]
    deliveries = office.case(ref, "2026-11-02T09:20")["deliveries"]
    assert [row["status"] for row in deliveries] == ["given_up", "shown"]
    log = shm_json("audit", ref, "--at", "2026-11-02T09:20")
    assert [row["door"] for row in log if row["what"] == "shown"] == ["command"]


def test_five_settings_are_enough(
    office: Office, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All but tick work with the five; tick names the one that it misses."""
    monkeypatch.delenv("SHM_SMTP_URL")
    assert set(office.env) - {"SHM_SMTP_URL"} == {"SHM_DATABASE_URL", *FIVE}
    codes = {words[0]: shm(*words).exit_code for words in everything(ref, NINE)}
    assert codes == {"say": 0, "tick": 2, "due": 0, "case": 0, "board": 0, "audit": 0}
    assert one_line(shm("tick")).startswith("SHM_SMTP_URL is not set: ")


def test_wrong_settings_are_wrong_use(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every fault of the settings stands on a line of its own, and the exit code is 2."""
    monkeypatch.setenv("SHM_SECRET_KEY", "short")
    monkeypatch.setenv("SHM_BIND", "nowhere")
    done = shm("board")
    assert (done.exit_code, done.stdout) == (2, "")
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        "SHM_BIND",
        "SHM_SECRET_KEY",
    ]
    monkeypatch.undo()
    for name, value in {**FIVE, "SHM_CLINIC_FILE": "nowhere.toml"}.items():
        monkeypatch.setenv(name, value)
    assert one_line(shm("board")) == "nowhere.toml: no such file; copy clinic.example.toml"


@pytest.mark.parametrize("words", [["sing"], ["case"], ["say", "hei"], ["board", "--loud"]])
def test_wrong_use_is_two(words: list[str]) -> None:
    """An unknown command or option, or something left out, is wrong use."""
    assert shm(*words).exit_code == 2


def test_without_json_people_can_read_it(office: Office, ref: str) -> None:
    """Without --json every command prints plain lines that hold the reference."""
    for words in everything(ref, NINE):
        done = shm(*words)
        assert done.exit_code == 0
        assert "{" not in done.stdout
        assert ref in done.stdout or words[0] in {"tick", "audit"}


def test_due_looks_as_far_as_it_is_asked(office: Office, ref: str) -> None:
    """Thirty days ahead unless another moment is given, in order of time; nothing leaves."""
    month = shm_json("due", "--at", NINE)
    assert {row["case"] for row in month} == {ref, ""}  # digests hold several cases
    assert max(row["at"] for row in month) < "2026-12-02T09:00"
    assert month == sorted(month, key=lambda row: row["at"])
    now = [row["kind"] for row in shm_json("due", "--at", NINE, "--until", NINE)]
    assert now == ["invitation", "task"]  # the mail, and beside it whom it concerns, by hand
    assert len(shm_json("due", "--at", NINE, "--until", "2027-12-31")) > len(month)
    assert office.post.mails == []


@pytest.mark.parametrize(("command", "part"), [("due", "due_json"), ("board", "board_json")])
def test_who_writes_does_not_wait_for_what_reads_every_case(
    office: Office, ref: str, monkeypatch: pytest.MonkeyPatch, command: str, part: str
) -> None:
    """While rows are made of every case another process takes the database's one writer."""
    asked: list[str] = []
    rows_of = getattr(contract, part)

    def writing(*said: object) -> object:
        with closing(sqlite3.connect(office.database, timeout=0.2)) as beside:
            beside.execute("BEGIN IMMEDIATE")
        asked.append(part)
        return rows_of(*said)

    monkeypatch.setattr(contract, part, writing)
    assert ref in {row.get("case", row.get("ref")) for row in shm_json(command, "--at", NINE)}
    assert asked == [part]


def test_reading_is_logged(office: Office, ref: str) -> None:
    """P3: whoever reads by command is in the log, and so is who reads the log."""
    shm("case", ref, "--at", "2026-11-02T12:00")
    last, reading = shm_json("audit", ref, "--at", "2026-11-02T13:00")[-2:]
    who = f"operator:{pwd.getpwuid(os.getuid()).pw_name}"
    for row, hour in ((last, "12"), (reading, "13")):
        assert (row["actor"], row["what"], row["door"]) == (who, "viewed", "command")
        assert row["at"] == f"2026-11-02T{hour}:00:00+01:00"


@pytest.mark.parametrize("name", ["LOGNAME", "USER", "USERNAME", "LNAME"])
def test_nobody_reads_under_another_name(
    office: Office, ref: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """P3: the log names the user of the operating system, whatever the environment says."""
    monkeypatch.setenv(name, "sekretar")
    shm("case", ref, "--at", NINE)
    assert shm_json("audit", ref, "--at", NINE)[-1]["actor"] == commands.operator()
    assert "sekretar" not in commands.operator()


def test_a_user_without_a_name_has_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user whom the machine has no name for, as in a container, is logged by number."""
    monkeypatch.setattr(os, "getuid", lambda: 4_000_123)
    assert commands.operator() == "operator:4000123"


def test_a_reader_may_say_why(office: Office, ref: str) -> None:
    """P3: the reason given with --why stands in the log, in one line."""
    assert shm("case", ref, "--why", " klage fra\n pasienten", "--at", NINE).exit_code == 0
    reading = shm_json("audit", ref, "--why", "tilsyn \udcff\0", "--at", NINE)[-2:]
    assert [row["why"] for row in reading] == ["klage fra pasienten", "tilsyn ??"]


def test_a_reason_is_short(office: Office, ref: str) -> None:
    """A reason of more than 300 characters is wrong use, and nothing is read."""
    before = rows(office)
    for command in ("case", "audit"):
        done = shm(command, ref, "--why", "x" * 301, "--at", NINE)
        assert done.exit_code == 2
        assert "300" in one_line(done)
    assert rows(office) == before


def test_a_correction_is_shown_beside_its_line(office: Office, ref: str) -> None:
    """P3, P5: the log of a case shows what was corrected, though the log itself names no one."""
    for name in ("Karin Nordmann", "Karoline Nordmann"):
        office.tell(f"rett opp {ref}", {"field": "name", "value": name, "confirm": "ja"}, at=NINE)
    log = shm_json("audit", ref, "--at", NINE)
    shown = [(r["detail"], r["before"], r["after"]) for r in log if r["what"] == "Correct"]
    assert shown == [
        ("name", "Test Testesen", "Karin Nordmann"),
        ("name", "Karin Nordmann", "Karoline Nordmann"),
    ]
    assert {(r["before"], r["after"]) for r in log if r["what"] != "Correct"} == {(None, None)}
    assert "name: 'Karin Nordmann' -> 'Karoline Nordmann'" in shm("audit", ref, "--at", NINE).stdout
    with closing(sqlite3.connect(office.database)) as database:
        told = str(database.execute("SELECT * FROM audit").fetchall())
    assert "Nordmann" not in told
    assert "Testesen" not in told


def test_migrate_makes_the_database(office: Office) -> None:
    """The database is made where there is none, and a second time nothing happens."""
    assert not office.database.exists()
    assert shm("migrate").exit_code == 0
    made = rows(office)
    assert commands.migrate().text == "The database is up to date."
    assert rows(office) == made


@pytest.mark.parametrize("command", ["board", "due"])
def test_a_case_that_cannot_be_read_is_told_beside_the_rows(
    office: Office, ref: str, command: str
) -> None:
    """A script reads a list as always; that a case is left out is said on the error channel."""
    with closing(sqlite3.connect(office.database)) as database, database:
        database.execute("UPDATE sendings SET content = '{}'")
    done = shm(command, "--at", NINE, "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])
    assert done.stderr == "1 open cases cannot be read and are left out.\n"
