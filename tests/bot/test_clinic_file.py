"""A clinic's file: what it may hold, and every fault at once."""

import tomllib
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from bot.clinic_file import ClinicFileError, load_clinic
from pathway.words import PromiseKind, Role
from tests.pathway.office import Office

EXAMPLE = Path(__file__).parents[2] / "clinic.example.toml"

GOOD = """
id = "fjordly"
name = "Fjordly smerteklinikk"
public_name = "Fjordly klinikk"
phone = "21 99 99 99"
[[staff]]
id = "sekretar"
name = "Siri Eksempel"
roles = ["secretary"]
"""


def written(folder: Path, text: str) -> Path:
    """A file that holds this text."""
    path = folder / "clinic.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    """What is wrong with the file, without its path."""
    path = written(folder, text)
    with pytest.raises(ClinicFileError) as error:
        load_clinic(path)
    assert all(fault.startswith(f"{path}: ") for fault in error.value.faults)
    return [fault.removeprefix(f"{path}: ") for fault in error.value.faults]


def top(line: str) -> str:
    """The good file with this line on top, in place of a line with the same key."""
    key = line.partition(" ")[0]
    kept = [old for old in GOOD.splitlines() if not old.startswith(f"{key} =")]
    return "\n".join([line, *kept])


def test_the_example_is_a_whole_clinic() -> None:
    """The example can be used as it stands, and has the staff ids that the contract names."""
    clinic = load_clinic(EXAMPLE)
    ids = [person.id for person in clinic.staff]
    assert ids == ["sekretar", "koordinator", "lege", "psykolog", "fysioterapeut", "leder"]
    assert clinic.mail_to == {Role.GP}
    assert clinic.member("leder").digest_at == time(9, 0)
    assert [step.days for step in clinic.ladders["gp"].steps] == [5, 8, 10]


def test_the_example_explains_every_key() -> None:
    """Every key of the example comes after a line that explains it, apart from those in tables."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    top_level = lines[: next(n for n, line in enumerate(lines) if line.startswith("[["))]
    keys = [n for n, line in enumerate(top_level) if " = " in line and not line.startswith("#")]
    assert len(keys) == len(tomllib.loads("\n".join(top_level)))
    assert all(lines[n - 1].startswith("#") or lines[n - 1].count(" = ") for n in keys)


def test_little_is_needed(tmp_path: Path) -> None:
    """Names, a number and somebody in the office are enough; the rest has defaults."""
    clinic = load_clinic(written(tmp_path, GOOD))
    assert (clinic.zone, clinic.work_from, clinic.work_to) == ("Europe/Oslo", time(8), time(15, 30))
    assert clinic.mail_to == frozenset()


def test_r4_a_clinic_switches_fatigue_on(tmp_path: Path) -> None:
    """New patients get its deadlines; a case that has begun keeps its own."""
    pain = load_clinic(written(tmp_path, GOOD))
    fatigue = load_clinic(written(tmp_path, top('variant = "fatigue"')))
    office = Office()
    begun = office.register(received="2026-10-01")
    office.clinic = replace(office.clinic, default_variant=fatigue.default_variant)
    fresh = office.register(received="2026-10-01")
    due = [
        next(p.due for p in case.promises if p.kind is PromiseKind.MILESTONE)
        for case in (begun, fresh)
    ]
    assert due == [date(2026, 12, 24), date(2026, 11, 26)]
    assert (pain.default_variant, fatigue.default_variant) == (begun.variant, fresh.variant)


def test_contacts_of_every_kind(tmp_path: Path) -> None:
    """A contact is a GP unless it says otherwise, and may say when it was last made sure of."""
    text = """
        contact_months = 6
        contacts = [
            { name = "Kari" },
            { name = "Nils", role = "nav_adviser", verified_on = 2026-10-01 },
        ]
    """
    clinic = load_clinic(written(tmp_path, top(text)))
    assert clinic.contact_months == 6
    assert [(c.role, c.verified_on) for c in clinic.contacts] == [
        (Role.GP, None),
        (Role.NAV_ADVISER, date(2026, 10, 1)),
    ]


def test_a_mark_at_the_beginning_is_no_fault(tmp_path: Path) -> None:
    """A file saved with a byte order mark, as some editors do, is read."""
    assert load_clinic(written(tmp_path, "\ufeff" + GOOD)).id == "fjordly"


def test_every_fault_is_listed_at_once(tmp_path: Path) -> None:
    """Faults of the clinic, its staff, its contacts and its ladders stand together."""
    text = """
        id = "Fjord Ly"
        public_name = "Fjordly smerteklinikk"
        phone = 5
        color = "red"
        [[staff]]
        id = "a"
        name = "A"
        roles = []
        [[contacts]]
        name = "B"
        email = "B <b@example.org>"
        [ladders]
        gp = [5, 3, 10]
    """
    said = " ".join(faults(tmp_path, text))
    for word in ("Fjord Ly", "'name'", "smert", "'phone'", "'color'", "'roles'", "B <b@", "'gp'"):
        assert word in said
    assert "no staff with role secretary" in said


@pytest.mark.parametrize("days", [[], list(range(1, 10_001))])
def test_a_ladder_that_nobody_can_climb_names_its_line(tmp_path: Path, days: list[int]) -> None:
    """A ladder of no steps, or of 10,000, is refused with the line on which it stands."""
    (said,) = faults(tmp_path, f"{GOOD}[ladders]\ngp = {days}\n")
    line = GOOD.count("\n") + 2
    assert said.startswith(f"line {line}: ")
    assert "gp" in said


_PASSED = "the last is -1, when the deadline has passed, and those before it are weeks, 0 or more"
_BEFORE = "its days are before the meeting, 0 or more"


@pytest.mark.parametrize(
    ("ladder", "told"),
    [
        ("milestone = [8, 4, 2, 1]", _PASSED),
        ("milestone = [4, 2, 1, 0]", _PASSED),
        ("milestone = [40, 30, 20, 10]", _PASSED),
        ("milestone = [-1, -2, -3, -4]", _PASSED),
        ("milestone = [4, 2, 0, -2]", _PASSED),
        ("milestone = [4, 0, -1, -2]", _PASSED),
        ("milestone = [53, 2, 0, -1]", "must come in order, as in [4, 2, 0, -1], within a year"),
        ("meeting_reminder = [-5]", _BEFORE),
        ("link = [5, -2]", _BEFORE),
        ("patient_reminder = [7, 1, -1]", _BEFORE),
        ("still_stands = [-15]", _BEFORE),
        ("tentative = [-1]", _BEFORE),
        ("briefing = [-1]", _BEFORE),
    ],
)
def test_d3_a_step_that_is_never_taken_is_refused(tmp_path: Path, ladder: str, told: str) -> None:
    """D3: a deadline that passes is always told, and what warns of a meeting comes before it."""
    (said,) = faults(tmp_path, f"{GOOD}[ladders]\n{ladder}\n")
    name, line = ladder.partition(" ")[0], GOOD.count("\n") + 2
    assert said.startswith(f"line {line}: ladder {name!r} must come in order, as in [")
    assert told in said


@pytest.mark.parametrize(
    "ladder",
    ["milestone = [8, 4, 2, -1]", "milestone = [52, 1, 0, -1]", "link = [5, 0]", "briefing = [0]"],
)
def test_d3_other_days_that_are_taken_are_allowed(tmp_path: Path, ladder: str) -> None:
    """A clinic warns earlier or later than others, up to the day of the meeting itself."""
    name, _, days = ladder.partition(" = ")
    steps = load_clinic(written(tmp_path, f"{GOOD}[ladders]\n{ladder}\n")).ladders[name].steps
    assert str([step.days for step in steps]) == days


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('zone = "Mars"', "write Europe/Oslo"),
        ('zone = "/etc/passwd"', "write Europe/Oslo"),
        ('zone = ""', "write Europe/Oslo"),
        ("work_from = 16.00", "write it as 08.00"),
        ('work_to = "15:30+01:00"', "write it as 08.00"),
        ('work_from = "16.00"', "not before work_to"),
        ('places = "Møterom 2"', "not a list of texts"),
        ("places = [2]", "not a list of texts"),
        ('mail_to = ["secretary"]', "must be a list of"),
        ('mail_to = "gp"', "must be a list of"),
        ("staff_list = 1", "is unknown; known are"),
        ('contacts = ["Kari"]', "not a list of tables"),
        ('variant = "own"', "must be one of fatigue, pain"),
        ("variant = 8", "must be one of fatigue, pain"),
        ("contact_months = 0", "a whole number from 1 to 120"),
        ('contact_months = "12"', "a whole number from 1 to 120"),
        ('contacts = [{name = "B", role = "patient"}]', "must be one of gp, nav_adviser"),
        ('contacts = [{name = "B", role = 5}]', "must be one of gp, nav_adviser"),
        ('contacts = [{name = "B", verified_on = "i går"}]', "write verified_on = 2026-10-01"),
        ('contacts = [{name = "B", verified_on = 2026-10-01T10:00:00}]', "is not a date"),
        ("ladders = 5", "not a table"),
        ("ladders = { gp = [0, 5, 8] }", "must come in order, as in [5, 8, 10]"),
        ("ladders = { gp = [5, 8] }", "must be 3 whole numbers"),
        ("ladders = { gp = [5, 8, true] }", "must be 3 whole numbers"),
        ("ladders = { gp = 5 }", "must be 3 whole numbers"),
        ("ladders = { link = [3, 5] }", "must come in order, as in [5, 3]"),
        ("ladders = { doctor = [1] }", "is unknown; known are"),
        ("ladders = { gp = [5, 8, 10000] }", "within a year"),
        ("ladders = { gp = [] }", "must be 3 whole numbers"),
        (f"ladders = {{ gp = {list(range(1, 10_001))} }}", "must be 3 whole numbers"),
        ('checklists = ["closing", "gp"]', "must be a list of closing, intake"),
        ('checklists = "closing"', "must be a list of closing, intake"),
        ('public_name = "Klinikk for utmattelse"', "public_name holds 'utmatt'"),
        ('public_name = "Klinikk for ME"', "public_name holds 'ME'"),
        ('places = ["Smertesenteret, rom 2"]', "places holds 'Smert'"),
        ('phone = "21 99 99 99 (smerteklinikken)"', "phone holds 'smert'"),
    ],
)
def test_a_fault_says_the_way_out(tmp_path: Path, line: str, told: str) -> None:
    """Each of these alone is one fault that names what to write (F17 for the words)."""
    (fault,) = faults(tmp_path, top(line))
    assert told in fault


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('id = "sekretar"\nname = "B"\nroles = ["leader"]', "stands twice"),
        ('id = "program"\nname = "B"\nroles = ["leader"]', "cannot be used"),
        ('id = "b c"\nname = "B"\nroles = ["leader"]', "cannot be used"),
        ('id = "b"\nname = "B"\nroles = ["patient"]', "must be a list of"),
        ('id = "b"\nname = "B"', "write roles ="),
        ('id = "b"\nname = "B"\nroles = ["leader"]\nemail = "b"', "write it as navn@example.no"),
        ('id = "b"\nname = " "\nroles = ["leader"]', "'name' in staff number 2"),
        ('id = "b"\nname = "B"\nroles = ["leader"]\ndigest_at = "9"', "write it as 08.00"),
        ('id = "b"\nname = "B"\nroles = ["leader"]\nage = 5', "'age' in staff number 2"),
    ],
)
def test_a_fault_of_the_staff(tmp_path: Path, lines: str, told: str) -> None:
    """Each of these is one fault that says whose it is."""
    (fault,) = faults(tmp_path, f"{GOOD}[[staff]]\n{lines}\n")
    assert told in fault


@pytest.mark.parametrize("text", ["id = ", "\x00", "[[staff]\n"])
def test_what_is_no_toml(tmp_path: Path, text: str) -> None:
    """A file that is no TOML is said to be none."""
    (fault,) = faults(tmp_path, text)
    assert fault.startswith("not TOML: ")


def test_no_such_file(tmp_path: Path) -> None:
    """A file that is not there, or cannot be read, is one fault."""
    with pytest.raises(ClinicFileError, match=r"no such file; copy clinic\.example\.toml"):
        load_clinic(tmp_path / "clinic.toml")
    with pytest.raises(ClinicFileError, match="cannot be read"):
        load_clinic(tmp_path)
    (tmp_path / "latin.toml").write_bytes("name = 'Ålesund'".encode("latin-1"))
    with pytest.raises(ClinicFileError, match="cannot be read"):
        load_clinic(tmp_path / "latin.toml")


def test_a_changed_ladder(tmp_path: Path) -> None:
    """A ladder's days may be changed, and every other ladder stays (D3)."""
    ladders = load_clinic(written(tmp_path, GOOD + "[ladders]\ngp = [3, 6, 9]\n")).ladders
    assert [step.days for step in ladders["gp"].steps] == [3, 6, 9]
    assert [step.days for step in ladders["third_party"].steps] == [5, 8, 12]


def test_a_clinics_own_patient_letter(tmp_path: Path) -> None:
    """It is used as it stands, and refused with every fault where R20b's parts are missing."""
    own = "Vi har også invitert {fastlege}.\\n\\nSpørsmål? Ring {telefon}."
    clinic = load_clinic(written(tmp_path, f'patient_letter = "{own}"\n{GOOD}'))
    assert clinic.patient_letter == own.replace("\\n", "\n")
    told = faults(tmp_path, f'patient_letter = "Hei {{navn}}"\n{GOOD}')
    assert [fault.split(";")[0] for fault in told] == [
        "patient_letter does not name the GP",
        "patient_letter gives no number for questions",
        "patient_letter holds {navn}, which is unknown",
    ]


def test_where_calendars_are_published_is_read(tmp_path: Path) -> None:
    """A person's address, which hosts may be of our network, and how often they are read."""
    text = (
        f'{GOOD}freebusy_url = "https://kalender.example/a.ics"\n'
        '[calendar]\ninside = ["Kalender.inne"]\nminutes = 10\n'
    )
    clinic = load_clinic(written(tmp_path, text))
    assert clinic.member("sekretar").freebusy_url == "https://kalender.example/a.ics"
    assert (clinic.freebusy_inside, clinic.freebusy_minutes) == (frozenset({"kalender.inne"}), 10)
    assert "kalender.example" not in repr(clinic)
    plain = load_clinic(written(tmp_path, GOOD))
    assert (plain.freebusy_inside, plain.freebusy_minutes) == (frozenset(), 30)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (
            'freebusy_url = "kalenderen min hemmelig"',
            "freebusy_url in staff number 1 is no address; copy the one that ends with .ics",
        ),
        (
            'freebusy_url = "https://meg:hemmelig@kalender.example/"',
            "freebusy_url in staff number 1 is no address; copy the one that ends with .ics",
        ),
        (
            'freebusy_url = "https://[hemmelig"',
            "freebusy_url in staff number 1 is no address; copy the one that ends with .ics",
        ),
        (
            '[calendar]\ninside = ["https://kalender.inne"]',
            "'inside' in [calendar] must be a list of host names; write them without https://",
        ),
        (
            "[calendar]\nminutes = 0",
            "'minutes' in [calendar] must be a whole number from 1 to 1440",
        ),
    ],
)
def test_what_is_no_calendar_is_listed(tmp_path: Path, lines: str, fault: str) -> None:
    """One sentence with the way out, which never repeats an address that others could use."""
    assert faults(tmp_path, f"{GOOD}{lines}\n") == [fault]
