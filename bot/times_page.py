"""The page "Hvilke tider passer?": one person's own times, a box each for yes and for no."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web

from bot import answer_form
from bot.pages import Pages
from bot.times_seams import TimesForm, TimesPage, TimesState
from bot.web_guard import page as web_page
from bot.web_guard import same, signature
from dialogs.wording.nb import pages as words
from dialogs.wording.nb import times_page as say
from dialogs.wording.neutral import neutral
from pathway.words import Substitute

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the template shows beside the page itself."""

    picked: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    changed: bool = False
    status: int = 200


def drawn(pages: Pages, key: bytes, found: TimesPage, shown: Shown | None = None) -> web.Response:
    """The page; `key` signs its form."""
    shown = shown or Shown()
    phone = neutral(found.phone)
    answers = {None: "", True: YES, False: NO}
    said: dict[str, str] = {one.id: answers[one.suits] for one in found.times}
    html = pages.render(
        "times.html",
        w=words,
        s=say,
        page=found,
        public_name=neutral(found.public_name),
        phone=phone,
        tel="".join(sign for sign in found.phone if sign.isdecimal() or sign == "+"),
        how=words.how(found.attends, neutral(found.place), own=found.may_substitute),
        choices=[(one.id, words.when(one.window, found.zone)) for one in found.times],
        picked=said | dict(shown.picked),
        open=found.state is TimesState.OPEN and bool(found.times),
        decided=found.state is TimesState.DECIDED,
        answered=found.answered and all(one.suits is not None for one in found.times),
        suiting=[words.when(one.window, found.zone) for one in found.times if one.suits],
        hidden={"revision": str(found.revision), "form_token": _token(key, found)},
        limits={"text": answer_form.COMMENT_LIMIT, "by_name": answer_form.NAME_LIMIT},
        substitutes=tuple(Substitute),
        times=tuple(enumerate(answer_form.TIMES, 1)),
        typed=_before(found) | dict(shown.typed),
        faults=shown.faults,
        saying_more=bool(found.proposed) or any(_more(shown.typed)),
        shown=shown,
    )
    return web_page(html, status=shown.status)


def _token(key: bytes, found: TimesPage) -> str:
    return signature(key, "times", found.token, str(found.revision))


def read(key: bytes, found: TimesPage, form: Mapping[str, str], now: datetime) -> TimesForm | Shown:
    """What was posted, or the page with what is wrong; nothing that was typed is lost.

    `now` is wall time where the meeting is.
    """
    names = answer_form.FIELDS
    typed = {n: answer_form.tidy(form.get(n, ""), lines=n == "text") for n in names}
    picked: dict[str, str] = {one.id: form.get(one.id, "") for one in found.times}
    given = signature(key, "times", found.token, form.get("revision", ""))
    faults: dict[str, str] = {}
    if not same(form.get("form_token", ""), given):
        faults["form"] = words.FORM_IS_OLD
    elif form.get("revision") == str(found.revision):
        missing = [one for one, said in picked.items() if said not in {YES, NO}]
        faults |= dict.fromkeys(missing, say.EACH_NEEDED)
    substitute = Substitute.NONE
    if found.may_substitute:
        substitute = answer_form.read_substitute(typed, faults)
    proposed = answer_form.read_proposed(typed, now, faults)
    answer_form.check_words(typed, faults)
    if faults:
        return Shown(picked=picked, typed=typed, faults=faults, status=400)
    return TimesForm(
        suits=tuple(one.id for one in found.times if picked[one.id] == YES),
        revision=int(form["revision"]),
        form_token=form["form_token"],
        text=typed["text"],
        proposed=proposed,
        by_name=typed["by_name"] if substitute is not Substitute.NONE else "",
        substitute=substitute,
    )


def _more(typed: Mapping[str, str]) -> Iterator[str]:
    """What was written besides the answer to each time."""
    beside = {"substitute", "by_name"}
    return (text for name, text in typed.items() if name not in beside)


def _before(found: TimesPage) -> dict[str, str]:
    """What was answered the last time, to be changed; a comment is not shown again."""
    times = dict(zip(answer_form.TIMES, found.proposed, strict=False))
    kept = {"substitute": found.substitute.value, "by_name": found.by_name}
    for (day, clock), when in times.items():
        kept |= {day: f"{when:%Y-%m-%d}", clock: f"{when:%H:%M}"}
    return dict.fromkeys(answer_form.FIELDS, "") | kept
