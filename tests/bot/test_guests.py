"""What the answer page may see and do, on a real database: tokens, codes, late answers."""

import asyncio
import re
import shutil
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

import pytest

from bot.house import House
from bot.opening import open_house, settings_for
from bot.seams import AnswerForm, AnswerPage, PageState
from bot.times_seams import TimesPage
from pathway.service.answers.answering import MOST_ANSWERS
from pathway.words import Role, Substitute, Verdict
from tests.fakes.rooms import served
from tests.story.office import Office, an_office, calendar_of, text_of, with_invited_gp

NINE = "2026-11-02T09:00"
LATER = "2026-11-03T12:00"
T = TypeVar("T")


@dataclass
class Asked:
    """A GP who got a mail: the case, and the mail, and its token and code."""

    office: Office
    ref: str
    mail: EmailMessage
    token: str
    code: str


Made = tuple[Path, bytes, str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A database in which a GP's invitation has left by mail, the mail, and the reference."""
    with an_office(tmp_path_factory.mktemp("made")) as office:
        ref = with_invited_gp(office, at=NINE, start="15.12.2026 kl 10", received="07.09.2026")
        office.tick("2026-11-02T09:10")
        return office.database, office.post.raw[0], ref


@pytest.fixture
def asked(tmp_path: Path, made: Made) -> Iterator[Asked]:
    """That GP, in a database of this test's own."""
    database, raw, ref = made
    with an_office(tmp_path) as office:
        shutil.copy(database, office.database)
        mail = message_from_bytes(raw, policy=policy.default)
        (token,) = re.findall(r"/svar/([\w-]{32})", text_of(mail))
        yield Asked(office=office, ref=ref, mail=mail, token=token, code=_code(office))


def _code(office: Office) -> str:
    """The code that a secure message would hold."""
    with closing(sqlite3.connect(office.database)) as database:
        (found,) = database.execute("SELECT id FROM invitations").fetchone()

    async def code(house: House) -> str:
        return house.links.links(found, 0).answer_code

    return at_the_door(code)


def at_the_door(ask: Callable[[House], Coroutine[None, None, T]], at: str = LATER) -> T:
    """What the house says at this moment."""
    house = open_house(settings_for(), at=at)
    try:
        return asyncio.run(ask(house))
    finally:
        house.store.close()


def page(token: str, at: str = LATER) -> AnswerPage | None:
    """The page of this token."""
    return _invitation(at_the_door(lambda house: house.answer_page(token), at))


def page_of_code(code: str) -> AnswerPage | None:
    """The page of this code."""
    return _invitation(at_the_door(lambda house: house.page_of_code(code)))


def _invitation(found: AnswerPage | TimesPage | None) -> AnswerPage | None:
    assert not isinstance(found, TimesPage)
    return found


def file(token: str, at: str = LATER) -> bytes | None:
    """The calendar file of this token."""
    return at_the_door(lambda house: house.ics(token), at)


def give(token: str, form: AnswerForm, at: str = LATER) -> AnswerPage | None:
    """The page after this answer."""
    return at_the_door(lambda house: house.give_answer(token, form), at)


def given(asked: Asked, form: AnswerForm, at: str = LATER) -> AnswerPage:
    """The page of somebody who was asked, after this answer."""
    found = give(asked.token, form, at)
    assert found is not None
    return found


def form(verdict: Verdict = Verdict.ACCEPTED, *, revision: int = 1, text: str = "") -> AnswerForm:
    """An answer as it comes from the page."""
    return AnswerForm(verdict=verdict, revision=revision, form_token="signed", text=text)


def answers(asked: Asked, at: str) -> list[dict[str, object]]:
    """Every answer that the case keeps."""
    found: list[dict[str, object]] = asked.office.case(asked.ref, at)["invitations"][0]["answers"]
    return found


def test_answers_on_the_page_have_an_end(asked: Asked) -> None:
    """Decision 62: the last that is kept holds, the page says that it takes no more."""
    both = (Verdict.ACCEPTED, Verdict.DECLINED)
    shown = [given(asked, form(both[n % 2])) for n in range(MOST_ANSWERS + 3)]
    assert [one.often for one in shown].index(True) == MOST_ANSWERS - 1
    assert shown[-1].current is not None
    assert shown[-1].current.verdict is both[(MOST_ANSWERS - 1) % 2]
    assert len(answers(asked, LATER)) == MOST_ANSWERS


def test_token_and_code_lead_to_the_same_page(asked: Asked) -> None:
    """The page tells its owner the neutral name, the time and nothing of the patient (P1)."""
    found = page(asked.token)
    assert found is not None
    assert found == page_of_code(asked.code)
    assert found == page_of_code(asked.code.lower().replace(" ", "-"))
    assert (found.public_name, found.ref, found.role) == ("Fjordly klinikk", asked.ref, Role.GP)
    assert (found.state, found.current, found.token) == (PageState.OPEN, None, asked.token)
    assert "Testesen" not in repr(found)


@pytest.mark.parametrize("garbage", ["", "-", "x" * 32, "K7M2 K7M2 K7M2", "\ud800", "æ" * 5000])
def test_garbage_is_nobodys(asked: Asked, garbage: str) -> None:
    """What is no token or code of ours has no page, takes no answer and changes nothing."""
    assert page(garbage) is None
    assert page_of_code(garbage) is None
    assert give(garbage, form()) is None
    assert file(garbage) is None
    assert answers(asked, LATER) == []


def test_the_database_does_not_give_links_away(asked: Asked) -> None:
    """Neither token, code nor any address of the page stands in the database, also once used."""
    given(asked, form())
    asked.office.say("oppgaver", "2026-11-03T12:30")
    raw = b"".join(path.read_bytes() for path in sorted(asked.office.folder.glob("shm.db*")))
    assert asked.ref.encode() in raw
    code = asked.code.replace(" ", "")
    for secret in (asked.token, asked.token[:12], asked.code, code, f"/svar/{asked.token[:6]}"):
        assert secret.encode() not in raw


def test_looking_records_nothing_but_the_look(asked: Asked) -> None:
    """A page may be looked at often: no answer, and one line in the log for each look (P3)."""
    before = asked.office.case(asked.ref, LATER)
    page(asked.token)
    page_of_code(asked.code)
    assert asked.office.case(asked.ref, LATER) == before


def test_a_double_click_is_one_answer(asked: Asked) -> None:
    """The same answer again is kept once; another answer is kept beside it, and holds."""
    given(asked, form())
    again = given(asked, form(), "2026-11-03T12:01")
    assert again.current is not None
    assert len(answers(asked, "2026-11-03T12:01")) == 1
    changed = given(asked, form(Verdict.DECLINED, text="Ring meg"), "2026-11-03T12:02")
    assert changed.current is not None
    assert (changed.current.verdict, changed.current.has_text) == (Verdict.DECLINED, True)
    said = [row["verdict"] for row in answers(asked, "2026-11-03T12:02")]
    assert said == ["accepted", "declined"]


def test_somebody_answers_for_the_gp(asked: Asked) -> None:
    """A locum's yes is kept with the name and with what kind of substitute it is (D2)."""
    locum = AnswerForm(
        verdict=Verdict.ACCEPTED,
        revision=1,
        form_token="signed",
        by_name="Vera Vikar",
        substitute=Substitute.FOR_NOW,
    )
    given(asked, locum)
    (row,) = answers(asked, LATER)
    assert (row["by"], row["substitute"], row["channel"]) == ("Vera Vikar", "for_now", "mail")


def test_an_answer_to_an_older_revision_changes_nothing(asked: Asked) -> None:
    """It is kept, does not count, and the page asks about the new time (F15)."""
    moved = {"datetime": "16.12.2026 kl 12"}
    asked.office.tell(f"flytt {asked.ref}", moved, at="2026-11-03T12:00")
    found = given(asked, form(revision=1), "2026-11-03T12:10")
    assert (found.revision, found.current, found.state) == (2, None, PageState.OPEN)
    (row,) = answers(asked, "2026-11-03T12:10")
    assert (row["counts"], row["why_not"], row["revision"]) == (False, "old_revision", 1)


def test_a_yes_that_a_change_keeps(asked: Asked) -> None:
    """D4b: less of the same hour keeps the yes, and the page says so; a new time asks again."""
    first = given(asked, form()).current
    assert first is not None
    assert not first.kept
    when = "2026-11-03T12:30"
    asked.office.tell(f"forkort {asked.ref} del 3 til 15", {"confirm": "ja"}, at=when)
    asked.office.tell(f"endre møtet {asked.ref}", {"choice": "uten nav", "confirm": "ja"}, at=when)
    kept = page(asked.token, when)
    assert kept is not None
    assert kept.current is not None
    assert kept.current.kept
    moved = "2026-11-03T12:40"
    asked.office.tell(f"flytt {asked.ref} 16.12.2026 kl 10", {"confirm": "ja"}, at=moved)
    again = page(asked.token, moved)
    assert again is not None
    assert again.current is None


def test_an_answer_after_a_stop(asked: Asked) -> None:
    """The page says that the meeting is off; an answer is kept, changes nothing, is no error."""
    asked.office.tell(
        f"stopp forløpet {asked.ref}",
        {"reason": "overført", "text": "flyttet"},
        at="2026-11-03T12:00",
    )
    found = given(asked, form(), "2026-11-03T12:10")
    assert (found.state, found.current) == (PageState.CANCELLED, None)
    (row,) = answers(asked, "2026-11-03T12:10")
    assert (row["counts"], row["why_not"]) == (False, "closed")
    assert file(asked.token, "2026-11-03T12:10") is None


def test_a_meetings_page_lasts_to_its_end(asked: Asked) -> None:
    """While it lasts the page says where the meeting is; from its end on there is none."""
    states = [
        (page(asked.token, f"2026-12-15T{clock}") or not_there()).state
        for clock in ("09:59", "10:00", "10:59", "11:00")
    ]
    assert states == [PageState.OPEN, PageState.BEGUN, PageState.BEGUN, PageState.EXPIRED]
    assert file(asked.token, "2026-12-15T10:00") is None


def not_there() -> AnswerPage:
    """Fail."""
    raise AssertionError("no page")


def test_a_cancelled_meeting_says_so_also_while_it_would_have_lasted(asked: Asked) -> None:
    """Who opens the page at the time of a cancelled meeting reads that it is off."""
    asked.office.tell(
        f"stopp forløpet {asked.ref}",
        {"reason": "overført", "text": "flyttet"},
        at="2026-11-03T12:00",
    )
    found = page(asked.token, "2026-12-15T10:10")
    assert found is not None
    assert found.state is PageState.CANCELLED


def test_a_padded_code_opens_nothing(asked: Asked) -> None:
    """The address takes tokens alone: a code in it would be guessed past the rate limit."""
    code = asked.code.replace(" ", "")

    async def look(house: House) -> list[int]:
        async with served(house) as browser:
            tries = [code + "-" * n for n in (0, 8, 20)] + [f"{code:_<32}", code.lower()]
            return [(await browser.get(f"/svar/{token}")).status for token in tries]

    assert at_the_door(look) == [404] * 5


def test_a_look_is_the_participants_own(asked: Asked) -> None:
    """Who opens the answer page stands in the log under the participant's id (P3)."""
    page(asked.token)
    asked.office.case(asked.ref, LATER)
    with closing(sqlite3.connect(asked.office.database)) as database:
        looks = "SELECT actor FROM audit WHERE door = 'answer' AND what = 'viewed'"
        actors = {actor for (actor,) in database.execute(looks)}
        known = {who for (who,) in database.execute("SELECT id FROM participants")}
    assert actors
    assert actors <= known


def test_an_answer_when_the_meeting_has_begun(asked: Asked) -> None:
    """It is kept and does not count."""
    given(asked, form(), "2026-12-15T10:00")
    (row,) = answers(asked, "2026-12-15T10:00")
    assert (row["counts"], row["why_not"]) == (False, "begun")


def test_a_calendar_file_for_who_has_no_calendar_mail(asked: Asked) -> None:
    """The page's file is the event as it was last told, with the same UID as in the mail."""
    found = file(asked.token)
    assert found is not None
    (uid,) = re.findall(rb"UID:(\S+)", found)
    assert uid.decode() in calendar_of(asked.mail)
    assert b"Testesen" not in found


def test_the_guest_stands_in_the_log(asked: Asked) -> None:
    """An answer on the page is in the log as the participant's own, through the page (P3)."""
    given(asked, form())
    asked.office.case(asked.ref, LATER)
    with closing(sqlite3.connect(asked.office.database)) as database:
        own = "door = 'answer' AND actor IN (SELECT id FROM participants)"
        logged = [what for (what,) in database.execute(f"SELECT what FROM audit WHERE {own}")]  # noqa: S608
    assert "RecordAnswer" in logged


def test_the_page_of_a_removed_case_says_called_off(tmp_path: Path) -> None:
    """P5: a code that was copied and never ticked off leads to a page that names nothing."""
    with an_office(tmp_path) as office:
        facts = {"name": "Test Testesen", "received": "07.09.2026", "gp": "Mari Mønster"}
        office.tell("ny pasient", facts, at=NINE)
        ref = office.ref(NINE)
        answers = {"datetime": "15.12.2026 kl 10", "leader": "lege"}
        office.tell(f"kall inn {ref}", answers, at=NINE)
        code = _code(office)
        assert page_of_code(code) is not None
        office.tell(f"fjern sak {ref} feil pasient", {"confirm": "ja"}, at=LATER)
        found = page_of_code(code)
        assert found is not None
        assert (found.state, found.place, found.link) == (PageState.CANCELLED, "", "")
        assert "Test" not in repr(found)
