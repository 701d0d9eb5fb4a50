"""The answer page: one invitation, one question, three buttons. A GET only ever shows."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from bot import answer_form, times_page
from bot.pages import Pages
from bot.rates import RateLimit
from bot.seams import AnswerPage, PageState, Rooms
from bot.times_seams import TimesPage, TimesState
from bot.web_guard import client_address, fault, page, read_form, same, see_other, signature
from dialogs.wording.nb import dates
from dialogs.wording.nb import pages as words
from dialogs.wording.neutral import clean_link, neutral
from pathway.words import Attendance, Substitute

CODE_LENGTH = 12
NOTHING = "-"
"""Looked up in place of what cannot be a token, so that garbage takes as long as a wrong one."""

_TOKEN = re.compile(r"[a-z2-7]{32}")
_AFTER_ADDRESS = ".,;:!?)>]»”\"'"
_SEEN = ("revision", "seen_when", "seen_how")
_TRIES = 10
_TRIES_OF_ALL = 300
_WINDOW_SECONDS = 600.0
_SLOW_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a template shows beside the page itself."""

    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    before: tuple[tuple[str, str, str], ...] = ()  # what, before, now
    status: int = 200


class AnswerDoor:
    """The handlers of `/svar`; `key` signs the forms."""

    def __init__(self, rooms: Rooms, key: bytes, pages: Pages) -> None:
        self._rooms = rooms
        self._key = key
        self._pages = pages
        self._codes = RateLimit(
            each=_TRIES, total=_TRIES_OF_ALL, seconds=_WINDOW_SECONDS, slow=_SLOW_SECONDS
        )

    def routes(self) -> list[web.AbstractRouteDef]:
        """The paths and what answers them."""
        return [
            web.get("/svar", self.ask_code),
            web.post("/svar", self.take_code),
            web.get("/svar/{token}", self.show),
            web.post("/svar/{token}", self.take),
            web.get("/svar/{token}/mote.ics", self.calendar),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the page; nothing is recorded."""
        found = await self._find(request)
        if isinstance(found, TimesPage):
            return times_page.drawn(self._pages, self._key, found)
        return self._answer_page(found) if found else fault(request, 404)

    async def take(self, request: web.Request) -> web.Response:
        """Take an answer, then send the reader back to look at the receipt."""
        form = await read_form(request)
        found = await self._find(request)
        if found is None:
            return fault(request, 404)
        if isinstance(found, TimesPage):
            return await self._take_times(request, found, form)
        return await self._take_answer(request, found, form)

    async def _take_answer(
        self, request: web.Request, found: AnswerPage, form: Mapping[str, str]
    ) -> web.Response:
        if not self._signed(found.token, form):
            shown = Shown(faults={"form": words.FORM_IS_OLD}, status=400)
            return self._answer_page(found, shown)
        now = dates.wall(self._rooms.now(), found.zone)
        read = answer_form.read(form, may_substitute=found.may_substitute, now=now)
        if read.answer is None:
            return self._answer_page(found, Shown(typed=read.typed, faults=read.faults, status=400))
        after = await self._rooms.give_answer(found.token, read.answer)
        if after is None or after.state is PageState.EXPIRED:
            return fault(request, 404)
        if after.revision != read.answer.revision and after.state is PageState.OPEN:
            return self._answer_page(after, Shown(before=_changes(form, after)))
        return see_other(f"/svar/{found.token}")

    async def _take_times(
        self, request: web.Request, found: TimesPage, form: Mapping[str, str]
    ) -> web.Response:
        """Which times suit, kept; who answered to other times than these sees the new ones."""
        now = dates.wall(self._rooms.now(), found.zone)
        read = times_page.read(self._key, found, form, now)
        if isinstance(read, times_page.Shown):
            return times_page.drawn(self._pages, self._key, found, read)
        after = await self._rooms.give_times(found.token, read)
        if after is None:
            return fault(request, 404)
        if after.revision != read.revision and after.state is TimesState.OPEN:
            shown = times_page.Shown(changed=True)
            return times_page.drawn(self._pages, self._key, after, shown)
        return see_other(f"/svar/{found.token}")

    async def calendar(self, request: web.Request) -> web.Response:
        """The invitation as a file for the reader's own calendar."""
        body = await self._rooms.ics(_token(request))
        if body is None:
            return fault(request, 404)
        disposition = 'attachment; filename="mote.ics"'
        return web.Response(
            body=body,
            headers={"Content-Type": "text/calendar; charset=utf-8"}
            | {"Content-Disposition": disposition},
        )

    async def ask_code(self, _request: web.Request) -> web.Response:
        """Ask for the code of those who copy by hand."""
        return self._code_page()

    async def take_code(self, request: web.Request) -> web.Response:
        """Send the reader to the code's page; every wrong code gets the same answer."""
        form = await read_form(request)
        address, at = client_address(request), asyncio.get_running_loop().time()
        wait = self._codes.take(address, at)
        if wait is None:
            return fault(request, 429, {"Retry-After": str(int(_WINDOW_SECONDS))})
        await asyncio.sleep(wait)
        code = "".join(c for c in form.get("code", "").upper() if c.isalnum())
        right_length = len(code) == CODE_LENGTH and code.isascii()
        found = await self._rooms.page_of_code(code if right_length else NOTHING)
        if found is None or found.state == PageState.EXPIRED:
            return self._code_page(words.CODE_WRONG)
        self._codes.give_back(address)
        return see_other(f"/svar/{found.token}")

    async def _find(self, request: web.Request) -> AnswerPage | TimesPage | None:
        """The page of the token in the address, or None for all that has none any more."""
        found = await self._rooms.answer_page(_token(request))
        return None if found is None or found.state == PageState.EXPIRED else found

    def _answer_page(self, found: AnswerPage, shown: Shown | None = None) -> web.Response:
        shown = shown or Shown()
        seen = _seen(found)
        html = self._pages.render(
            "answer.html",
            w=words,
            page=found,
            public_name=neutral(found.public_name),
            phone=neutral(found.phone),
            tel=_dialled(found.phone),
            when=seen["seen_when"],
            how=seen["seen_how"],
            link=_web_link(found),
            link_comes=_uses_link(found) and not found.link,
            cancelled=found.state is PageState.CANCELLED,
            begun=found.state is PageState.BEGUN,
            hidden=seen | {"form_token": signature(self._key, found.token, *seen.values())},
            choices=answer_form.CHOICES,
            substitutes=tuple(Substitute),
            times=tuple(enumerate(answer_form.TIMES, 1)),
            limits={"text": answer_form.COMMENT_LIMIT, "by_name": answer_form.NAME_LIMIT},
            proposing=any(shown.typed.get(name) for pair in answer_form.TIMES for name in pair),
            typed=dict.fromkeys(answer_form.FIELDS, "") | dict(shown.typed),
            faults=shown.faults,
            before=shown.before,
        )
        return page(html, status=shown.status)

    def _code_page(self, wrong: str = "") -> web.Response:
        clinic = self._rooms.clinic
        html = self._pages.render(
            "code.html",
            w=words,
            public_name=neutral(clinic.public_name),
            phone=neutral(clinic.phone),
            tel=_dialled(clinic.phone),
            wrong=wrong,
        )
        return page(html, status=404 if wrong else 200)

    def _signed(self, token: str, form: Mapping[str, str]) -> bool:
        """Whether this form was drawn by us, for this token, with these facts."""
        seen = [form.get(name, "") for name in _SEEN]
        return same(form.get("form_token", ""), signature(self._key, token, *seen))


def _token(request: web.Request) -> str:
    """The token in the address, without what a mail program may have taken along with it."""
    token = request.match_info["token"].strip().rstrip(_AFTER_ADDRESS)
    return token if _TOKEN.fullmatch(token) else NOTHING


def _seen(found: AnswerPage) -> dict[str, str]:
    """What the reader sees of time and place, signed into the form to tell later what changed."""
    return {
        "revision": str(found.revision),
        "seen_when": words.when(found.window, found.zone),
        "seen_how": words.how(found.attends, neutral(found.place), own=found.may_substitute),
    }


def _changes(form: Mapping[str, str], after: AnswerPage) -> tuple[tuple[str, str, str], ...]:
    """What is another than when the form was drawn: its name, before and now."""
    now = _seen(after)
    rows = (
        (words.WHEN, form["seen_when"], now["seen_when"]),
        (words.HOW, form["seen_how"], now["seen_how"]),
    )
    return tuple(row for row in rows if row[1] != row[2])


def _uses_link(found: AnswerPage) -> bool:
    """Whether the owner takes part by the link; a doctor at the own office does."""
    if found.attends is Attendance.GP_OFFICE:
        return found.may_substitute
    return found.attends in {Attendance.VIDEO, Attendance.HOME}


def _dialled(phone: str) -> str:
    """The number as a telephone takes it."""
    return "".join(sign for sign in phone if sign.isdecimal() or sign == "+")


def _web_link(found: AnswerPage) -> str:
    """The link, where it is one that a browser may open."""
    link = clean_link(found.link) if _uses_link(found) else ""
    return link if link.lower().startswith(("https://", "http://")) else ""
