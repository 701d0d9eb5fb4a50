"""What staff read: notices, tasks, the board, the digest and refusals (D3, D4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from dialogs.messages import reply_of
from dialogs.texts import NorwegianTexts
from dialogs.wording.nb import ask_undo, digest, jobs, planning, promises, tasks
from dialogs.wording.nb.ask_words import COMMANDS
from dialogs.wording.nb.notices import catalogue as notices
from dialogs.wording.nb.refusals import catalogue as refusals
from pathway import errors
from pathway.chats import Mark
from pathway.commands import RemoveCase, StepMeeting, StopPathway, Undo
from pathway.outgoing import Content, SendingKind
from pathway.ports import DigestLine, Notice, Texts
from pathway.service.cases.undoing import QUIET, UNDOABLE
from pathway.service.decisions import DECISIONS
from pathway.variants import Toward
from pathway.views import Clash, TakenBy, Waiting, Warn
from pathway.words import THIRD_PARTIES, CaseRef, PromiseId, PromiseKind, Role
from tests.dialogs.wording import example_values as values
from tests.dialogs.wording.example_errors import ERRORS
from tests.dialogs.wording.example_notices import EXAMPLES
from tests.dialogs.world import actions_of

_WORDS = "|".join(re.escape(phrase) for phrases in COMMANDS.values() for phrase in phrases)
COMMAND = re.compile(
    rf"(?:(?:{_WORDS}|kall inn pasienten|annen lege [A-Z]\w+ Vikar for godt"
    r"|milepæl utredning (?:ikke )?startet|milepæl SHM[12] (?:ikke )?holdt)"
    r" K7M2(?: p2)?(?: r:2| p7 ja)?"
    r"|oppgaver|fravær|e-post uten sak|overfør sakene fra \w+)"
)
OF_NO_CASE = {
    *("strays", "mailbox_down", "calendar_down", "rooms_down", "holds_down", "subscription_down"),
    *("deputy", "deputy_off", "gone_staff", "colleague_without_chat"),
}
CLASSES = [
    cls for cls in errors.RuleError.__subclasses__() if cls.__module__.startswith("pathway.errors.")
]


def test_every_notice_has_an_example() -> None:
    """Every notice of the registry is among the samples that people read."""
    assert {notice.name for _, notice in EXAMPLES} == set(notices.NOTICES)


@pytest.mark.parametrize("notice", [n for _, n in EXAMPLES], ids=[title for title, _ in EXAMPLES])
def test_a_notice_is_short_and_can_be_acted_on(notice: Notice) -> None:
    """A notice names its case, has no hole, and offers only commands that the chat knows."""
    content = notices.notice(notice)
    named = notice.name not in OF_NO_CASE
    assert content.subject.startswith("Sak K7M2: ") is named
    assert ("K7M2" in content.text) is named
    assert "{" not in content.text
    assert content.text.endswith((".", "?"))
    assert content.actions
    assert all(COMMAND.fullmatch(command) and title for command, title in content.actions)


@pytest.mark.parametrize("name", sorted(set(notices.NOTICES) - {"task"}))
def test_a_notice_does_without_values(name: str) -> None:
    """A notice whose values are missing is still a sentence, never an error."""
    assert notices.notice(Notice(name=name, ref=values.REF)).text


@pytest.mark.parametrize("name", ["undelivered", "given_up", "task", "answer_kept"])
def test_the_patient_is_never_named(name: str) -> None:
    """A patient's name given as a value is not shown, since a banner may show the text."""
    said = {"role": "patient", "who": "Ola Hemmelig", "person": "Ola Hemmelig", "kind": "reminder"}
    content = notices.notice(Notice(name=name, ref=values.REF, values=said))
    assert "Hemmelig" not in content.subject + content.text
    assert "pasienten" in content.text


@pytest.mark.parametrize("kind", SendingKind, ids=str)
def test_what_did_not_arrive_is_named(kind: SendingKind) -> None:
    """Whatever kind of message did not arrive, the notice says so."""
    lost = Notice(name="undelivered", ref=values.REF, values={"kind": kind, "who": "gp"})
    assert " til fastlegen i sak K7M2 kom ikke fram." in notices.notice(lost).text


@pytest.mark.parametrize("kind", PromiseKind, ids=str)
@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_a_task_never_names_the_patient(kind: PromiseKind, role: Role | None) -> None:
    """A task names offices, colleagues and relatives, never the patient; its commands are known."""
    line = values.task(kind, role)
    if line.person:
        line = replace(line, person=replace(line.person, name="Hemmelig", office=""))
    named = role in {Role.GP, Role.REFERRER, Role.CLINICIAN, Role.RELATIVE, *THIRD_PARTIES}
    assert named or "Hemmelig" not in tasks.task_line(line)
    for what in (jobs.job_of(line), replace(jobs.job_of(line), telling=True, lacking=(2,))):
        assert all(COMMAND.fullmatch(command) for command, _ in tasks.actions(what))


@pytest.mark.parametrize(
    ("role", "toward", "said"),
    [
        (Role.GP, Toward.OWNER, "Har Solsiden legesenter svart i journalsystemet?"),
        (Role.GP, Toward.SECRETARY, "Ring Solsiden legesenter."),
        (Role.GP, Toward.COORDINATOR, "Bestem hva dere gjør uten svar fra fastlegen."),
        (Role.NAV_ADVISER, Toward.OWNER, "Send en påminnelse til Nav-veilederen."),
        (Role.NAV_ADVISER, Toward.SECRETARY, "Ring Nav-veilederen."),
        (
            Role.NAV_ADVISER,
            Toward.COORDINATOR,
            "Bestem hva dere gjør uten svar fra Nav-veilederen.",
        ),
        (Role.CLINICIAN, Toward.OWNER, "Send en påminnelse til Per Li."),
        (Role.CLINICIAN, Toward.LEADER, "Snakk med Per Li om møtet 24. november."),
        (None, Toward.SECRETARY, "Ring deltakeren."),
    ],
    ids=str,
)
def test_each_step_of_a_ladder_has_its_own_task(
    role: Role | None, toward: Toward, said: str
) -> None:
    """A missing answer is asked about, rung for and decided on, step by step (D3, F11)."""
    assert said in tasks.task(values.task(PromiseKind.ANSWER, role, toward=toward))


def test_a_leader_reads_who_was_reminded_and_with_whom_to_talk() -> None:
    """D3: each by name with their days, who does it now last; or that it is put off."""
    line = values.task(PromiseKind.ACTION_PLAN_FINISH, None, toward=Toward.LEADER)
    days = (("Lea Li", 4), ("Pål Å", 9), ("Lea Li", 5))
    told = tuple((name, date(2026, 12, on)) for name, on in days)
    said = tasks.task(replace(line, has="Pål Å", told=told))
    reminded = (
        "Lea Li fikk påminnelse 4. desember og 5. desember. Pål Å fikk påminnelse 9. desember."
    )
    assert said.endswith(f"{reminded} Snakk med Pål Å.")
    said = tasks.task(replace(line, has="Pål Å"))
    assert said.endswith("Pål Å har ikke fått påminnelse før nå. Snakk med Pål Å.")
    said = tasks.task(replace(line, has="Pål Å", put_off=date(2027, 1, 4)))
    assert said.endswith("november. Oppgaven er utsatt til 4. januar. Snakk med Pål Å.")
    assert "påminnelse" not in tasks.task(line)


def test_a_task_says_who_was_asked_and_when() -> None:
    """A line holds the reference, what to do, and what has been done."""
    asked, reminded = date(2026, 11, 2), date(2026, 11, 9)
    line = values.task(
        PromiseKind.ANSWER, Role.GP, toward=Toward.SECRETARY, asked=asked, reminded=reminded
    )
    assert tasks.task_line(line) == (
        "K7M2: Ring Solsiden legesenter. Fastlegen ble spurt 2. november "
        "og fikk en påminnelse 9. november."
    )
    only = replace(line, reminded=None, due=date(2027, 1, 4))
    assert tasks.task(only).endswith("Fastlegen ble spurt 2. november 2026.")


def _waiting(kind: PromiseKind, owner: Role, about: Role | None, *, late: bool) -> Waiting:
    return Waiting(
        kind=kind,
        promise_id=PromiseId("l1"),
        owner_role=owner,
        owner="x",
        about_role=about,
        since=date(2026, 11, 2),
        due=date(2026, 11, 16),
        overdue=late,
    )


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        (
            _waiting(PromiseKind.ANSWER, Role.GP, None, late=False),
            "svar fra fastlegen (siden 2. november, avgjøres 16. november)",
        ),
        (
            _waiting(PromiseKind.SECURE_MESSAGE, Role.SECRETARY, Role.PATIENT, late=True),
            "brev til pasienten (siden 2. november, fristen var 16. november)",
        ),
        (
            _waiting(PromiseKind.LINK, Role.SECRETARY, None, late=False),
            "lenke til møtet (siden 2. november, frist 16. november)",
        ),
        (
            _waiting(PromiseKind.MILESTONE, Role.SECRETARY, None, late=False),
            "neste milepæl (frist 16. november)",
        ),
    ],
    ids=["answer", "letter", "link", "milestone"],
)
def test_the_board_says_what_is_waited_for(waiting: Waiting, said: str) -> None:
    """An open promise says whose turn it is, since when, and by when."""
    assert promises.waiting(waiting) == said


@pytest.mark.parametrize("number", [0, 1, 2, 3, 8, 9, 10, 30, 500])
def test_the_digest_counts_and_pages(number: int) -> None:
    """However much there is to do, the digest counts all of it and shows at most nine lines."""
    way = (("sak", "Vis saken"),)
    lines = [DigestLine(ref=CaseRef(f"A{n}"), text="Gjør noe", actions=way) for n in range(number)]
    content = digest.digest(lines, values.CLINIC)
    texts = "\n".join(text for text, _ in content.lines)
    shown = texts.count("Gjør noe.")
    more = re.search(r"… og (\d+) til\.", texts)
    assert shown <= digest.LONGEST + 1
    assert shown + (int(more[1]) if more else 0) == number
    assert bool(content.actions) == bool(number)


def posted(number: int) -> Content:
    """A digest of so many tasks, as it was posted."""
    lines = [
        DigestLine(
            ref=CaseRef(f"A{n}"),
            text="Gjør noe",
            promise_id=f"p{n}",
            actions=((f"sendt A{n}", "Jeg har sendt den"),),
        )
        for n in range(number)
    ]
    content = digest.digest(lines, values.CLINIC)
    return replace(content, held=tuple(line.promise_id for line in lines))


def test_a_button_in_the_digest_names_its_own_task() -> None:
    """A case may have several texts to send: a press means its line's, and one types the short."""
    content = posted(2)
    assert [ways for _, ways in content.lines] == [
        (("sendt A0 p0", "Jeg har sendt den"),),
        (("sendt A1 p1", "Jeg har sendt den"),),
    ]
    reply = reply_of(content)
    assert "→ «sendt A1»" in reply.text
    assert "p1" not in reply.text


@pytest.mark.parametrize("kind", [PromiseKind.SECURE_MESSAGE, PromiseKind.ANSWER])
def test_a_task_that_others_are_like_is_named_in_the_digest(kind: PromiseKind) -> None:
    """What is ticked off and what is chased by hand carry their promise; the rest needs none."""
    values_ = {"kind": kind.value, "role": "gp", "toward": "secretary", "sends": "invitation"}
    told = NorwegianTexts().notice(Notice(name="task", ref=values.REF, values=values_))
    line = DigestLine(ref=values.REF, text=told.text, promise_id="p1", actions=told.actions)
    ((_, ways),) = digest.digest([line], values.CLINIC).lines
    alike = {"sendt K7M2 p1", "purr K7M2 p1"}
    assert alike & {typed for typed, _ in ways}
    assert all(typed in alike or not typed.endswith("p1") for typed, _ in ways)


CLINICIANS = {
    PromiseKind.WISHES: ["Registrer ønsker"],
    PromiseKind.CONSENT: ["Registrer samtykke"],
    PromiseKind.SHM2_DETAILS: ["Kall inn til SHM2"],
    PromiseKind.EXTRA_MEETING: ["Registrer dagen", "Trengs ikke"],
    PromiseKind.ASSESSMENT_START: ["Ja, registrer", "Nei, ikke startet"],
    PromiseKind.NOTE_WRITE: ["Skrevet og sendt", "Skrevet, ikke sendt"],
}
"""What a clinician may owe, and what settles each."""

BESIDES = ["Utsett", "Ikke min", "Vis saken"]


def owed_by(reader: Role, kind: PromiseKind, number: int = 1) -> list[list[str]]:
    """The buttons of each line of a digest that holds so many tasks of this kind."""
    values_ = {"kind": kind.value, "reader": reader.value}
    told = NorwegianTexts().notice(Notice(name="task", ref=values.REF, values=values_))
    row = DigestLine(ref=values.REF, text=told.text, promise_id="p1", actions=told.actions)
    content = digest.digest([row] * number, values.CLINIC)
    return [[title for _, title in ways] for _, ways in content.lines]


@pytest.mark.parametrize("kind", CLINICIANS)
def test_a_clinician_may_put_off_and_hand_over_whatever_they_owe(kind: PromiseKind) -> None:
    """Beside what settles it, up to three lines have the same buttons as the plan and the note."""
    assert owed_by(Role.CLINICIAN, kind) == [[*CLINICIANS[kind], *BESIDES]]
    assert owed_by(Role.CLINICIAN, kind, 3) == [[*CLINICIANS[kind], *BESIDES]] * 3


@pytest.mark.parametrize("kind", CLINICIANS)
def test_what_was_handed_over_may_be_passed_on_again(kind: PromiseKind) -> None:
    """The message alone has the buttons that its line in a digest has."""
    values_ = {"kind": kind.value, "by": "Lea Liksom"}
    told = NorwegianTexts().notice(Notice(name="handed_over", ref=values.REF, values=values_))
    assert [title for _, title in told.actions] == [*CLINICIANS[kind], *BESIDES]


def test_many_lines_have_only_what_settles_them() -> None:
    """From four lines on only the plan and the note keep all their buttons, as before."""
    wishes, note = PromiseKind.WISHES, PromiseKind.NOTE_WRITE
    assert owed_by(Role.CLINICIAN, wishes, 4) == [CLINICIANS[wishes]] * 4
    assert owed_by(Role.CLINICIAN, note, 4) == [[*CLINICIANS[note], *BESIDES]] * 4


def test_the_office_has_only_what_settles_it() -> None:
    """A secretary's line is short: the rest is behind *oppgaver*."""
    assert owed_by(Role.SECRETARY, PromiseKind.WISHES) == [["Registrer ønsker"]]


def test_what_a_clinician_hands_over_is_that_very_task() -> None:
    """A case may wait for several things: to put off and to pass on name the line's own."""
    values_ = {"kind": PromiseKind.WISHES.value, "reader": Role.CLINICIAN.value}
    told = NorwegianTexts().notice(Notice(name="task", ref=values.REF, values=values_))
    line = DigestLine(ref=values.REF, text=told.text, promise_id="p1", actions=told.actions)
    ((_, ways),) = digest.digest([line], values.CLINIC).lines
    assert [typed for typed, _ in ways] == [
        *("ønsker K7M2", "utsett K7M2 p1", "gi videre K7M2 p1", "sak K7M2"),
    ]


def test_a_digest_ticks_off_what_is_done() -> None:
    """The line says so and loses its button; the first that is left has the primary one."""
    marks = (Mark.DONE, Mark.OPEN, Mark.LATER, Mark.ELSEWHERE, Mark.MOOT)
    content = digest.put_right(posted(5), marks)
    assert content.text == "Du har én ting igjen."
    assert [said for said, _ in content.lines] == [
        "Gjort: A0: Gjør noe.",
        "A1: Gjør noe.",
        "Utsatt: A2: Gjør noe.",
        "Gitt videre: A3: Gjør noe.",
        "Ikke lenger aktuelt: A4: Gjør noe.",
    ]
    first, *_ = actions_of(reply_of(content).card)
    assert (first["title"], first["style"]) == ("Jeg har sendt den", "positive")


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ((Mark.DONE, Mark.DONE), "Alt på denne listen er gjort."),
        ((Mark.DONE, Mark.LATER), "Ingenting på denne listen venter lenger."),
    ],
)
def test_a_digest_that_is_all_settled_says_so_in_a_line(marks: Sequence[Mark], said: str) -> None:
    """Nothing to press is left, and the title says the same."""
    content = digest.put_right(posted(2), marks)
    assert (content.text, content.lines, content.actions) == (said, (), ())
    assert actions_of(reply_of(content).card) == []


def test_what_is_only_counted_is_counted_again() -> None:
    """Of what stands behind *oppgaver* only what is left is counted, and none is not said."""
    content = posted(12)
    marks = [Mark.OPEN] * 9 + [Mark.DONE] * 3
    assert digest.put_right(content, marks).lines[-1] == ("… og én til.", ())
    marks = [Mark.OPEN] * 8 + [Mark.DONE] * 4
    assert len(digest.put_right(content, marks).lines) == 8
    assert digest.put_right(content, [Mark.OPEN] * 12) is content


@pytest.mark.parametrize(
    ("mark", "said"), [(Mark.DONE, "Dette er avklart."), (Mark.LATER, "Utsatt.")]
)
def test_a_message_about_one_thing_says_what_became_of_it(mark: Mark, said: str) -> None:
    """Its text stays, with a line below, and nothing is left to press."""
    told = Content(subject="Sak K7M2", text="Hva har dere bestemt?", actions=(("sak", "Sak"),))
    content = digest.put_right(told, (mark,))
    assert (content.text, content.actions) == (f"Hva har dere bestemt?\n{said}", ())


def test_the_digest_begins_with_the_most_urgent() -> None:
    """The first line is the most important, and each line has its own buttons."""
    call = (("svar K7M2", "Registrer svar"), ("purr K7M2", "Purr"))
    lines = [
        DigestLine(ref=values.REF, text="K7M2: Ring legekontoret", actions=call),
        DigestLine(ref=CaseRef("P4X9"), text="Legg inn lenken", actions=(("lenke P4X9", "Lenke"),)),
    ]
    content = digest.digest([*lines, *lines[1:]], values.CLINIC)
    assert content.text == "Du har 3 ting i dag."
    assert content.lines[0] == ("Viktigst er sak K7M2: Ring legekontoret.", call)
    reply = reply_of(content)
    assert "→ «purr K7M2»" in reply.text
    assert [a["title"] for a in actions_of(reply.card)] == [
        "Registrer svar",
        "Purr",
        "Lenke",
        "Lenke",
        "Vis oppgavene",
    ]


def test_whatever_is_never_undone_has_words_of_its_own() -> None:
    """Each command can be undone, is no news, ends the case, or is named with the way on."""
    known = {kind.__name__ for kind in (*UNDOABLE, *QUIET, Undo, StopPathway, RemoveCase)}
    while_it_runs = {StepMeeting.__name__}
    assert {kind.__name__ for kind in DECISIONS} - known == set(ask_undo.NEVER) - while_it_runs


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_refusal_has_its_own_words(cls: type[errors.RuleError]) -> None:
    """Each error class is found in `pathway.errors`, and has a wording and an example."""
    assert getattr(errors, cls.__name__) is cls
    assert cls in refusals.refusal.registry
    assert any(type(error) is cls for error in ERRORS)


def test_a_refusal_is_a_sentence_or_two() -> None:
    """A refusal is short and whole, however long or strange what was typed."""
    for error in ERRORS:
        said = refusals.refusal(error)
        assert said.endswith((".", "?"))
        assert len(said) < 180
        assert "{" not in said
        assert "\n" not in said


def test_unknown_milestones_are_said_as_they_stand() -> None:
    """A milestone that the wording does not know is shown as it was given."""
    assert "«hopp»" in refusals.refusal(errors.MilestoneOrderError("hopp", "shm1_held", None))


def test_a_name_typed_outside_is_kept_short() -> None:
    """A name that a stranger typed on the answer page cannot fill a notice."""
    said = {"role": "substitute", "substitute": "for_good", "name": "x\n{" * 200}
    long = notices.notice(Notice(name="gp_said_yes", ref=values.REF, values=said))
    assert len(long.text) < 220
    assert not any(sign in f"{long.text}{long.actions}" for sign in ("{", "\\n"))


def test_warnings_and_clashes_are_sentences() -> None:
    """Every warning is a sentence, and a clash says who, when and in which case."""
    assert all(planning.warning(warn, None).endswith(".") for warn in Warn)
    window = values.window()
    taken = Clash(
        what=TakenBy.LEADER, who="Per Li", ref=values.REF, start=window.start, end=window.end
    )
    assert planning.clash(taken, values.ZONE) == (
        "Per Li er opptatt tirsdag 24. november kl. 10.00–11.00 i sak K7M2."
    )
    assert "Videorommet" in planning.clash(replace(taken, what=TakenBy.LINK), values.ZONE)


def test_the_port_is_kept() -> None:
    """The class that the assembly joins answers every question of the port."""
    texts: Texts = NorwegianTexts()
    line = values.task(PromiseKind.LINK, None)
    letter = values.letter(SendingKind.INVITATION, Role.GP)
    assert texts.letter(letter).subject == "Møte (ref. K7M2)"
    assert texts.notice(EXAMPLES[0][1]).actions
    assert texts.digest([], values.CLINIC).text == "Du har ingenting som haster i dag."
    assert NorwegianTexts().entry(letter).subject == "Møte (ref. K7M2)"
    assert texts.attendee_name(Role.PATIENT, "Ola Hemmelig") == "Pasient"
    assert not NorwegianTexts().location(letter)
    assert NorwegianTexts().task(line) == "Legg inn lenken til møtet 24. november."
    assert NorwegianTexts().refusal(errors.RuleError()).startswith("Det kan ikke gjøres.")
