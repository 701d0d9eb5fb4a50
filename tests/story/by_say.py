"""Plays a tale by `shm say` and `shm tick`; whoever is outside answers on the real web doors."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.opening import open_house, settings_for
from dialogs.wording.nb import local_page, times_page
from dialogs.wording.nb import pages as words
from pathway.words import Substitute, Verdict
from pathway.workdays import is_weekend
from tests.fakes.rooms import fields as hidden_fields
from tests.fakes.rooms import served
from tests.story import telling
from tests.story.driver import Expects, Reply
from tests.story.office import Office, text_of
from tests.story.telling import Names, Step, Tale, WrongTaleError

if TYPE_CHECKING:
    from bot.house import House
    from bot.seams import CaseView
    from dialogs.turn import JSON

MORNING = "08:00"
"""When the daemon passes on the weekdays between two lines: as working days and digests begin."""

ACTS = {"types", "fills", "presses", "answers"}

SAYS_NOTHING = "hjelp"
WATCH = "vis møtet"
FIELDS = {
    words.OWN_NAME: "by_name",
    words.COMMENT: "text",
    words.DATE: "proposed_date",
    words.TIME: "proposed_time",
}
BOXES = {times_page.SUITS: "yes", times_page.SUITS_NOT: "no"}
MOST_QUESTIONS = 20


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something that somebody outside has got."""

    kind: str
    text: str


class ByTyping:
    """The player: `play` raises where the tale and the program differ."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._names = Names()
        self._now = ""
        self._ref = ""
        self._heard: defaultdict[str, list[Reply]] = defaultdict(list)
        self._expects: dict[str, Expects] = {}

    def play(self, tale: Tale) -> None:
        """The whole tale, from its first moment."""
        acts: dict[str, Callable[[Step], str]] = {
            "types": lambda step: self._say(step.who, self._names.fill(step.text)),
            "fills": self._fill,
            "presses": self._press,
            "looks": lambda step: self._look(step.who),
            "watches": lambda step: self._say(step.who, f"{WATCH} {self._ref}"),
            "reads": self._read,
            "answers": self._answer,
        }
        for step in tale.steps:
            self._pass_time(step.at)
            shown = "" if step.who == "clock" else acts[step.how](step)
            if step.how in ACTS:
                self._office.tick(self._now)
            self._names.check(step, shown)
            self._ref = self._names.case_of(step) or self._ref

    def _pass_time(self, at: str) -> None:
        """The daemon passes on every morning until then."""
        assert at >= self._now, f"the tale goes back to {at}"
        day = datetime.fromisoformat(self._now or at).date()
        while day <= datetime.fromisoformat(at).date():
            if self._now < f"{day}T{MORNING}" < at and not is_weekend(day):
                self._office.tick(f"{day}T{MORNING}")
            day += timedelta(days=1)
        if at != self._now:
            self._now = at
            self._office.tick(at)

    # --- staff ---------------------------------------------------------------------------------

    def _say(self, who: str, text: str) -> str:
        said = self._office.say(text, self._now, who=who)
        self._heard[who] += said["replies"]
        self._expects[who] = said["expects"]
        return _texts(said["replies"])

    def _look(self, who: str) -> str:
        """What waited; the answer to what was said to see it is left out."""
        replies = self._office.say(SAYS_NOTHING, self._now, who=who)["replies"][:-1]
        self._heard[who] += replies
        return _texts(replies)

    def _fill(self, step: Step) -> str:
        """Each question that is asked is answered from what the card would have said."""
        given, _ = telling.fields(self._names.fill(step.text))
        answers = {self._question(step, label): value for label, value in given.items()}
        heard = []
        for _ in range(MOST_QUESTIONS):
            expects = self._expects[step.who]
            question = expects["question"]
            if expects["kind"] in {"none", "confirm"} or (
                expects["required"] and question not in answers and not answers
            ):
                break
            if expects["required"] and question not in answers:
                raise WrongTaleError(f"line {step.number}: {question} must be filled in")
            heard.append(self._say(step.who, answers.pop(question, "")))
        if answers:
            raise WrongTaleError(f"line {step.number}: never asked: {', '.join(answers)}")
        return "\n\n".join(heard)

    def _question(self, step: Step, label: str) -> str:
        """The question of the newest card with fields whose label begins so."""
        for card in self._cards(step.who):
            found = {str(i["label"]): str(i["id"]) for i in parts(card, "Input.") if "label" in i}
            named = [name for beside, name in found.items() if beside.startswith(label)]
            if named:
                return named[0]
            if found:
                raise WrongTaleError(f"line {step.number}: no field «{label}», but {found}")
        raise WrongTaleError(f"line {step.number}: no card to fill in")

    def _press(self, step: Step) -> str:
        """What the newest button with that title says is typed."""
        title = self._names.fill(step.text)
        buttons = [a for card in self._cards(step.who) for a in parts(card, "Action.Execute")]
        for button in buttons:
            if button["title"] == title:
                return self._say(step.who, _said_by(button))
        titles = ", ".join(str(button["title"]) for button in buttons[:8])
        raise WrongTaleError(f"line {step.number}: no button «{title}», but {titles}")

    def _cards(self, who: str) -> Iterator[JSON]:
        return (reply["card"] for reply in reversed(self._heard[who]) if reply["card"])

    # --- people outside ------------------------------------------------------------------------

    def _read(self, step: Step) -> str:
        kind, _, count = step.text.rpartition(" ")
        items = [item for item in self._items(step.who) if kind in {"alt", item.kind}]
        if len(items) != int(count):
            kinds = ", ".join(item.kind for item in items)
            raise WrongTaleError(f"line {step.number}: {step.who} has {len(items)}: {kinds}")
        return items[0].text if items else ""

    def _items(self, who: str) -> list[Item]:
        """What this person has got, the newest of each kind first."""
        with self._house() as house:
            view = asyncio.run(house.case_view("sekretar", self._ref)) if self._ref else None
            address = _address(house, view, who)
        mails = [
            Item(kind="e-post", text=f"{mail['Subject']}\n{text_of(mail)}")
            for mail in reversed(self._office.post.mails)
            if who == telling.EVERYBODY or (address and address in str(mail["To"]).lower())
        ]
        papers = [
            Item(kind=local_page.carried_by(one.channel), text=one.text)
            for one in (view.carried[::-1] if view else ())
            if who in {telling.EVERYBODY, one.to.name}
        ]
        return mails + papers

    def _answer(self, step: Step) -> str:
        given, pressed = telling.fields(self._names.fill(step.text))
        link, code = telling.newest_way(item.text for item in self._items(step.who))
        with self._house() as house:
            html = asyncio.run(_answered(house, link, code, lambda h: _form(h, given, pressed)))
        return words_of(html)

    @contextmanager
    def _house(self) -> Iterator[House]:
        house = open_house(settings_for(), at=self._now)
        try:
            yield house
        finally:
            house.store.close()


def _form(html: str, given: dict[str, str], pressed: list[str]) -> dict[str, str]:
    """What is posted: a time's boxes stand under words that begin as the tale says."""
    if times_page.SEND in html:
        times = dict(re.findall(r"<legend>([^<]+)</legend>.*?name=\"([^\"]+)\"", html, re.DOTALL))
        found = {label: [times[t] for t in times if t.startswith(label)] for label in given}
        return {
            (found[label] or [FIELDS.get(label, "")])[0]: BOXES.get(said, said)
            for label, said in given.items()
        }
    form = {FIELDS[label]: value for label, value in given.items()}
    for choice in Substitute:
        if words.substitute(choice) in pressed:
            form["substitute"] = choice.value
    (verdict,) = [v for v in Verdict if words.verdict(v) in pressed]
    return form | {"verdict": verdict.value}


async def _answered(
    house: House, link: str, code: str, form: Callable[[str], dict[str, str]]
) -> str:
    """The page as it is after the answer."""
    async with served(house) as browser:
        shown = await (browser.get(link) if link else browser.post("/svar", data={"code": code}))
        html = await shown.text()
        if "verdict" not in html and times_page.SEND not in html:
            return html
        done = await browser.post(shown.url.path, data=hidden_fields(html) | form(html))
        return await done.text()


def _address(house: House, view: CaseView | None, who: str) -> str:
    known = [(one.name, one.email) for one in house.clinic.contacts]
    if view is not None:
        known = [(one.name, one.email) for one in view.case.participants] + known
    return next((email.lower() for name, email in known if name == who and email), "")


def _texts(replies: list[Reply]) -> str:
    return "\n\n".join(reply["text"] for reply in replies)


def _said_by(action: JSON) -> str:
    """What pressing it says: a text, or the one field that it fills in."""
    data = action["data"]
    assert isinstance(data, dict)
    if "text" in data:
        return str(data["text"])
    (value,) = [str(v) for name, v in data.items() if name not in {"do", "form", "n"}]
    return value


def parts(node: object, kind: str) -> Iterator[JSON]:
    """Every piece of a card whose type begins so."""
    if isinstance(node, list):
        for item in node:
            yield from parts(item, kind)
    if isinstance(node, dict):
        if str(node.get("type", "")).startswith(kind):
            yield node
        for name, value in node.items():
            if name != "fallback":
                yield from parts(value, kind)


def words_of(html: str) -> str:
    """What stands on a page, roughly as it is read."""
    body = html.partition("<main")[2]
    return re.sub(r"<[^>]+>", " ", body)
