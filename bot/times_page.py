"""The page "Hvilke tider passer?": one person's own times, a box each for yes and for no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from bot.answer_form import COMMENT_LIMIT, tidy
from bot.pages import Pages
from bot.times_seams import TimesForm, TimesPage, TimesState
from bot.web_guard import page as web_page
from bot.web_guard import same, signature
from dialogs.wording.nb import pages as words
from dialogs.wording.nb import times_page as say
from dialogs.wording.neutral import neutral
from pathway.identity import holds_birth_number

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the template shows beside the page itself."""

    picked: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
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
        how=words.how(found.attends, neutral(found.place), own=found.role == "gp"),
        choices=[(one.id, words.when(one.window, found.zone)) for one in found.times],
        picked=said | dict(shown.picked),
        open=found.state is TimesState.OPEN and bool(found.times),
        decided=found.state is TimesState.DECIDED,
        answered=found.answered and all(one.suits is not None for one in found.times),
        suiting=[words.when(one.window, found.zone) for one in found.times if one.suits],
        hidden={"revision": str(found.revision), "form_token": _token(key, found)},
        limit=COMMENT_LIMIT,
        shown=shown,
    )
    return web_page(html, status=shown.status)


def _token(key: bytes, found: TimesPage) -> str:
    return signature(key, "times", found.token, str(found.revision))


def read(key: bytes, found: TimesPage, form: Mapping[str, str]) -> TimesForm | Shown:
    """What was posted, or the page with what is wrong; nothing that was typed is lost."""
    text = tidy(form.get("text", ""), lines=True)
    picked: dict[str, str] = {one.id: form.get(one.id, "") for one in found.times}
    given = signature(key, "times", found.token, form.get("revision", ""))
    faults: dict[str, str] = {}
    if not same(form.get("form_token", ""), given):
        faults["form"] = words.FORM_IS_OLD
    elif form.get("revision") == str(found.revision):
        missing = [one for one, said in picked.items() if said not in {YES, NO}]
        faults |= dict.fromkeys(missing, say.EACH_NEEDED)
    if len(text) > COMMENT_LIMIT:
        faults["text"] = words.COMMENT_TOO_LONG
    elif holds_birth_number(text):
        faults["text"] = words.NO_BIRTH_NUMBER
    if faults:
        return Shown(picked=picked, text=text, faults=faults, status=400)
    return TimesForm(
        suits=tuple(one.id for one in found.times if picked[one.id] == YES),
        revision=int(form["revision"]),
        form_token=form["form_token"],
        text=text,
    )
