"""The agendas of a clinic's file: parts, minutes, roles, items, and faults with their lines."""

from pathlib import Path

import pytest

from bot.clinic_file import load_clinic
from pathway import agenda
from pathway.variants import TEMPLATES
from pathway.words import MeetingKind, Role
from tests.bot.test_clinic_file import EXAMPLE, GOOD, faults, written

OWN = """[[agendas]]
name = "Kort oppfølging"
[[agendas.parts]]
title = "Gjennomgang"
minutes = 25
roles = ["patient", "gp", "clinician"]
items = ["Navn og rolle", "Hva  pasienten ønsker"]
items_shm2 = ["Hva som har skjedd"]
[[agendas.parts]]
title = "Arbeid, utdanning og økonomi"
minutes = 15
roles = ["patient", "gp", "clinician", "nav_adviser"]
"""
FIRST = GOOD.count("\n") + 1
"""The line of the file on which `OWN` begins."""


def commented(text: str, heading: str) -> str:
    """The example's lines from this one on, those that are only commented out taken in."""
    lines = text[text.index(f"# {heading}") :].splitlines()
    taken = (line.removeprefix("# ") for line in lines if line.strip("# "))
    return "\n".join(line for line in taken if " = " in line or line.startswith("["))


def test_the_built_in_agendas_are_the_usual_ones(tmp_path: Path) -> None:
    """D1: a file that lists no agenda has the three built-in ones."""
    assert load_clinic(written(tmp_path, GOOD)).templates == TEMPLATES


def test_an_agenda_of_the_clinics_own(tmp_path: Path) -> None:
    """R21: parts, minutes and roles as written; the interpreter is there when the patient is."""
    templates = load_clinic(written(tmp_path, GOOD + OWN)).templates
    (template,) = templates.values()
    assert (template.name, [*templates]) == ("Kort oppfølging", ["Kort oppfølging"])
    assert [part.minutes for part in template.parts] == [25, 15]
    core = {Role.PATIENT, Role.GP, Role.CLINICIAN, Role.INTERPRETER}
    assert [set(part.roles) for part in template.parts] == [core, core | {Role.NAV_ADVISER}]


def test_items_for_each_meeting(tmp_path: Path) -> None:
    """R22, R23: SHM2 has its own where they are given; a title that is built in has the usual."""
    templates = load_clinic(written(tmp_path, GOOD + OWN)).templates
    review, work = templates["Kort oppfølging"].parts

    def items(kind: MeetingKind) -> tuple[str, ...]:
        return agenda.items(review, kind, guests=False)

    assert items(MeetingKind.SHM1) == ("Navn og rolle", "Hva pasienten ønsker")
    assert items(MeetingKind.SHM2) == ("Hva som har skjedd",)
    assert work.title == "work"
    assert agenda.items(work, MeetingKind.SHM1, guests=True)[0] == "nav_presented"
    assert agenda.items(work, MeetingKind.SHM1, guests=False) == ()


def test_a_built_in_agenda_needs_its_name_only(tmp_path: Path) -> None:
    """Those that are listed are the only ones, in that order; with parts it is the clinic's own."""
    text = '[[agendas]]\nname = "uten nav"\n[[agendas]]\nname = "Nav til slutt"\n'
    templates = load_clinic(written(tmp_path, GOOD + text)).templates
    names = ["without_nav", "nav_last"]
    assert [*templates.items()] == [(name, TEMPLATES[name]) for name in names]
    other = OWN.replace("Kort oppfølging", "Med Nav eller andre")
    changed = load_clinic(written(tmp_path, GOOD + other)).templates
    assert [(name, len(template.parts)) for name, template in changed.items()] == [("with_nav", 2)]


def test_the_example_shows_agendas_that_can_be_used(tmp_path: Path) -> None:
    """What the example shows and leaves out is a built-in agenda and one of the clinic's own."""
    shown = commented(EXAMPLE.read_text(encoding="utf-8"), "[[agendas]]")
    templates = load_clinic(written(tmp_path, GOOD + shown)).templates
    assert [*templates] == ["with_nav", "Kort oppfølging"]
    assert templates["Kort oppfølging"].parts[0].later[0] == "Hva som har skjedd siden sist"


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("minutes = 25", "minutes = 0", 5, "must be a whole number from 1 to 240"),
        ("minutes = 25", "minutes = 600", 5, "must be a whole number from 1 to 240"),
        ("minutes = 25", "minutes = true", 5, "'minutes' in agendas number 1, parts number 1"),
        ("minutes = 25", "", 3, "must be a whole number from 1 to 240"),
        ("minutes = 25", "minutes = 230", 1, "takes 245 minutes; at most 240 are for all parts"),
        ("minutes = 15", "minutes = 14", 1, "gives nav_adviser 14 minutes; at least 15 are needed"),
        ('title = "Gjennomgang"', 'title = "Utredning av smerte"', 4, "holds 'smert'"),
        ('title = "Gjennomgang"', 'title = ""', 4, "must be a text of at most 60 characters"),
        ('title = "Gjennomgang"', f'title = "{"a" * 61}"', 4, "must be a text of at most 60"),
        ('title = "Gjennomgang"', "", 3, "'title' in agendas number 1, parts number 1"),
        ('name = "Kort oppfølging"', "", 1, "'name' in agendas number 1"),
        ('title = "Gjennomgang"', 'title = "arbeid, utdanning og økonomi"', 10, "stands twice"),
        ('"patient", "gp", "clinician"]', '"doctor"]', 6, "must be a list of clinician, gp"),
        ('roles = ["patient", "gp", "clinician"]', "roles = []", 6, "must be a list of"),
        ('["Hva som har skjedd"]', '["", "b"]', 8, "'items_shm2' in agendas number 1, parts"),
        ('["Hva som har skjedd"]', f'["{"b" * 161}"]', 8, "of at most 160 characters each"),
        ('items = ["Navn og rolle", "Hva  pasienten ønsker"]', "items = 5", 7, "at most 12 texts"),
        ("minutes = 15", "minutes = 15\ncolour = 5", 12, "'colour' in agendas number 1, parts"),
        ('name = "Kort oppfølging"', 'name = "Kort"\nsize = 5', 3, "'size' in agendas number 1"),
        ('"Kort oppfølging"', '"Kort"\n[[agendas]]\nname = "Uten Nav"', 1, "needs from 1 to 8"),
        ("", '[[agendas]]\nname = "Kort oppfølging"\nparts = []\n', 3, "needs from 1 to 8 parts"),
        ("", '[[agendas]]\nname = "Uten Nav"\n' * 2, 3, "'without_nav' stands twice"),
        ("", "[agendas]\nparts = 3", 1, "'agendas' is not a list of tables"),
    ],
)
def test_a_fault_has_its_line(tmp_path: Path, old: str, new: str, line: int, told: str) -> None:
    """Each of these alone is one fault: the line, where it is, and the way out."""
    text = OWN.replace(old, new, 1) if old else new
    found = [fault for fault in faults(tmp_path, GOOD + text) if told in fault]
    assert found
    assert found[0].startswith(f"line {FIRST + line - 1}: ")


def test_an_agenda_without_those_who_must_be_there(tmp_path: Path) -> None:
    """R11, R12: patient, GP and clinician each have a part, or it is said who has none."""
    text = OWN.replace('"patient", "gp", "clinician"', '"relative"')
    told = [fault.partition(": ")[2] for fault in faults(tmp_path, GOOD + text)]
    assert told == [
        f"agendas number 1 has no part for {role}; add one"
        for role in ("patient", "gp", "clinician")
    ]


def test_parts_that_tear_somebody(tmp_path: Path) -> None:
    """R21: whoever would leave and come back is named, with the order that mends it."""
    third = '[[agendas.parts]]\ntitle = "Slutt"\nminutes = 10\nroles = ["patient", "clinician"]\n'
    text = OWN.replace('"patient", "gp", "clinician", "nav', '"gp", "nav')
    (fault,) = faults(tmp_path, GOOD + text + third)
    assert fault.startswith(f"line {FIRST}: clinician, interpreter, patient must leave and come")
    assert fault.endswith("in agendas number 1; put the parts in the order 2, 1, 3")


def test_all_faults_stand_together(tmp_path: Path) -> None:
    """Those of agendas and of ladders in one list, each with its own line, in any way to write."""
    text = OWN.replace("minutes = 25", "minutes = 600").replace("minutes = 15", "minutes = 0")
    ladders = f"[ladders]\ngp = [\n  5,\n  8,\n]\nthird_party = []\nnote = {list(range(10_000))}\n"
    told = faults(tmp_path, GOOD + text + ladders)
    after = FIRST + OWN.count("\n")
    lines = [FIRST + 4, FIRST + 10, after + 1, after + 5, after + 6]
    assert [fault.split(":")[0] for fault in told] == [f"line {line}" for line in lines]


def test_a_ladder_of_thousands_of_steps_is_refused(tmp_path: Path) -> None:
    """Steps without end, one a line, are refused as any other ladder, with the line of its name."""
    steps = "".join(f"  {day},\n" for day in range(10_000))
    told = faults(tmp_path, f"{GOOD}[ladders]\nother = 5\ngp = [\n{steps}]\nlate = 5\n")
    first = GOOD.count("\n") + 2
    assert [fault.split(":")[0] for fault in told] == [
        f"line {line}" for line in (first, first + 1, first + 1 + 10_002)
    ]


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_a_fault_after_a_long_text_has_its_line(tmp_path: Path, quotes: str) -> None:
    """A text on thousands of lines has the line on which it begins, and so has what follows."""
    note = f"note = {quotes}\n" + "Hei\n" * 10_000 + quotes
    told = faults(tmp_path, f"{GOOD}[ladders]\n{note}\nlate = 5\n")
    first = GOOD.count("\n") + 2
    assert [fault.split(":")[0] for fault in told] == [f"line {first}", f"line {first + 10_002}"]
