"""What leaves the clinic is neutral, complete and short (P1, P1b, P7, F7, F17)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.wording.nb import dates
from dialogs.wording.nb.letters import mail as letters
from dialogs.wording.neutral import forbidden_in
from pathway.model import Facts, Window
from pathway.outgoing import ANSWER_CODE, ANSWER_URL, CODE_URL, SendingKind
from pathway.ports import Letter
from pathway.words import Attendance, CaseRef, MeetingKind, Role
from tests.dialogs.wording import example_values as values

SECRET = "Hemmeligsen"

typed = st.one_of(st.sampled_from(values.UGLY), st.text(max_size=30), st.just("Storgata 1"))
"""What people may have typed into a field, forbidden words among it."""

links = st.sampled_from(("", values.LINK, "https://video.example.no/rom/1"))
starts = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1))  # noqa: DTZ001 - made aware below
windows = st.builds(
    lambda start, minutes: Window(
        start=start.replace(tzinfo=UTC, second=0, microsecond=0),
        end=start.replace(tzinfo=UTC, second=0, microsecond=0) + timedelta(minutes=minutes),
    ),
    starts,
    st.integers(1, 2000),
)
facts = st.builds(
    Facts, window=windows, place=typed, link=links, attends=st.sampled_from(Attendance)
)
any_letter = st.builds(
    Letter,
    kind=st.sampled_from(values.LETTER_KINDS),
    role=st.sampled_from(Role),
    ref=st.just(values.REF),
    public_name=typed,
    phone=typed,
    zone=st.just(values.ZONE),
    facts=facts,
    recipient=st.just(SECRET),
    before=st.none() | facts,
    must_answer=st.booleans(),
    received=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    attends=st.sampled_from(Attendance),
    answer_by=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    secure=st.just(value=False),
    paper=st.booleans(),
    own_phone=typed,
    meeting_kind=st.sampled_from(MeetingKind),
    times=st.lists(st.tuples(st.integers(1, 5), facts), min_size=1, max_size=5).map(tuple),
    again=st.booleans(),
)

HOLES = {ANSWER_URL, ANSWER_CODE, CODE_URL}


def _said(letter: Letter) -> str:
    content, entry = letters.letter(letter), letters.entry(letter)
    name, place = letters.attendee_name(letter.role, letter.own_phone), letters.location(letter)
    parts = (content.subject, content.text, entry.subject, entry.text, name, place)
    return "\n".join(parts)


@given(any_letter)
def test_no_forbidden_word_leaves(letter: Letter) -> None:
    """No letter or calendar entry holds a forbidden word, whatever people typed (F17)."""
    assert not forbidden_in(_said(letter))


@given(any_letter)
def test_nobody_is_named(letter: Letter) -> None:
    """A letter greets without a name, and holds no name but the clinic's public one (P1)."""
    assert SECRET not in _said(letter)


@given(any_letter, st.booleans())
def test_only_links_are_left_open(letter: Letter, secure: bool) -> None:  # noqa: FBT001
    """The only holes are the three that are filled with links, and no half brace is left."""
    said = _said(replace(letter, secure=secure))
    found = set(re.findall(r"\{[^{}]*\}", said))
    assert found <= HOLES
    for hole in HOLES:
        said = said.replace(hole, "")
    assert "{" not in said
    assert "}" not in said


@given(any_letter, st.booleans())
def test_subjects_are_one_line(letter: Letter, secure: bool) -> None:  # noqa: FBT001
    """A subject is one line with the reference, so that no header can be smuggled in."""
    letter = replace(letter, secure=secure)
    for subject in (letters.letter(letter).subject, letters.entry(letter).subject):
        assert "\n" not in subject
        assert "\r" not in subject
        assert values.REF in subject


@given(any_letter)
def test_a_letter_says_when(letter: Letter) -> None:
    """Every letter names the day and the hours that it is about; a question, each of its times."""
    if letter.kind in values.ASKS_TIMES:
        wanted = [dates.span(facts.window, letter.zone) for _, facts in letter.times]
        over = letter.kind is SendingKind.TIMES_OVER
        assert over or all(span in letters.letter(letter).text for span in wanted)
        return
    told = letter.facts
    if letter.kind is SendingKind.NEW_MINUTE:  # of today alone, and about when it begins
        begins = dates.clock(dates.wall(told.window.start, letter.zone))
        assert begins in letters.letter(letter).text
        return
    if letter.kind is SendingKind.CANCELLATION and letter.before:
        told = letter.before
    assert dates.span(told.window, letter.zone) in letters.letter(letter).text


@given(any_letter)
def test_whoever_must_answer_can(letter: Letter) -> None:
    """A letter that asks for an answer holds the link, or on paper the code, to answer with."""
    asks = {SendingKind.INVITATION, SendingKind.REMINDER, SendingKind.UPDATE}
    if letter.kind in asks:
        assert (ANSWER_CODE if letter.paper else ANSWER_URL) in letters.letter(letter).text


@pytest.mark.parametrize("kind", values.LETTER_KINDS, ids=str)
@pytest.mark.parametrize("role", values.OUTSIDE, ids=str)
def test_a_letter_ends_with_how_to_ask(kind: SendingKind, role: Role) -> None:
    """Every letter gives the phone number for questions, and is short."""
    text = letters.letter(values.letter(kind, role)).text
    assert f"Ring {values.CLINIC.phone}." in text
    assert len(text.split()) < 80


@pytest.mark.parametrize("kind", values.SECURE_KINDS, ids=str)
def test_a_secure_message_is_plain(kind: SendingKind) -> None:
    """A secure message has no courtesy phrases, and says which referral it is about (P7)."""
    text = letters.letter(values.letter(kind, Role.GP, secure=True)).text
    assert text.startswith("Gjelder henvisning mottatt 07.09.2026.")
    assert not re.search(r"\b(?:hei|hilsen|takk|vennlig|beklager)\b", text, re.IGNORECASE)
    assert ANSWER_URL not in text


def test_the_secure_invitation_is_the_house_s() -> None:
    """The GP reads purpose, gate, deadline, how to answer and the code (R11, R12, D6)."""
    letter = values.letter(
        SendingKind.INVITATION,
        Role.GP,
        secure=True,
        answer_by=date(2026, 10, 19),
        facts=Facts(window=values.window()),
    )
    assert letters.letter(letter).text == (
        "Gjelder henvisning mottatt 07.09.2026. Fastlegen inviteres til samhandlingsmøte på video "
        "tirsdag 24. november 2026 kl. 10.00–11.00. Utredningen oppsummeres, og tiltaksplan lages "
        "sammen med pasienten. Pasienten kalles inn når fastlegen har svart ja. Lenken kommer. "
        "Svar på denne meldingen innen 19.10.2026: passer, passer ikke eller forslag til "
        "tidspunkt. Gi beskjed hvis en annen lege har overtatt. Svar kan også gis på {code_url} "
        "med koden {answer_code}. Telefon: 55 00 00 00."
    )


def test_a_moved_meeting_names_both_times() -> None:
    """An update says what was, what is, and that a new answer is needed (F7)."""
    letter = values.letter(
        SendingKind.UPDATE,
        Role.NAV_ADVISER,
        before=Facts(window=values.window(20, 15)),
        facts=Facts(window=values.window(20, 15, days=2)),
    )
    text = letters.letter(letter).text
    assert "tirsdag 24. november kl. 10.20–10.35 er flyttet" in text
    assert "Nytt tidspunkt: torsdag 26. november 2026 kl. 10.20–10.35." in text
    assert "Vi trenger et nytt svar fra deg." in text


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("", values.LINK, f"Her er lenken: {values.LINK}"),
        (values.LINK, "https://a.no/1", "Ny lenke: https://a.no/1"),
        (values.LINK, "", "Ny lenke kommer."),
        (values.LINK, values.LINK, "Lenken er den samme som før"),
        ("", "", "Lenken kommer."),
    ],
    ids=["first", "other", "gone", "same", "none"],
)
def test_what_is_new_about_the_link(before: str, after: str, said: str) -> None:
    """An update says whether the link is new, the same, or still to come."""
    window = values.window()
    letter = values.letter(
        SendingKind.UPDATE,
        Role.GP,
        before=Facts(window=window, link=before),
        facts=Facts(window=window, link=after),
        must_answer=False,
    )
    text = letters.letter(letter).text
    assert said in text
    assert "Du trenger ikke å svare på nytt." in text


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Storgata 1.", "Sted: Storgata 1."),
        ("Smerteklinikken", f"Sted: {values.CLINIC.public_name}."),
        ("", f"Sted: {values.CLINIC.public_name}."),
    ],
    ids=["place", "forbidden", "none"],
)
def test_the_place_is_said_neutrally(place: str, said: str) -> None:
    """A place with a forbidden word is said by the clinic's public name instead (P1b)."""
    letter = values.letter(
        SendingKind.INVITATION, Role.PATIENT, facts=values.in_person(place), must_answer=True
    )
    assert said in letters.letter(letter).text


def test_the_missing_number_is_asked_for() -> None:
    """One who attends by telephone without a number is asked for it."""
    asked = values.letter(SendingKind.INVITATION, Role.PATIENT, facts=values.by_telephone())
    assert "Vi ringer deg. Ring 55 00 00 00, og gi oss nummeret ditt." in letters.letter(asked).text
    given_number = replace(asked, own_phone="91000000")
    assert "Vi ringer deg på 91 00 00 00." in letters.letter(given_number).text
    moved = replace(given_number, kind=SendingKind.UPDATE, before=values.by_telephone())
    assert "Vi ringer deg på 91 00 00 00." in letters.letter(moved).text
    assert "Vi ringer deg." in letters.letter(replace(asked, phone="")).text


def test_a_place_that_nobody_wrote_is_ours() -> None:
    """Where neither place nor public name may be said, the meeting is simply with us (P1b)."""
    unknown = values.letter(
        SendingKind.INVITATION, Role.PATIENT, facts=values.in_person(""), public_name="CFS"
    )
    assert "Møtet er hos oss." in letters.letter(unknown).text
    assert letters.location(unknown) == ""
    kept = replace(unknown, kind=SendingKind.UPDATE, before=values.in_person(""))
    assert "Stedet er det samme som før.\n" in letters.letter(kept).text
    moved = replace(kept, before=values.in_person("Torget 4"))
    assert "Møtet er nå hos oss." in letters.letter(moved).text
    comes = letters.letter(replace(kept, before=values.by_telephone())).text
    assert comes.count("hos oss") == 1


def test_a_doctor_stays_at_the_own_office() -> None:
    """Who is to take part from the own office is told so once, and of no place."""
    letter = values.letter(
        SendingKind.UPDATE,
        Role.GP,
        before=values.by_telephone(),
        facts=values.ATTENDING["legekontoret"],
    )
    text = letters.letter(letter).text
    assert "\nDu deltar fra ditt eget kontor.\n" in text
    assert "Solsiden" not in text


@pytest.mark.parametrize(
    ("window", "said"),
    [
        (values.window(10, 30), "kl. 10.00 blir kortere for fastlegen. Nytt tidspunkt: tirsdag"),
        (values.window(0, 90), "kl. 10.00 blir lengre for fastlegen. Nytt tidspunkt: tirsdag"),
        (values.window(days=2), "kl. 10.00 er flyttet. Nytt tidspunkt: torsdag"),
    ],
    ids=["shorter", "longer", "moved"],
)
def test_a_secure_message_says_how_the_time_changed(window: Window, said: str) -> None:
    """F7: a longer meeting is not called a moved one, as the mail does not either."""
    changed = values.letter(
        SendingKind.UPDATE,
        Role.GP,
        secure=True,
        before=Facts(window=values.window()),
        facts=Facts(window=window),
    )
    assert f"Samhandlingsmøtet 24.11.2026 {said}" in letters.letter(changed).text


@pytest.mark.parametrize("kind", [SendingKind.TASK, SendingKind.NOTICE, SendingKind.DIGEST])
def test_staff_messages_are_no_letters(kind: SendingKind) -> None:
    """A kind that only staff get is refused as a programming error."""
    with pytest.raises(KeyError):
        letters.letter(values.letter(kind, Role.GP))


def test_a_calendar_names_its_owner() -> None:
    """An event names its owner, but patient and relatives by their role (P1b)."""
    assert letters.attendee_name(Role.GP, "Kari Nordmann") == "Kari Nordmann"
    assert letters.attendee_name(Role.PATIENT, "Ola Hemmelig") == "Pasient"
    assert letters.attendee_name(Role.RELATIVE, "Mor til Ola Hemmelig") == "Nærstående"
    assert letters.attendee_name(Role.OTHER, "") == "Ekstern deltaker"


def test_the_calendar_says_where_only_to_those_who_come() -> None:
    """An event has a place for one who comes in person, and none for others."""
    comes = values.letter(SendingKind.INVITATION, Role.PATIENT, facts=values.in_person())
    assert letters.location(comes) == "Storgata 1, 2. etasje"
    assert not letters.location(values.letter(SendingKind.INVITATION, Role.PATIENT))


def test_the_day_to_answer_by_makes_sense() -> None:
    """No day is given to the patient, nor one that comes after the meeting."""
    invited = values.letter(SendingKind.INVITATION, Role.GP, answer_by=date(2026, 11, 23))
    assert "innen mandag 23. november" in letters.letter(invited).text
    for changed in ({"answer_by": date(2026, 11, 24)}, {"role": Role.PATIENT}):
        assert "innen" not in letters.letter(replace(invited, **changed)).text


def test_a_letter_may_have_any_reference() -> None:
    """The reference stands in the subject as it is."""
    letter = replace(values.letter(SendingKind.LINK, Role.GP), ref=CaseRef("P4X9"))
    assert letters.letter(letter).subject == "Lenke til møte (ref. P4X9)"
    unlinked = replace(letter, facts=values.by_telephone())
    assert letters.letter(unlinked).subject == "Om møtet (ref. P4X9)"
