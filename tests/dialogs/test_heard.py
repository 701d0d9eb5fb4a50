"""What a first-day secretary typed, and what the program made of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.turn import JSON, Turn
from dialogs.wording.nb import jobs, tasks
from dialogs.wording.nb.notices.catalogue import notice
from pathway.commands import RecordAnswer, ReplaceGp, StopPathway
from pathway.ports import Notice
from pathway.variants import Toward
from pathway.words import CaseRef, Channel, PromiseKind, Role, Substitute, Verdict
from tests.dialogs.world import CLINIC, World, actions_of, oslo, with_invited_gp, with_patient

INVITE = "kall inn K7M2 tirsdag 24.11.2026 kl. 10.00"


def actions(turn: Turn) -> list[JSON]:
    """The actions at the bottom of the card last shown."""
    card = turn.replies[-1].card
    assert card is not None
    shown = card["actions"]
    assert isinstance(shown, list)
    return shown


def up_to(world: World, question: str, *texts: str) -> Turn:
    """Say these texts, then skip until this question is asked."""
    turn = world.last["sekretar"] if not texts else world.say(texts[0])
    for text in texts[1:]:
        turn = world.say(text)
    while turn.expects.question != question:
        assert turn.expects.question, question
        turn = world.say("hopp over")
    return turn


def refused_and_seen(world: World) -> list[tuple[str, str]]:
    """What the log says of the psychologist's looks at K7M2, lists apart."""
    rows = [(e.what, e.why) for e in world.log("K7M2") if e.actor == "psykolog"]
    return [row for row in rows if row[0] != "listed"]


# --- why (P3) ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["oversikt", "oppgaver", "hjelp", "hei", "finn K7M2"])
def test_a_command_is_no_reason(text: str) -> None:
    """P3: a command at the question why is followed, and opens no case."""
    world = with_invited_gp()
    world.say("sak K7M2", "psykolog")
    turn = world.say(text, "psykolog")
    assert not turn.state.asks
    assert not turn.state.whys
    assert "Test Testesen" not in turn.replies[0].text


@pytest.mark.parametrize(
    "text", ["ja", "ok", "vikar", "kollega", "a b", "1 2 3 4 5", "...", "x" * 301]
)
def test_a_reason_says_something(text: str) -> None:
    """P3: a reason is at least two words, or a long one."""
    world = with_invited_gp()
    world.say("sak K7M2", "psykolog")
    assert world.say(text, "psykolog").expects.question == "why"
    assert refused_and_seen(world) == [("refused", "")]


@pytest.mark.parametrize("text", ["vikar i dag", "vikarierer", "svar skal registreres for Lea"])
def test_a_reason_opens_the_case(text: str) -> None:
    """P3: the log holds the refused look, and then the look with its reason."""
    world = with_invited_gp()
    world.say("sak K7M2", "psykolog")
    assert "Test Testesen" in world.say(text, "psykolog").replies[0].text
    assert refused_and_seen(world) == [("refused", ""), ("viewed", text)]


def test_another_case_may_be_asked_for_instead_of_a_reason() -> None:
    """P3: a reference at the question why is a wish to see that case."""
    world = with_invited_gp()
    world.say("sak K7M2", "psykolog")
    turn = world.say("K7M2", "psykolog")
    assert (turn.expects.question, turn.state.waiting) == ("why", "K7M2")


def test_why_in_the_middle_of_a_form_can_be_left() -> None:
    """P3: asked anew the next day, one leaves the form without a reason."""
    world = with_invited_gp()
    for text in ("sak K7M2", "vikar i dag", "svar K7M2 ja"):
        world.say(text, "psykolog")
    world.now = oslo("2026-11-03 09.00")
    assert world.say("telefon", "psykolog").expects.question == "why"
    turn = world.say("avbryt", "psykolog")
    assert turn.state.running is None
    assert not turn.state.asks


# --- leaving and starting over -----------------------------------------------------------------


def test_leaving_is_leaving() -> None:
    """*Avbryt*, asked whether to leave for something else, leaves the form."""
    world = with_patient()
    for text in ("rett opp K7M2", "annen lege K7M2"):
        world.say(text)
    turn = world.say("avbryt")
    assert turn.replies[0].text.startswith("Jeg har avbrutt «Rett opp».")
    assert turn.state.running is None


def test_going_back_stays() -> None:
    """*Tilbake*, asked whether to leave, asks the form's question again."""
    world = with_patient()
    for text in ("rett opp K7M2", "annen lege K7M2"):
        world.say(text)
    assert world.say("tilbake").expects.question == "field"


@pytest.mark.parametrize("before", [(), ("Test Testesen",), ("Test Testesen", "07.09.2026")])
def test_a_new_patient_starts_over(before: tuple[str, ...]) -> None:
    """*Ny pasient* in the middle of it begins anew, without asking."""
    world = World()
    for text in ("ny pasient", *before):
        world.say(text)
    turn = world.say("ny pasient")
    assert turn.expects.question == "name"
    assert turn.state.running is not None
    assert not turn.state.running.answers


@pytest.mark.parametrize("text", ["oppgaver", "oversikt", "sak K7M2", "hei"])
def test_the_preview_is_drawn_again(text: str) -> None:
    """After a look at something else the whole preview stands above the last question."""
    world = with_patient()
    preview = world.say("rett opp K7M2 pasientens navn Ny Nyen")
    turn = world.say(text)
    assert turn.replies[-1].text.endswith(preview.replies[0].text)
    assert turn.replies[-1].card is not None
    world.press(world.action("Rett opp"))
    assert world.case("K7M2").name == "Ny Nyen"


# --- cards -------------------------------------------------------------------------------------


def test_equal_readings_have_equal_buttons() -> None:
    """Two dates that may be meant are two buttons, none primary, and stand nowhere else."""
    world = with_invited_gp()
    turn = world.say("flytt K7M2 tirsdag 10")
    card = turn.replies[-1].card
    assert card is not None
    first, second, *others = actions(turn)
    assert "style" not in first
    assert first.keys() == second.keys()
    assert all(action["mode"] == "secondary" for action in others)
    assert str(first["title"]) not in str(card["body"])


def test_a_correction_leads_to_the_case() -> None:
    """After *rett opp* the first button only shows the case."""
    world = with_patient(gp="Mari Mønster")
    up_to(world, "leader", INVITE)
    for text in ("lege", "ferdig", "ja", "rett opp K7M2 pasientens navn Ny Nyen"):
        world.say(text)
    first, *others = actions(world.say("ja"))
    assert first["title"] == "Vis saken"
    assert "Jeg har sendt den" not in [action["title"] for action in others]


def test_the_text_is_shown_before_it_is_ticked() -> None:
    """On the case's card the text to send is looked at, not ticked off unseen."""
    world = with_patient(gp="Mari Mønster")
    up_to(world, "leader", INVITE)
    for text in ("lege", "ferdig", "ja"):
        world.say(text)
    world.say("sak K7M2")
    turn = world.press(world.action("Vis teksten"))
    assert "Teksten du skal kopiere:" in turn.replies[0].text
    assert turn.expects.question == "confirm"


# --- answers (D2) ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "verdict", "comment"),
    [
        ("nei, kan ikke den dagen", Verdict.DECLINED, "kan ikke den dagen"),
        ("har svart nei", Verdict.DECLINED, ""),
        ("legen har svart nei", Verdict.DECLINED, ""),
        ("Kari Testlege: nei, på ferie", Verdict.DECLINED, "på ferie"),
        ("kan ikke komme", Verdict.DECLINED, ""),
        ("kan dessverre ikke", Verdict.DECLINED, ""),
        ("nei, det passer ikke", Verdict.DECLINED, "det passer ikke"),
        ("nei, pasienten er syk", Verdict.DECLINED, "pasienten er syk"),
        ("ja det passer fint", Verdict.ACCEPTED, "det passer fint"),
        ("ja fra fastlegen", Verdict.ACCEPTED, ""),
        ("passer fint", Verdict.ACCEPTED, ""),
        ("kanskje, må sjekke turnusen", Verdict.TENTATIVE, "må sjekke turnusen"),
    ],
)
def test_the_rest_of_an_answer_is_its_comment(text: str, verdict: Verdict, comment: str) -> None:
    """The answer is read, and what stands beside it is kept as it was typed."""
    world = with_invited_gp()
    for said in (f"svar K7M2 {text}", "tlf", "ferdig", "ja"):
        world.say(said)
    command = world.commands[-1]
    assert isinstance(command, RecordAnswer)
    assert (command.verdict, command.text) == (verdict, comment)
    assert command.channel is Channel.PHONE


@pytest.mark.parametrize(
    "text", ["ja, men ikke den dagen", "nei, heller fredag", "ja hvis det er på video", "nei, ja"]
)
def test_an_answer_that_turns_around_is_asked_about(text: str) -> None:
    """D2: never guessed: a yes or a no with a condition is asked about, and all of it kept."""
    world = with_invited_gp()
    turn = world.say(f"svar K7M2 {text}")
    assert turn.expects.question == "verdict"
    assert turn.state.running is not None
    assert turn.state.running.answers["comment"] == text


def test_an_answer_of_one_who_was_not_asked_is_nobodys() -> None:
    """D2: an answer from Nav, who is not invited, is not taken for the GP's: it is asked whose."""
    turn = with_invited_gp().say("svar K7M2 nav ja")
    assert turn.expects.question == "who"
    assert "Jeg forsto ikke «nav»." in turn.replies[0].text


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("på telefon", "phone"),
        ("tlf", "phone"),
        ("telefonen", "phone"),
        ("legen ringte", "phone"),
        ("epost", "mail"),
        ("på mail", "mail"),
        ("i en e-post", "mail"),
        ("e-melding", "secure_message"),
        ("emelding", "secure_message"),
        ("dialogmelding", "secure_message"),
        ("brev", "letter"),
        ("i et brev", "letter"),
    ],
)
def test_how_an_answer_came_in_many_words(text: str, channel: str) -> None:
    """The way is understood as people say it, at its question and in the opening sentence."""
    world = with_invited_gp()
    world.say("svar K7M2 ja")
    asked = world.say(text).state.running
    world.say("avbryt")
    told = world.say(f"svar K7M2 ja, {text}").state.running
    assert asked is not None
    assert told is not None
    assert asked.answers["channel"] == told.answers["channel"] == channel


@pytest.mark.parametrize("text", ["ikke telefon", "telefon eller brev", "brev og telefon", "faks"])
def test_how_an_answer_came_is_never_guessed(text: str) -> None:
    """Two ways, or none of them, are asked about."""
    world = with_invited_gp()
    world.say("svar K7M2 ja")
    assert world.say(text).expects.question == "channel"


def test_a_locum_is_named() -> None:
    """D2: whoever answered in the GP's place is named in the receipt and in the case."""
    world = with_invited_gp()
    for text in ("svar K7M2 ja på telefon", "vikar", "Vikar Vilje", "ferdig"):
        world.say(text)
    assert "Vikar Vilje har svart ja i stedet for fastlegen." in world.say("ja").replies[0].text
    assert "Vikar Vilje svarte i stedet for fastlegen." in world.say("sak").replies[0].text
    command = world.commands[-1]
    assert isinstance(command, RecordAnswer)
    assert command.substitute is Substitute.FOR_NOW


# --- another doctor ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "for_good"),
    [
        ("for nå", False),
        ("denne gangen", False),
        ("vikar", False),
        ("for_now", False),
        ("1", False),
        ("ja", False),
        ("for godt", True),
        ("har overtatt", True),
        ("ny fastlege", True),
        ("for_good", True),
        ("2", True),
    ],
)
def test_for_how_long_in_many_words(text: str, *, for_good: bool) -> None:
    """D2: for now or for good is understood as people say it."""
    world = with_invited_gp()
    for said in ("annen lege K7M2 Mari Mønster", text, "ja"):
        world.say(said)
    command = world.commands[-1]
    assert isinstance(command, ReplaceGp)
    assert command.for_good is for_good


@pytest.mark.parametrize("text", ["lege", "legen", "fastlege", "annen lege"])
def test_a_doctor_alone_says_not_for_how_long(text: str) -> None:
    """D2: a word that fits both is asked about."""
    world = with_invited_gp()
    world.say("annen lege K7M2 Mari Mønster")
    turn = world.say(text)
    assert turn.expects.question == "scope"
    assert [choice.value for choice in turn.expects.choices] == ["for_now", "for_good"]


# --- choices, links, stopping, deciding --------------------------------------------------------


def test_a_fault_names_an_example() -> None:
    """Whoever is not on the list is answered with one who is."""
    world = with_patient()
    up_to(world, "leader", INVITE)
    assert "for eksempel «Lea Liksom»" in world.say("Sigurd").replies[0].text


@pytest.mark.parametrize(
    ("text", "leader"),
    [("psykologen", "psykolog"), ("Psykolog", "psykolog"), ("legen", ""), ("fysioterapeuten", "")],
)
def test_a_profession_of_one_names_its_owner(text: str, leader: str) -> None:
    """A profession is enough where only one has it, and asked about where two have."""
    professions = {"lege": "lege", "psykolog": "psykolog", "leder": "lege"}
    staff = tuple(
        replace(person, profession=professions.get(person.id, "")) for person in CLINIC.staff
    )
    world = with_patient()
    world.clinic = replace(CLINIC, staff=staff)
    up_to(world, "leader", INVITE)
    turn = world.say(text)
    assert turn.state.running is not None
    assert turn.state.running.answers.get("leader", "") == leader
    several = [choice.value for choice in turn.state.running.options]
    assert several == (["lege", "leder"] if text == "legen" else [])


@pytest.mark.parametrize("text", ["javascript:alert(1)", "http://a.example/1", "ring meg"])
def test_what_is_no_link_is_refused_with_a_sentence(text: str) -> None:
    """An address that cannot be used is refused in words, also in the opening sentence."""
    world = with_invited_gp()
    turn = world.say(f"lenke K7M2 {text}")
    assert turn.expects.question == "link"
    assert "Det er ikke en lenke" in turn.replies[0].text
    assert "Det er ikke en lenke" in world.say(text).replies[0].text


def test_stopping_says_what_still_leaves() -> None:
    """F6: a cancellation that waits leaves although the pathway is stopped, and is said."""
    world, still = with_invited_gp(), "Den blir sendt likevel."
    for text in ("avlys K7M2 feil dag", "ja", "stopp forløpet K7M2 annen grunn"):
        world.say(text)
    turn = world.say("Sendt til feil klinikk")
    assert still in turn.replies[0].text
    assert "Ingen får melding" not in turn.replies[0].text
    assert still in str(turn.replies[0].card)
    world.say("ja")
    assert isinstance(world.commands[-1], StopPathway)


def test_stopping_says_what_a_person_must_still_send() -> None:
    """F6: a cancellation that travels by hand is said to be sent by hand."""
    world = with_patient(gp="Mari Mønster")
    up_to(world, "leader", INVITE)
    for text in ("lege", "ferdig", "ja", "sendt K7M2", "ja", "avlys K7M2 feil dag", "ja"):
        world.say(text)
    world.say("stopp forløpet K7M2 annen grunn")
    assert "må du fortsatt sende selv" in world.say("Feil klinikk").replies[0].text


def test_another_reason_is_one_only_when_it_is_said() -> None:
    """It is asked for until it is said, and stands on the case."""
    world = with_invited_gp()
    assert "Hva er grunnen?" in world.say("stopp forløpet K7M2 annen grunn").replies[0].text
    assert "Hva er grunnen?" in world.say("ferdig").replies[0].text
    world.say("Sendt til feil klinikk")
    world.say("ja")
    assert "Merknad: Sendt til feil klinikk" in world.say("sak K7M2").replies[0].text


def test_silence_leads_on() -> None:
    """D2, D3: at step 10 the coordinator is offered every way on without the GP."""
    silent = jobs.Job(kind=PromiseKind.ANSWER, ref="K7M2", role=Role.GP, toward=Toward.COORDINATOR)
    assert [typed for typed, _ in tasks.decisions(silent)] == [
        "flytt",
        "annen lege",
        "fastlegen deltar",
        "uten fastlege",
        "utsett møtet",
        "svar fra legekontoret",
    ]
    assert tasks.actions(silent)[0] == ("bestem K7M2", "Bestem")
    others = tasks.actions(replace(silent, role=Role.NAV_ADVISER))
    assert [typed for typed, _ in others[:2]] == ["flytt K7M2", "svar K7M2"]
    call = tasks.ways(replace(silent, toward=Toward.SECRETARY))
    assert [typed for typed, _ in call] == ["svar", "purr"]


@pytest.mark.parametrize("name", ["gate_p_open", "gp_said_yes"])
def test_a_notice_names_the_locum(name: str) -> None:
    """D2: the message about a yes says who gave it in the GP's place."""
    values = {"role": "substitute", "name": "Vikar Vilje", "verdict": "accepted"}
    said = notice(Notice(name=name, ref=CaseRef("K7M2"), values=values)).text
    assert said.startswith("Vikar Vilje har svart ja")
    assert "i stedet for fastlegen i sak K7M2, bare denne gangen." in said


def test_a_no_leads_on() -> None:
    """D2: whoever decides after a no is offered every way on, as buttons and as words."""
    world = with_invited_gp()
    for text in ("svar K7M2 nei på telefon", "ferdig", "ja"):
        world.say(text)
    turn = world.say("oppgaver")
    titles = [action["title"] for action in actions_of(turn.replies[0].card)]
    assert titles[:6] == [
        "Nytt tidspunkt",
        "En annen lege",
        "Deltar i en del eller på telefon",
        "Møte uten fastlege",
        "Utsett",
        "Flere ting",
    ]
    for typed in ("«flytt K7M2»", "«annen lege K7M2»", "«uten fastlege K7M2»"):
        assert typed in turn.replies[0].text
