"""The GP's office in conversation: chased, written to, settled, handed over (D2, D3, F11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs.cards.elements import LIMIT, size
from dialogs.cards.tasks import tasks
from dialogs.cards.texts import texts
from dialogs.turn import Kind
from dialogs.wording.nb import ask_answer, ask_office
from dialogs.wording.nb.guide_lines import LINES
from pathway.commands import HandOver, RemindNow, SettleOffice, Snooze, TickSent
from pathway.outgoing import Content, SendingKind
from pathway.variants import Toward
from pathway.views import TaskLine
from pathway.words import Attendance, CaseRef, Channel, MeetingKind, PromiseId, PromiseKind, Role
from tests.dialogs.wording import example_values as values
from tests.dialogs.world import (
    CLINIC,
    World,
    actions_of,
    by_secure_message,
    oslo,
    with_invited_gp,
    with_patient,
)


def said(world: World, *lines: str) -> str:
    """What is answered to the last of these."""
    return [world.say(line) for line in lines][-1].replies[0].text


def asked(day: str = "2026-11-09") -> World:
    """The daemon has passed on that morning, and nobody has answered the e-melding."""
    world = by_secure_message()
    world.now = oslo(f"{day} 08.00")
    world.tick()
    return world


# --- dagens e-meldinger -------------------------------------------------------------------------


def a_text(number: int, length: int, way: Channel = Channel.SECURE_MESSAGE) -> TaskLine:
    """A text of so many characters that waits to be sent."""
    return values.task(
        PromiseKind.SECURE_MESSAGE,
        Role.GP if way is Channel.SECURE_MESSAGE else Role.PATIENT,
        ref=CaseRef(f"R{number}"),
        promise_id=PromiseId(f"00000000-0000-0000-0000-{number:012}"),
        content=Content(subject="Møte", text="Å" * length),
        channel=way,
        sends=SendingKind.INVITATION,
    )


@pytest.mark.parametrize(
    ("number", "length"), [(1, 100), (5, 700), (40, 700), (7, 5900), (3, 1500)]
)
def test_every_text_is_whole_and_every_card_small_enough(number: int, length: int) -> None:
    """However many and long they are, each text stands whole on some page, within 28 KB."""
    lines = [a_text(n, length) for n in range(number)]
    seen, page = 0, 1
    while seen < number:
        shown = texts(lines, page, "dagens e-meldinger")
        assert shown.card is not None
        assert size(shown.card) < LIMIT
        seen += str(shown.card).count("Å" * length)
        page += 1
    assert seen == number


def test_e_meldinger_come_before_letters() -> None:
    """Secure messages first, then what goes by post."""
    lines = [a_text(1, 10, Channel.LETTER), a_text(2, 10), a_text(3, 10, Channel.LETTER)]
    shown = texts(lines, 1, "dagens e-meldinger").text
    assert shown.startswith("Du har én e-melding og 2 andre tekster å sende.")
    assert shown.index("R2:") < shown.index("R1:") < shown.index("R3:")


def test_nothing_to_send_is_said_kindly() -> None:
    """An empty list is good news."""
    assert said(World(), "dagens e-meldinger") == ask_office.NO_TEXTS


def test_one_press_ticks_off_what_was_shown() -> None:
    """The text was read on the list, so no second question is asked."""
    world = with_patient(gp="Mari Mønster")
    said(world, "kall inn K7M2 tirsdag 24.11.2026 kl. 10.00", "ferdig", "lege", "ja")
    world.say("e-meldinger")
    world.press(world.action("Jeg har sendt den"))
    assert isinstance(world.commands[-1], TickSent)
    assert said(world, "e-meldinger") == ask_office.NO_TEXTS


@pytest.mark.parametrize(
    "typed",
    [
        "sendt K7M2 ja",
        "sendt K7M2 fastlegen",
        "sendt K7M2 Bakkely legekontor",
        "sendt K7M2 innkallingen til Bakkely legekontor",
    ],
)
def test_whoever_names_the_recipient_is_not_asked_again(typed: str) -> None:
    """What is said so exactly is done."""
    world = with_patient(gp="Mari Mønster")
    said(world, "kall inn K7M2 tirsdag 24.11.2026 kl. 10.00", "ferdig", "lege", "ja")
    assert said(world, typed).startswith("Takk!")


def test_a_misspelt_tick_is_asked_about() -> None:
    """A command that was only guessed does nothing without a yes."""
    world = with_patient(gp="Mari Mønster")
    said(world, "kall inn K7M2 tirsdag 24.11.2026 kl. 10.00", "ferdig", "lege", "ja")
    assert "Er dette gjort?" in said(world, "sendtt K7M2 ja")


def test_texts_that_are_left_are_counted() -> None:
    """After a tick one sees whether there is more to send."""
    world = asked()
    said(world, "purr K7M2", "ny pasient Annen Pasient, 07.09.2026, Mari Mønster")
    said(world, "kall inn P4R3 25.11.2026 kl. 10.00", "ferdig", "lege", "ja")
    turn = world.say("sendt P4R3 ja")
    assert turn.replies[0].text == "Takk! Det er krysset av i sak P4R3. Én tekst venter fortsatt."
    assert actions_of(turn.replies[0].card)[0]["title"] == "Dagens e-meldinger"


# --- chased by hand -----------------------------------------------------------------------------


def test_nei_purr_is_one_press() -> None:
    """F11: the text comes at once, with the button that ticks it off."""
    world = asked()
    world.say("oppgaver")
    turn = world.press(world.action("Nei, purr"))
    assert isinstance(world.commands[-1], RemindNow)
    titles = [action["title"] for action in actions_of(turn.replies[0].card)]
    assert titles == ["Jeg har sendt den", "Dagens e-meldinger"]


def test_a_reminder_by_mail_is_confirmed_first() -> None:
    """What the program sends of itself is shown before it leaves."""
    world = with_invited_gp()
    assert "Skal jeg sende påminnelsen nå?" in said(world, "purr K7M2")
    assert said(world, "ja") == "Påminnelsen til fastlegen i sak K7M2 blir sendt nå."


def test_which_of_several_is_asked() -> None:
    """Nobody to chase is said; whoever is named is taken."""
    world = with_patient()
    assert said(world, "purr K7M2").startswith("Det er ingen å purre på i sak K7M2 nå.")
    world = asked()
    said(world, "purr K7M2 fastlegen")
    assert isinstance(world.commands[-1], RemindNow)


# --- what is decided ----------------------------------------------------------------------------


def test_nothing_to_decide() -> None:
    """*Bestem* says so, and asks which case where none is meant."""
    world = with_invited_gp()
    assert said(world, "bestem K7M2").startswith("Det er ingenting å bestemme i sak K7M2 nå.")
    assert said(World(), "bestem").startswith("Hvilken sak gjelder det?")
    assert "Jeg finner ingen sak" in said(world, "bestem pasienten Ukjent Person")


@pytest.mark.parametrize("typed", [typed for typed, _ in ask_office.DOCTORS_WAYS])
def test_every_way_begins(typed: str) -> None:
    """D2: each button of the question begins a conversation."""
    world = with_invited_gp()
    said(world, "svar K7M2 nei på telefon", "ferdig", "ja")
    turn = world.say(f"{typed} K7M2")
    assert turn.state.running is not None
    assert turn.expects.kind is not Kind.NONE


def test_the_same_doctor_at_another_time() -> None:
    """F5: only what was said changes; the rest stays."""
    world = with_invited_gp()
    said(world, "svar fra legekontoret K7M2", "nei", "26.11.2026 kl. 12.00", "nei", "brev")
    said(world, "hopp over", "ja")
    command = world.commands[-1]
    assert isinstance(command, SettleOffice)
    assert (command.doctor, command.agreed, command.channel) == (None, False, Channel.LETTER)


def test_a_known_doctor_has_an_address() -> None:
    """What the clinic knows is not asked for."""
    world = with_invited_gp()
    turn = [
        world.say(line) for line in ("svar fra legekontoret K7M2", "Kari Testlege", "har overtatt")
    ][-1]
    assert turn.expects.question == "start"


def test_where_nobody_is_mailed_no_address_is_asked_for() -> None:
    """R20: an e-mail address is of no use where a GP may not be mailed."""
    world = with_invited_gp()
    world.clinic = replace(CLINIC, mail_to=frozenset())
    turn = [world.say(t) for t in ("svar fra legekontoret K7M2", "Ola Ny, Fjellkontoret", "1")][-1]
    assert turn.expects.question == "start"


def test_an_address_must_be_one() -> None:
    """A wrong answer says what is expected."""
    world = with_invited_gp()
    lines = ("svar fra legekontoret K7M2", "Ola Ny, Fjellkontoret", "1", "ikke en adresse")
    assert "post@legekontor.example" in said(world, *lines)


def test_nothing_new_is_a_plain_answer() -> None:
    """Neither doctor nor time is another: the way out is *svar*."""
    world = with_invited_gp()
    lines = ("svar fra legekontoret K7M2", "nei", "hopp over", "ja", "telefon", "hopp over")
    assert "«svar»" in said(world, *lines)


def test_nobody_is_asked_yet() -> None:
    """Without an invited doctor there is nothing to settle."""
    assert "kall inn K7M2" in said(with_patient(), "svar fra legekontoret K7M2")
    world = with_patient(gp="ingen")
    assert "satt opp" in said(world, "fastlegen deltar K7M2")


def test_in_the_clinic_in_one_part() -> None:
    """R15, R21: which parts, and how, as one sentence."""
    world = with_invited_gp()
    said(world, "fastlegen deltar K7M2 i del 3", "på klinikken", "ja", "e-melding", "ja")
    command = world.commands[-1]
    assert isinstance(command, SettleOffice)
    assert (command.parts, command.attends) == ((3,), Attendance.CLINIC)
    assert command.channel is Channel.SECURE_MESSAGE


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("hele møtet", (1, 2, 3)),
        ("del 2", (2,)),
        ("2", (2,)),
        ("1 og 2", (1, 2)),
        ("1-2", (1, 2)),
        ("2, 1", (1, 2)),
        ("Plan og avslutning", (3,)),
    ],
)
def test_parts_are_named_in_many_ways(typed: str, parts: tuple[int, ...]) -> None:
    """A number is the part itself, never the place on the list."""
    world = with_invited_gp()
    turn = [world.say(t) for t in ("fastlegen deltar K7M2", typed)][-1]
    assert turn.state.running is not None
    assert turn.state.running.answers["parts"] == ",".join(str(part) for part in parts)


@pytest.mark.parametrize("typed", ["4", "0", "del 9", "kanskje", "1 og 7"])
def test_parts_that_are_none(typed: str) -> None:
    """What is no part is asked about again, with an example."""
    world = with_invited_gp()
    assert "«hele møtet»" in said(world, "fastlegen deltar K7M2", typed)


# --- handed over, put off -------------------------------------------------------------------------


def test_buttons_name_their_own_task() -> None:
    """With several tasks in a case, *utsett* and *gi videre* do not ask which."""
    world = asked()
    world.say("purr K7M2")
    world.now = oslo("2026-11-12 08.00")
    world.tick()
    world.say("purr K7M2")
    world.now = oslo("2026-11-13 08.00")
    world.tick()
    world.say("oppgaver")
    world.press(world.action("Gi videre"))
    world.say("Kåre")
    assert isinstance(world.commands[-1], HandOver)
    world.say("oppgaver")
    world.press(world.action("Utsett"))
    world.say("mandag")
    assert isinstance(world.commands[-1], Snooze)


def test_nobody_else_needs_a_task_that_is_nobodys() -> None:
    """Without tasks there is nothing to hand over; what one has oneself is said."""
    assert said(with_patient(), "gi videre K7M2 til Kåre").startswith("Det er ingen slike")
    assert "har allerede denne oppgaven" in said(asked(), "gi videre K7M2 til Siri")


def test_a_coordinator_takes_over() -> None:
    """Who has no task of their own in the case may take another's."""
    world = asked()
    world.say("gi videre K7M2 til Kåre", "koordinator")
    assert isinstance(world.commands[-1], HandOver)


@pytest.mark.parametrize("number", [1, 3, 9, 30])
def test_decisions_fit_on_cards(number: int) -> None:
    """Eight buttons a task are many: a page holds as many tasks as a card can take."""
    lines = [
        values.task(
            PromiseKind.TIME_QUESTION,
            Role.GP,
            ref=CaseRef(f"R{n}"),
            promise_id=PromiseId(f"00000000-0000-0000-0000-{n:012}"),
            toward=Toward.COORDINATOR,
        )
        for n in range(number)
    ]
    seen, page = 0, 1
    while seen < number:
        shown = tasks(lines, page, "oppgaver")
        assert shown.card is not None
        assert size(shown.card) < LIMIT
        seen += str(shown.card).count("Nytt tidspunkt") // 2  # the fallback says it again
        page += 1
    assert seen == number


def test_a_late_day_is_said() -> None:
    """A day to decide that is after the deadline is allowed, and warned about."""
    world = with_invited_gp()
    assert "Obs: Møtet må holdes senest" in said(world, "utsett møtet K7M2 1.2.2027")


def test_postponed_again_without_a_meeting() -> None:
    """The day to decide may be moved once the meeting is off."""
    world = with_invited_gp()
    said(world, "utsett møtet K7M2 1.12.2026", "ja")
    assert "ikke satt opp" in said(world, "utsett møtet K7M2 8.12.2026")


def test_what_is_put_off_is_decided_and_not_ticked_off() -> None:
    """F15: *sendt* on the day to decide settles nothing, and the ways on are still there."""
    world = with_invited_gp()
    said(world, "svar K7M2 nei på telefon", "ferdig", "ja", "utsett møtet K7M2 1.12.2026", "ja")
    world.now = oslo("2026-12-01 08.00")
    world.tick()
    assert said(world, "sendt K7M2") == ask_answer.no_tasks(CaseRef("K7M2"))
    said(world, "ja")
    assert "Bestem hva dere gjør nå" in said(world, "oppgaver")


def test_help_names_every_new_command() -> None:
    """What can be typed stands in *hjelp*."""
    shown = " ".join(typed for typed, _ in LINES)
    for words in ("dagens e-meldinger", "purr", "bestem", "gi videre", "utsett møtet"):
        assert words in shown


def test_words_for_what_is_missing() -> None:
    """Sentences stand without a day or a start."""
    facts = ask_office.postpone_facts(MeetingKind.SHM1, None, date(2026, 12, 1), None)
    assert facts[0][1] == "ikke satt opp"
