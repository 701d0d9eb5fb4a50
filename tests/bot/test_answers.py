"""The answer page as a phone without JavaScript meets it."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape

import pytest

from bot.seams import CurrentAnswer, PageState
from dialogs.wording.nb import pages as words
from dialogs.wording.neutral import forbidden_in
from pathway.model import Window
from pathway.words import Attendance, Role, Substitute, Verdict
from tests.fakes.rooms import (
    CODE,
    NOW,
    START,
    TOKEN,
    Browser,
    FakeRooms,
    answer_page,
    fields,
    served,
)

HERE = f"/svar/{TOKEN}"


@pytest.fixture
def rooms() -> FakeRooms:
    """Rooms with one open invitation."""
    return FakeRooms(local=False)


@pytest.fixture
async def browser(rooms: FakeRooms) -> AsyncIterator[Browser]:
    """A browser of somebody outside."""
    async with served(rooms) as browser:
        yield browser


async def look(browser: Browser, path: str = HERE) -> str:
    """The text of a page that is there."""
    response = await browser.get(path)
    assert response.status == 200
    return unescape(await response.text())


async def answer(browser: Browser, **given: str) -> tuple[int, str]:
    """Fill in the page as it stands now, and press."""
    form = fields(await look(browser)) | given
    response = await browser.post(HERE, data=form)
    return response.status, unescape(await response.text())


async def test_shows_what_one_needs_to_know(browser: Browser) -> None:
    """The page says whose it is, when and how, asks one question and gives a number."""
    html = await look(browser)
    for said in (
        "Fjordvik poliklinikk",
        "Passer møtet for deg?",
        "Tirsdag 24. november 2026 kl. 10.00–11.00",
        "På video",
        "7K4M",
        "Ring 22 00 00 00",
        words.NO_NAMES,
    ):
        assert said in html
    assert html.count('name="verdict"') == 3


async def test_looking_records_nothing(rooms: FakeRooms, browser: Browser) -> None:
    """However often a scanner opens the page, nothing is answered."""
    for _ in range(3):
        await browser.get(HERE)
        await browser.head(HERE)
    assert rooms.given == []


async def test_one_press_answers(rooms: FakeRooms, browser: Browser) -> None:
    """One press is an answer, and the receipt says which, how to change it, and has the file."""
    status, html = await answer(browser, verdict="accepted")
    assert status == 200
    assert rooms.given[0].verdict is Verdict.ACCEPTED
    assert rooms.given[0].revision == 1
    assert "Takk! Vi har registrert svaret ditt: Ja, det passer." in html
    assert words.MAY_CHANGE in html
    assert f"{HERE}/mote.ics" in html


async def test_an_answer_may_be_changed(rooms: FakeRooms, browser: Browser) -> None:
    """The receipt takes another answer."""
    await answer(browser, verdict="accepted")
    _, html = await answer(browser, verdict="declined", text="Syk den dagen")
    assert [given.verdict for given in rooms.given] == [Verdict.ACCEPTED, Verdict.DECLINED]
    assert "Nei, jeg kan ikke komme." in html
    assert "Syk" not in html  # the comment is the secretary's alone
    assert words.COMMENT_KEPT in html


async def test_after_many_answers_one_is_asked_to_ring(rooms: FakeRooms, browser: Browser) -> None:
    """Decision 62: where no more are kept the page says so, with what holds, and takes no other."""
    await answer(browser, verdict="accepted")
    rooms.page = replace(rooms.page, often=True)
    html = await look(browser)
    assert "Takk! Vi har registrert svaret ditt: Ja, det passer." in html
    assert words.OFTEN in html
    assert words.MAY_CHANGE not in html
    assert "<form" not in html
    rooms.page = replace(rooms.page, current=None)
    html = await look(browser)
    assert words.OFTEN in html
    assert "<form" not in html


async def test_a_double_click_is_one_answer(rooms: FakeRooms, browser: Browser) -> None:
    """The same form sent twice records once, and both get the receipt."""
    form = fields(await look(browser)) | {"verdict": "accepted"}
    pages = [await (await browser.post(HERE, data=form)).text() for _ in range(2)]
    assert len(rooms.given) == 1
    assert pages[0] == pages[1]


async def test_loading_the_receipt_again_sends_nothing(browser: Browser) -> None:
    """An answer leads to a page that is safe to load again."""
    form = fields(await look(browser)) | {"verdict": "accepted"}
    response = await browser.post(HERE, data=form, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, HERE)


async def test_another_time_may_be_proposed(rooms: FakeRooms, browser: Browser) -> None:
    """Who needs another time may say which, and sees it in the receipt."""
    given = {"proposed_date": "2026-11-26", "proposed_time": "12:30"}
    _, html = await answer(browser, verdict="new_time", **given)
    assert rooms.given[0].proposed == (datetime(2026, 11, 26, 12, 30),)  # noqa: DTZ001  wall time
    assert "torsdag 26. november 2026 kl. 12.30" in html


async def test_three_times_may_be_proposed(rooms: FakeRooms, browser: Browser) -> None:
    """Up to three, the best first, each once; all of them stand in the receipt."""
    given = {"proposed_date": "2026-11-26", "proposed_time": "12:30"}
    given |= {"proposed_date_2": "2026-11-26", "proposed_time_2": "12:30"}
    given |= {"proposed_date_3": "27.11.2026", "proposed_time_3": "9"}
    status, _ = await answer(browser, verdict="new_time", **given)
    assert status == 400  # a bare hour is no time
    given["proposed_time_3"] = "9.00"
    _, html = await answer(browser, verdict="new_time", **given)
    times = (datetime(2026, 11, 26, 12, 30), datetime(2026, 11, 27, 9))  # noqa: DTZ001  wall times
    assert rooms.given[0].proposed == times
    said = "torsdag 26. november 2026 kl. 12.30 og fredag 27. november 2026 kl. 09.00"
    assert f"Forslagene dine: {said}." in html


async def test_which_of_the_times_is_wrong(rooms: FakeRooms, browser: Browser) -> None:
    """The fault stands at the one that cannot be taken, and what was typed in all stays there."""
    given = {"proposed_date": "2026-11-26", "proposed_time": "12:30"}
    given |= {"proposed_date_2": "2026-10-01", "proposed_time_2": "12:30"}
    status, html = await answer(browser, verdict="new_time", **given)
    assert (status, rooms.given) == (400, [])
    assert 'id="proposed_2-fault"' in html
    assert 'id="proposed-fault"' not in html
    assert 'value="2026-11-26"' in html
    assert '<details class="extra" open>' in html


@pytest.mark.parametrize(
    ("substitute", "said"),
    [
        ("none", ""),
        ("for_now", "du deltar i stedet for fastlegen denne gangen"),
        ("for_good", "du har overtatt som fastlege"),
    ],
)
async def test_the_receipt_says_as_what_one_answered(
    browser: Browser, substitute: str, said: str
) -> None:
    """Whoever answers in the GP's place sees that this was registered too."""
    given = {"substitute": substitute, "by_name": "Vera Vikar" if said else ""}
    _, html = await answer(browser, verdict="accepted", **given)
    noted = re.findall(r"Vi har også registrert at ([^<]*)\.<", html)
    assert noted == ([said] if said else [])


@pytest.mark.parametrize("kept", [True, False])
async def test_a_kept_yes_is_said_to_be_kept(
    rooms: FakeRooms, browser: Browser, *, kept: bool
) -> None:
    """D4b: whoever need not answer a change again is told so on the page too, and nobody else."""
    await answer(browser, verdict="accepted")
    now = rooms.page.current
    assert now is not None
    rooms.page = replace(rooms.page, current=replace(now, kept=kept))
    assert ("du trenger ikke å svare på nytt" in await look(browser)) is kept


async def test_a_time_may_be_written_by_hand(rooms: FakeRooms, browser: Browser) -> None:
    """A browser without date fields lets people write as they do on paper."""
    await answer(browser, verdict="new_time", proposed_date="26.11.2026", proposed_time="12.30")
    assert rooms.given[0].proposed == (datetime(2026, 11, 26, 12, 30),)  # noqa: DTZ001  wall time


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, words.PRESS_AN_ANSWER),
        ({"verdict": "maybe"}, words.PRESS_AN_ANSWER),
        ({"verdict": "accepted", "text": "x" * 301}, words.COMMENT_TOO_LONG),
        ({"verdict": "accepted", "text": "gjelder 010190 12345"}, words.NO_BIRTH_NUMBER),
        ({"verdict": "new_time", "proposed_date": "2026-11-26"}, words.BOTH_DATE_AND_TIME),
        (
            {"verdict": "new_time", "proposed_date": "i morgen", "proposed_time": "9"},
            words.BOTH_DATE_AND_TIME,
        ),
        (
            {"verdict": "new_time", "proposed_date": "2026-10-12", "proposed_time": "10:30"},
            words.TIME_IS_PAST,
        ),
        (
            {"verdict": "accepted", "proposed_date": "2026-11-26", "proposed_time": "09:00"},
            words.TIME_WITHOUT_WISH,
        ),
        (
            {"verdict": "new_time", "proposed_date": "2028-10-14", "proposed_time": "10:30"},
            words.TIME_TOO_FAR,
        ),
        (
            {"verdict": "new_time", "proposed_date": "9999-12-31", "proposed_time": "23:59"},
            words.TIME_TOO_FAR,
        ),
        (
            {"verdict": "new_time", "proposed_date": f"1.1.{'9' * 30}", "proposed_time": "9:00"},
            words.BOTH_DATE_AND_TIME,
        ),
        (
            {"verdict": "new_time", "proposed_date": "2026-11-26", "proposed_time": f"{10**30}:0"},
            words.BOTH_DATE_AND_TIME,
        ),
        ({"verdict": "accepted", "substitute": "for_now"}, words.NAME_NEEDED),
        ({"verdict": "accepted", "substitute": "for_ever"}, words.FORM_IS_OLD),
        (
            {"verdict": "accepted", "substitute": "for_good", "by_name": "x" * 101},
            words.NAME_TOO_LONG,
        ),
    ],
)
async def test_what_cannot_be_taken_is_said(
    rooms: FakeRooms, browser: Browser, given: dict[str, str], said: str
) -> None:
    """A form that cannot be taken says why, on top and at the field, and records nothing."""
    status, html = await answer(browser, **given)
    assert status == 400
    assert said in html
    assert rooms.given == []


async def test_what_was_typed_stays(browser: Browser) -> None:
    """Nobody types twice because something else was wrong."""
    given = {"text": "Bedre etter lunsj", "substitute": "for_now", "by_name": ""}
    _, html = await answer(browser, verdict="accepted", **given)
    assert "Bedre etter lunsj</textarea>" in html
    assert re.search(r'value="for_now" checked', html)


async def test_somebody_else_may_answer_for_the_gp(rooms: FakeRooms, browser: Browser) -> None:
    """A locum or successor answers with the own name, for now or for good (D2)."""
    given = {"substitute": "for_good", "by_name": "Anne Moen"}
    await answer(browser, verdict="accepted", **given)
    assert rooms.given[0].substitute is Substitute.FOR_GOOD
    assert rooms.given[0].by_name == "Anne Moen"


@pytest.mark.parametrize("typed", ["Anne\r\nMoen", "Anne\nMoen", " Anne\u2028\t Moen\r"])
async def test_a_name_is_one_line(rooms: FakeRooms, browser: Browser, typed: str) -> None:
    """A name with line breaks cannot pretend to be more than a name where staff read it."""
    await answer(browser, verdict="accepted", substitute="for_now", by_name=typed)
    assert rooms.given[0].by_name == "Anne Moen"


async def test_only_a_gp_has_a_substitute(rooms: FakeRooms, browser: Browser) -> None:
    """Nobody else is offered to answer in another's place, and posting it changes nothing."""
    rooms.page = answer_page(role=Role.NAV_ADVISER)
    assert words.SUBSTITUTE not in await look(browser)
    await answer(browser, verdict="accepted", substitute="for_now", by_name="Anne")
    assert (rooms.given[0].substitute, rooms.given[0].by_name) == (Substitute.NONE, "")


async def test_hidden_characters_are_left_out(rooms: FakeRooms, browser: Browser) -> None:
    """What cannot be seen is not kept: no control or direction characters in a comment."""
    await answer(browser, verdict="accepted", text="fint\x00\u202e\u200b\r\nog bra \U0001f600")
    assert rooms.given[0].text == "fint\nog bra \U0001f600"


async def test_the_meeting_changed_meanwhile(rooms: FakeRooms, browser: Browser) -> None:
    """An answer to a page of an older revision is kept, and what changed is shown (F15)."""
    form = fields(await look(browser)) | {"verdict": "accepted"}
    moved = Window(start=START + timedelta(days=2), end=START + timedelta(days=2, hours=1))
    rooms.page = replace(rooms.page, window=moved, revision=2)
    response = await browser.post(HERE, data=form)
    html = unescape(await response.text())
    assert response.status == 200
    assert rooms.given[0].revision == 1
    assert words.CHANGED_MEANWHILE in html
    assert "<s>Tirsdag 24. november 2026 kl. 10.00–11.00</s>" in html
    assert "<strong>Torsdag 26. november 2026 kl. 10.00–11.00</strong>" in html
    assert fields(html)["revision"] == "2"


@pytest.mark.parametrize(
    "forged",
    [
        {"revision": "7"},
        {"seen_when": "I morgen"},
        {"form_token": ""},
        {"form_token": "ø"},
        {"revision": "1,1"},
    ],
)
async def test_a_form_that_is_not_ours_is_not_taken(
    rooms: FakeRooms, browser: Browser, forged: dict[str, str]
) -> None:
    """Without the token that was drawn with these very facts nothing is recorded."""
    status, html = await answer(browser, verdict="accepted", **forged)
    assert status == 400
    assert words.FORM_IS_OLD in html
    assert rooms.given == []


async def test_another_invitations_token_does_not_fit(rooms: FakeRooms, browser: Browser) -> None:
    """A form token belongs to one invitation only."""
    form = fields(await look(browser)) | {"verdict": "accepted"}
    rooms.page = replace(rooms.page, token=TOKEN[::-1])
    assert (await browser.post(HERE, data=form)).status == 400


async def test_a_cancelled_meeting_says_so(rooms: FakeRooms, browser: Browser) -> None:
    """A cancelled invitation's page says that it is cancelled, and asks nothing."""
    rooms.page = answer_page(state=PageState.CANCELLED)
    html = await look(browser)
    assert "Møtet er avlyst" in html
    assert "<form" not in html


async def test_while_the_meeting_lasts(rooms: FakeRooms, browser: Browser) -> None:
    """Between start and end the page says when, where and the link, and asks nothing."""
    rooms.page = answer_page(state=PageState.BEGUN)
    html = await look(browser)
    assert words.BEGUN in html
    assert words.TOO_LATE in html
    assert "Tirsdag 24. november 2026 kl. 10.00–11.00" in html
    assert "https://join.nhn.no/webapp/conference/123456" in html
    assert "<form" not in html


async def test_an_answer_crosses_the_start(rooms: FakeRooms, browser: Browser) -> None:
    """Who answers just after the start is told, and gets no error."""
    form = fields(await look(browser)) | {"verdict": "accepted"}
    rooms.page = replace(rooms.page, state=PageState.BEGUN)
    response = await browser.post(HERE, data=form)
    assert response.status == 200
    assert words.TOO_LATE in await response.text()


async def test_an_answer_crosses_the_cancellation(rooms: FakeRooms, browser: Browser) -> None:
    """Who answers just after the cancellation is told, and gets no error (F15)."""
    form = fields(await look(browser)) | {"verdict": "accepted"}
    rooms.page = replace(rooms.page, state=PageState.CANCELLED, revision=2)
    response = await browser.post(HERE, data=form)
    assert response.status == 200
    assert "Møtet er avlyst" in await response.text()
    assert len(rooms.given) == 1


async def test_dead_links_look_alike(rooms: FakeRooms, browser: Browser) -> None:
    """Wrong, garbled, too short, another path and expired: the same bytes, the same status."""
    paths = [
        f"/svar/{TOKEN[::-1]}",
        f"/svar/{CODE}",
        "/svar/x",
        "/svar/%00%ff",
        "/svar/" + "a" * 4000,
        f"/svar/{TOKEN}/annet",
        "/svar/..%2f..%2fetc%2fpasswd",
        f"/svar/{TOKEN[::-1]}/mote.ics",
    ]
    seen = [await browser.get(path) for path in paths]
    rooms.page = answer_page(state=PageState.EXPIRED)
    seen.append(await browser.get(HERE))
    seen.append(await browser.post(HERE, data={"verdict": "accepted"}))
    assert {response.status for response in seen} == {404}
    assert len({await response.read() for response in seen}) == 1
    assert rooms.given == []


async def test_garbage_is_looked_up_too(rooms: FakeRooms, browser: Browser) -> None:
    """What cannot be a token costs the same look-up as a wrong one, and never reaches the store."""
    await browser.get("/svar/'; drop table")
    assert rooms.asked == ["-"]


async def test_a_mail_programs_full_stop_is_forgiven(browser: Browser) -> None:
    """An address taken along with its full stop still opens."""
    assert words.QUESTION in await look(browser, HERE + ".")


async def test_the_calendar_file(browser: Browser) -> None:
    """The file is a calendar with a name that says nothing."""
    response = await browser.get(f"{HERE}/mote.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert 'filename="mote.ics"' in response.headers["Content-Disposition"]
    assert (await response.read()).startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize("typed", [CODE, "k7m2-q9rt-4xwp", " K7M2 Q9RT 4XWP "])
async def test_a_code_opens_the_page(browser: Browser, typed: str) -> None:
    """A code copied by hand opens the page, however it is written."""
    response = await browser.post("/svar", data={"code": typed})
    assert response.url.path == HERE
    assert words.QUESTION in await response.text()


async def test_wrong_codes_look_alike(rooms: FakeRooms, browser: Browser) -> None:
    """Wrong, short, foreign and expired codes get the same bytes, with the field to try again."""
    tries = ["K7M2Q9RT4XWQ", "", "x" * 5000, "ø" * 12, TOKEN]
    seen = [await browser.post("/svar", data={"code": typed}) for typed in tries]
    rooms.page = answer_page(state=PageState.EXPIRED)
    seen.append(await browser.post("/svar", data={"code": CODE}))
    assert {response.status for response in seen} == {404}
    pages = {await response.text() for response in seen}
    assert len(pages) == 1
    assert "<form" in pages.pop()


async def test_guessing_codes_is_slowed(rooms: FakeRooms, browser: Browser) -> None:
    """After ten wrong codes from one address no more are looked up for a while."""
    for _ in range(10):
        assert (await browser.post("/svar", data={"code": "A" * 12})).status == 404
    asked = len(rooms.asked)
    response = await browser.post("/svar", data={"code": CODE})
    assert (response.status, response.headers["Retry-After"]) == (429, "600")
    assert len(rooms.asked) == asked


async def test_each_office_behind_the_proxy_is_counted_alone(browser: Browser) -> None:
    """Behind a proxy on this machine it is the asker's address that runs out, not the proxy's."""
    spoofed = {"X-Forwarded-For": "203.0.113.9, 192.0.2.1"}
    for _ in range(10):
        await browser.post("/svar", data={"code": "A" * 12}, headers=spoofed)
    assert (await browser.post("/svar", data={"code": CODE}, headers=spoofed)).status == 429
    other = {"X-Forwarded-For": "192.0.2.1, 203.0.113.9"}
    assert (await browser.post("/svar", data={"code": CODE}, headers=other)).status == 200


async def test_nobody_locks_the_form_for_others(browser: Browser) -> None:
    """However many guess from however many places, a right code from elsewhere opens its page."""
    for number in range(310):
        origin = {"X-Forwarded-For": f"203.0.{number // 250}.{number % 250}"}
        wrong = {"code": "A" * 12}
        if number < 300:
            assert (await browser.post("/svar", data=wrong, headers=origin)).status == 404
    response = await browser.post("/svar", data={"code": CODE})
    assert (response.status, response.url.path) == (200, HERE)


async def test_right_codes_are_never_slowed(browser: Browser) -> None:
    """An office with many letters to answer is not stopped."""
    for _ in range(15):
        assert (await browser.post("/svar", data={"code": CODE})).status == 200


@pytest.mark.parametrize(
    ("attends", "role", "said", "linked"),
    [
        (Attendance.VIDEO, Role.GP, "På video", True),
        (Attendance.HOME, Role.PATIENT, "På video hjemmefra", True),
        (Attendance.GP_OFFICE, Role.GP, "På video fra kontoret ditt", True),
        (Attendance.GP_OFFICE, Role.PATIENT, "På legekontoret: Storgata 1", False),
        (Attendance.CLINIC, Role.PATIENT, "Oppmøte hos oss: Storgata 1", False),
        (Attendance.TELEPHONE, Role.NAV_ADVISER, "På telefon. Vi ringer deg.", False),
    ],
)
async def test_how_to_take_part(
    rooms: FakeRooms, browser: Browser, attends: Attendance, role: Role, said: str, *, linked: bool
) -> None:
    """Each way of taking part is said, with the link only where it is used."""
    rooms.page = answer_page(attends=attends, role=role, place="Storgata 1")
    html = await look(browser)
    assert said in html
    assert (words.OPEN_LINK in html) is linked


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//evil.example"])
async def test_only_web_addresses_become_links(
    rooms: FakeRooms, browser: Browser, link: str
) -> None:
    """Whatever was typed as a link, the page never runs it."""
    rooms.page = answer_page(link=link)
    assert link not in await look(browser)


async def test_a_link_to_come_is_said(rooms: FakeRooms, browser: Browser) -> None:
    """A missing link is said to come."""
    rooms.page = answer_page(link="")
    assert words.LINK_COMES in await look(browser)


async def test_nothing_forbidden_is_ever_shown(rooms: FakeRooms, browser: Browser) -> None:
    """No page for outsiders holds a health word, even where staff typed one (F17)."""
    answered = CurrentAnswer(verdict=Verdict.NEW_TIME, at=NOW, proposed=(datetime(2026, 12, 1, 9),))  # noqa: DTZ001  wall time
    pages = [
        answer_page(place="Smerteklinikken, 2. etasje", attends=Attendance.CLINIC),
        answer_page(public_name="Senter for utmattelse", current=answered),
        answer_page(state=PageState.CANCELLED),
        answer_page(state=PageState.EXPIRED),
    ]
    seen = [await (await browser.get("/svar")).text()]
    for page in pages:
        rooms.page = page
        seen.append(await (await browser.get(HERE)).text())
    texts = [unescape(re.sub(r'value="[^"]*"', "", html)) for html in seen]
    assert [forbidden_in(text) for text in texts] == [()] * len(texts)
