"""The local clinic at `/`: chat, case, mailboxes and clock, drawn on the server."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from aiohttp import web

from bot import local_case, local_mail
from bot.local_chat import Chat
from bot.local_events import Events
from bot.local_looks import Look, Looks
from bot.pages import Pages
from bot.seams import ClockStep, Mailbox, Rooms
from bot.web_guard import (
    is_from_elsewhere,
    only_here,
    page,
    read_form,
    same,
    see_other,
    signature,
)
from dialogs.cards import running as run_card
from dialogs.reading import LONGEST
from dialogs.turn import Reply, Utterance
from dialogs.wording.nb import dates, reactions
from dialogs.wording.nb import local_page as words
from dialogs.wording.nb.conversations import too_long
from pathway.clinic import Clinic, Staff
from pathway.words import Role

DOOR = "page"
REFRESH = "X-Refresh"
"""Sent by the page's own script when it looks by itself for what is new."""
TABS = ("chat", "case", "mail")
_REF = frozenset(string.ascii_uppercase + string.digits)
_REF_LONGEST = 12
_BOX_LONGEST = 254
_LATEST = "#latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the address says is open: whose chat, which case, which mail, which tab."""

    staff: str
    case: str = ""
    box: str = ""
    mail: str = ""
    tab: str = "chat"

    def address(self, **changes: str) -> str:
        """The page's address with these changes; what is empty is left out."""
        view = replace(self, **changes)
        fields = {"staff": view.staff, "case": view.case, "box": view.box, "mail": view.mail}
        given = {name: value for name, value in fields.items() if value}
        return "/?" + urlencode(given | ({"tab": view.tab} if view.tab != "chat" else {}))

    def fields(self) -> dict[str, str]:
        """What a form carries along to come back to the same view."""
        return {
            "staff": self.staff,
            "case": self.case,
            "box": self.box,
            "mail": self.mail,
            "tab": self.tab,
        }


class LocalDoor:
    """The handlers of the local clinic; `key` signs its forms."""

    def __init__(self, rooms: Rooms, key: bytes, pages: Pages) -> None:
        self._rooms = rooms
        self._form_token = signature(key, "local clinic")
        self._pages = pages
        self._chats: dict[str, Chat] = {person.id: Chat() for person in rooms.clinic.staff}
        self._looks = Looks(rooms)
        self.events = Events(rooms)

    def routes(self) -> list[web.AbstractRouteDef]:
        """The paths and what answers them; from this machine only."""
        return [
            web.get("/", only_here(self.show), allow_head=False),
            web.post("/chat", only_here(self.chat)),
            web.post("/clock", only_here(self.clock)),
            web.post("/mail", only_here(self.react)),
            web.get("/events", only_here(self.events.stream), allow_head=False),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Draw the page; messages that waited for this person count as shown.

        Where another site's page sent the browser, its wishes are forgotten and nothing counts.
        """
        elsewhere = is_from_elsewhere(request)
        if elsewhere and request.query_string:
            return see_other("/")
        view = self._view(request.query)
        chat = self._chats[view.staff]
        if not elsewhere:
            chat.hear(await self._rooms.waiting_chat(view.staff), self._now())
            await self._ask_again(view.staff, chat)
        look = await self._looks.at(view.staff, view.case, again=REFRESH in request.headers)
        running = self._running(view.staff, look)
        if running is not None:
            chat.renew(running)
        return page(await self._draw(view, chat, look))

    def _running(self, staff: str, look: Look) -> Reply | None:
        """The card of the meeting that runs in the open case, as it is now (R22)."""
        if look.case is None:
            return None
        seen = run_card.view(look.case.case, self._rooms.clinic, self._rooms.now(), staff)
        return run_card.card(seen) if seen else None

    async def _ask_again(self, staff: str, chat: Chat) -> None:
        """What was asked before this page began, so that nobody answers a question unseen."""
        if chat.asked_again:
            return
        chat.asked_again = True
        turn = await self._rooms.open_question(staff)
        if turn is not None:
            chat.take(turn, self._now())

    async def chat(self, request: web.Request) -> web.Response:
        """Take what was typed or pressed, and go back to the page."""
        form = await read_form(request)
        view = self._view(form)
        chat = self._chats[view.staff]
        if not self._signed(form):
            chat.tell(words.FORM_IS_OLD, self._now())
            return see_other(view.address() + _LATEST)
        before = chat.case
        said = self._said(chat, form)
        if said is not None:
            turn = await self._rooms.turn(view.staff, said, DOOR)
            chat.hear(await self._rooms.waiting_chat(view.staff), self._now())
            chat.take(turn, self._now())  # last, so that it is what the page opens at
        case = chat.case if chat.case != before else view.case or chat.case
        return see_other(view.address(case=case) + _LATEST)

    async def clock(self, request: web.Request) -> web.Response:
        """Turn the clock, and go back to the page."""
        form = await read_form(request)
        view = self._view(form)
        try:
            step = ClockStep(form.get("to", ""))
        except ValueError as error:
            raise web.HTTPBadRequest from error
        if self._signed(form):
            await self._rooms.move_clock(step)
        else:
            self._chats[view.staff].tell(words.FORM_IS_OLD, self._now())
        return see_other(view.address())

    async def react(self, request: web.Request) -> web.Response:
        """Somebody outside answers the open mail; back to it, with what was sent."""
        form = await read_form(request)
        view = self._view(form)
        reaction = local_mail.reaction_in(form)
        if reaction is None or not view.mail.isdecimal():
            raise web.HTTPBadRequest
        if self._signed(form):
            await self._rooms.react(view.box, int(view.mail), reaction)
        else:
            self._chats[view.staff].tell(words.FORM_IS_OLD, self._now())
        return see_other(view.address())

    def _said(self, chat: Chat, form: dict[str, str]) -> Utterance | None:
        """What the form says, with the person's own bubble; None where there is nothing to take."""
        if "press" in form:
            pressed = chat.press(form["press"], form)
            if pressed is None:
                chat.tell(words.CARD_GONE, self._now())
                return None
            chat.say(pressed[0], self._now())
            return pressed[1]
        text = form.get("text", "").strip()
        if len(text) > LONGEST:
            chat.tell(too_long(LONGEST), self._now())
            return None
        if text:
            chat.say(text, self._now())
        return Utterance(text=text) if text else None

    async def _draw(self, view: View, chat: Chat, look: Look) -> str:
        now = self._now()
        boxes = self._rooms.mailboxes()
        return self._pages.render(
            "local.html",
            w=words,
            r=reactions,
            view=view,
            now=words.now(now),
            today=now.date(),
            staff=self._rooms.clinic.staff,
            roles=_roles(self._rooms.clinic),
            hidden=view.fields() | {"form_token": self._form_token},
            chat=chat,
            longest=LONGEST,
            pane=local_case.pane(look.case, self._rooms.clinic, now) if look.case else None,
            board=look.board,
            boxes=self._boxes(_named(boxes, look), view),
            doormats=self._doormats(look),
            letter=self._letter(boxes, view),
        )

    def _boxes(self, boxes: Sequence[Mailbox], view: View) -> list[local_mail.Box]:
        """Every mailbox with its newest mails; all of them where one is open."""
        shown = [box for box in boxes if view.box in {"", box.address}] or boxes
        most = local_mail.NEWEST if len(shown) > 1 else local_mail.ALL
        return [local_mail.box(box, self._rooms.clinic.zone, most) for box in shown]

    def _doormats(self, look: Look) -> tuple[local_mail.Doormat, ...]:
        """What those of the open case got by hand."""
        carried = look.case.carried if look.case else ()
        return local_mail.doormats(carried, self._rooms.clinic.zone)

    def _letter(self, boxes: Sequence[Mailbox], view: View) -> local_mail.Letter | None:
        """The open mail."""
        for box in boxes:
            for number, mail in enumerate(box.mails):
                if box.address == view.box and str(number) == view.mail:
                    return local_mail.letter(mail, number, self._rooms.clinic.zone)
        return None

    def _view(self, given: Mapping[str, str]) -> View:
        """The view in an address or form; what does not exist gives way to what does."""
        wanted, tab = given.get("staff", ""), given.get("tab", "")
        staff = wanted if wanted in self._chats else _first(self._rooms.clinic).id
        return View(
            staff=staff,
            case="".join(c for c in given.get("case", "").upper() if c in _REF)[:_REF_LONGEST],
            box=given.get("box", "")[:_BOX_LONGEST],
            mail=given.get("mail", "")[:_REF_LONGEST],
            tab=tab if tab in TABS else TABS[0],
        )

    def _now(self) -> datetime:
        return dates.wall(self._rooms.now(), self._rooms.clinic.zone)

    def _signed(self, form: dict[str, str]) -> bool:
        return same(form.get("form_token", ""), self._form_token)


def _named(boxes: Sequence[Mailbox], look: Look) -> list[Mailbox]:
    """The mailboxes with the names and roles that their owners have in the open case."""
    people = look.case.case.participants if look.case else ()
    owners = {person.email.lower(): person for person in people if person.email}
    return [
        replace(box, name=box.name or owners[box.address].name, role=owners[box.address].role)
        if box.address in owners
        else box
        for box in boxes
    ]


def _first(clinic: Clinic) -> Staff:
    """Whose chat opens at first: a secretary's, where there is one."""
    return (*clinic.with_role(Role.SECRETARY), *clinic.staff)[0]


def _roles(clinic: Clinic) -> dict[str, str]:
    """Each member of staff's first role in words, by id."""
    order = {role: place for place, role in enumerate(Role)}
    return {
        p.id: words.role(min(p.roles, key=lambda r: order[r], default=None)) for p in clinic.staff
    }
