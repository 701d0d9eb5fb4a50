"""`POST /api/messages`: who knocks, whether we have heard it before, and what is answered.

Nothing of a body is read before the token is; nothing that came is ever logged. A request is
answered within a second; what takes longer is said in the chat when it is done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.hearing import Answered, Arrival
from bot.teams import meetings
from bot.teams.cards import SEAL, Seals
from bot.teams.connector import Conversation
from bot.teams.faults import broke
from bot.teams.keys import KeysUnavailableError
from bot.teams.lines import Lately, Lines
from bot.teams.receipts import Receipts
from bot.teams.sdk import MESSAGE, Answer, TeamsBot, message_of
from bot.teams.shape import MOST_BYTES, Arrived, MalformedError, read
from bot.teams.speaking import Post, Speaker
from bot.teams.token import Caller, TokenCheck, UnauthorizedError
from bot.web_guard import only_here, read_body
from dialogs.cards import guide
from dialogs.turn import Reply, Utterance
from dialogs.wording.nb import doors

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.seams import Chatting

BELOW = "/api"
PATH = f"{BELOW}/messages"
TEAMS = "msteams"
PATIENCE_SECONDS = 0.9
"""How long a request is kept waiting for its answer."""

_HELLO = frozenset({"installationUpdate", "conversationUpdate"})
_ANSWERED = frozenset({"message", "invoke"})

log = structlog.get_logger()


class TeamsDoor:
    """The door; `check` is None where `SHM_AUTH=none` lets everybody on this machine in."""

    def __init__(
        self,
        rooms: Chatting,
        check: TokenCheck | None,
        speaker: Speaker,
        seals: Seals,
        *,
        tenant: str,
        trusted: Callable[[str], bool],
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._rooms = rooms
        self._check = check
        self._speaker = speaker
        self._seals = seals
        self._tenant = tenant
        self._trusted = trusted
        self._patience = patience
        self._bot = TeamsBot(rooms.clinic.staff)
        self._lines = Lines()
        self._lately = Lately()
        self._said = Lately()
        self._late: set[asyncio.Task[Answer]] = set()
        self._receipts = Receipts(rooms)

    def app(self) -> web.Application:
        """The path and what answers it."""
        app = web.Application()
        take = self.take if self._check is not None else only_here(self.take)
        app.add_routes([web.post(PATH.removeprefix(BELOW), take)])
        return app

    async def take(self, request: web.Request) -> web.Response:
        """Take one activity; 400, 401, 413 and 503 say no more than that."""
        caller = await self._caller(request)
        if self._speaker.busy:
            raise web.HTTPServiceUnavailable
        body = await read_body(request, MOST_BYTES)
        try:
            arrived = read(body)
        except MalformedError:
            raise web.HTTPBadRequest from None
        self._check_place(caller, arrived)
        if arrived.type in _HELLO | _ANSWERED:
            return await self._answered(arrived)
        await self._seen(arrived)
        return web.Response()

    async def _caller(self, request: web.Request) -> Caller | None:
        if self._check is None:
            return None
        given = request.headers.getall("Authorization", [])
        try:
            return await self._check.check(given[0] if len(given) == 1 else "")
        except UnauthorizedError as error:
            log.warning("teams_refused", reason=error.reason)
            raise web.HTTPUnauthorized from None
        except KeysUnavailableError:
            raise web.HTTPServiceUnavailable from None

    def _check_place(self, caller: Caller | None, arrived: Arrived) -> None:
        """The address that is answered is the token's own, the channel Teams, the tenant ours."""
        address = caller is None or _bare(caller.service_url) == _bare(arrived.service_url)
        teams = caller is None or arrived.channel == TEAMS
        tenant = caller is None or arrived.tenant.lower() == self._tenant.lower()
        if not (address and teams and tenant and self._trusted(arrived.service_url)):
            log.warning("teams_refused", reason="channel, tenant or address")
            raise web.HTTPUnauthorized

    async def _seen(self, arrived: Arrived) -> None:
        """What happened in a video meeting; one that is lost is one suggestion less."""
        said = meetings.sighting(arrived, self._bot.person, self._tenant)
        if said is not None:
            async with self._lines.turn(arrived.conversation):
                await meetings.tell(self._rooms, said)

    # --- a message or a press ------------------------------------------------------------------

    async def _answered(self, arrived: Arrived) -> web.Response:
        """The answer, or that it comes: what was begun is finished in any case."""
        late = asyncio.Event()
        turn = asyncio.create_task(self._turn(arrived, late))
        self._late.add(turn)
        turn.add_done_callback(self._late.discard)
        done, _ = await asyncio.wait({turn}, timeout=self._patience)
        if turn in done:
            answer = turn.result()
            body = web.json_response(answer.body) if answer.body is not None else web.Response()
            body.set_status(answer.status)
            return body
        late.set()
        if arrived.type != "invoke":
            return web.Response(status=202)
        said = {"statusCode": 200, "type": MESSAGE, "value": doors.at_work()}
        return web.json_response(said)

    async def _turn(self, arrived: Arrived, late: asyncio.Event) -> Answer:
        """One turn at a time in a conversation; what is to be said is said in the background.

        `late` tells that the request is over: what its response would have held is posted too.
        """
        async with self._lines.turn(arrived.conversation):
            if arrived.type in _HELLO:
                await self._hello(arrived)
                return Answer()
            if not arrived.personal:
                return self._among_others(arrived)
            if self._bot.person(arrived.entra_id) is None and not self._lately.first(
                arrived.conversation, arrived.id
            ):
                return Answer()
            turn = _Turn(self._rooms, self._seals, arrived)
            answer = await self._bot.answer(arrived.fields, turn.say)
            if late.is_set() and answer.unposted is not None:
                answer.posts.insert(0, (answer.unposted, ""))
            said = turn.said or self._said.knows(arrived.conversation, arrived.id)
            if answer.posts and not said:
                posts = [Post(activity=a, instead_of=i) for a, i in answer.posts]
                self._say(arrived, posts, kept=turn.kept)
            elif not said:
                self._done(arrived.conversation, arrived.id)
            return answer

    def _among_others(self, arrived: Arrived) -> Answer:
        """Where others read along: whoever speaks to it hears where to go: no name, no case."""
        if arrived.type == "invoke":
            said = {"statusCode": 200, "type": MESSAGE, "value": doors.not_among_others()}
            return Answer(body=said)
        if arrived.mentioned and self._lately.first(arrived.conversation, arrived.id):
            self._say(arrived, [Post(activity=message_of(Reply(text=doors.not_among_others())))])
        return Answer()

    def _say(self, arrived: Arrived, posts: Sequence[Post], *, kept: bool = True) -> None:
        """Say it in the background; what was not `kept` may be asked and answered again."""
        person = self._bot.person(arrived.entra_id)
        own = person is not None and arrived.personal and kept

        async def done() -> None:
            if own:
                self._done(arrived.conversation, arrived.id)

        async def lost() -> None:
            if person is not None and own:
                await self._rooms.chat_lost(person.id, arrived.conversation)

        about = f"{arrived.conversation} {arrived.id}" if own else ""
        self._speaker.say(_place(arrived), posts, done, lost, about=about)

    def _done(self, conversation: str, activity: str) -> None:
        """It was said; the receipt is written a little later."""
        self._said.first(conversation, activity)
        self._receipts.note(conversation, activity)

    def say_again(
        self, to: Conversation, staff_id: str, activity: str, replies: Sequence[Reply]
    ) -> None:
        """What was answered before a stop, once more, and only then written down as said."""

        async def done() -> None:
            self._done(to.id, activity)

        async def lost() -> None:
            await self._rooms.chat_lost(staff_id, to.id)

        own = (sealed(self._seals, reply, staff_id) for reply in replies)
        posts = [Post(activity=message_of(reply)) for reply in own]
        self._speaker.say(to, posts, done, lost, about=f"{to.id} {activity}")

    # --- somebody new --------------------------------------------------------------------------

    async def _hello(self, arrived: Arrived) -> None:
        """Where staff are reached from now on; they are greeted the first time only."""
        person = self._bot.person(arrived.entra_id)
        gone = arrived.fields.get("action") == "remove"
        if person is None or not arrived.personal:
            return
        if gone:
            await self._rooms.chat_lost(person.id, arrived.conversation)
        elif await self._rooms.met(person.id, arrival_of(arrived)):
            said = guide.welcome(person.name.partition(" ")[0])
            own = sealed(self._seals, said, person.id)
            self._say(arrived, [Post(activity=message_of(own))])

    async def close(self, seconds: float = 5.0) -> None:
        """Finish the turns that run, and let their answers be said, each for so long."""
        if self._late:
            await asyncio.wait(set(self._late), timeout=seconds)
        await self._speaker.close(seconds)
        await self._receipts.close()


class _Turn:
    """What the bot asks for one activity: a turn of the person who is known to have sent it."""

    def __init__(self, rooms: Chatting, seals: Seals, arrived: Arrived) -> None:
        self._rooms = rooms
        self._seals = seals
        self._arrived = arrived
        self.said = False
        self.kept = True

    async def say(self, staff_id: str, utterance: Utterance) -> Sequence[Reply]:
        """The replies, their cards sealed; a card of somebody else's is an old one."""
        if utterance.data is not None:
            own = self._seals.holds(utterance.data, staff_id)
            bare = {name: value for name, value in utterance.data.items() if name != SEAL}
            utterance = Utterance(data=bare if own else {})
        answered = await self._heard(staff_id, utterance)
        self.said = answered.said
        return [sealed(self._seals, reply, staff_id) for reply in answered.replies]

    async def _heard(self, staff_id: str, utterance: Utterance) -> Answered:
        try:
            return await self._rooms.hear(staff_id, utterance, arrival_of(self._arrived))
        except Exception as error:  # noqa: BLE001 - a person waits: say that it was not saved
            broke("turn_failed", error)
            self.kept = False
            return Answered(replies=(Reply(text=doors.not_saved()),))


def sealed(seals: Seals, reply: Reply, owner: str) -> Reply:
    """The reply with its card sealed for this person."""
    if reply.card is None:
        return reply
    return Reply(text=reply.text, card=seals.sealed(reply.card, owner), summary=reply.summary)


def arrival_of(arrived: Arrived) -> Arrival:
    """Where a message came from."""
    return Arrival(
        activity=arrived.id,
        conversation=arrived.conversation,
        service_url=arrived.service_url,
        tenant=arrived.tenant,
        member=arrived.sender,
        bot=arrived.bot,
    )


def _place(arrived: Arrived) -> Conversation:
    return Conversation(
        service_url=arrived.service_url, id=arrived.conversation, tenant=arrived.tenant
    )


def _bare(address: str) -> str:
    return address.rstrip("/")
