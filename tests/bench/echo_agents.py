"""The Agents SDK's echo agent, as its quickstart has it: one process on one core.

It has no credentials, as in the quickstart: everybody is let in without a token, and nothing is
stored but its own empty turn state, in memory. Runs in `.venv-bench`, so it knows nothing of the
product.
"""

from __future__ import annotations

import logging
import os
import sys

from aiohttp import web
from microsoft_agents.hosting.aiohttp import (
    CloudAdapter,
    jwt_authorization_middleware,
    start_agent_process,
)
from microsoft_agents.hosting.core import AgentApplication, MemoryStorage, TurnContext, TurnState
from microsoft_agents.hosting.core.authorization import (
    AgentAuthConfiguration,
    AnonymousTokenProvider,
    ConnectionManager,
)


async def on_message(context: TurnContext, _state: TurnState) -> None:
    """Say what is heard."""
    await context.send_activity(f"Echo: {context.activity.text}")


def main() -> None:
    """`echo_agents.py CORE PORT`."""
    core, port = (int(word) for word in sys.argv[1:])
    os.sched_setaffinity(0, {core})
    logging.disable(logging.WARNING)  # three lines a turn say that it has no app id
    auth = AgentAuthConfiguration(anonymous_allowed=True)
    connections = ConnectionManager(
        lambda _auth: AnonymousTokenProvider(), {"SERVICE_CONNECTION": auth}
    )
    adapter = CloudAdapter(connection_manager=connections)
    agent = AgentApplication[TurnState](
        storage=MemoryStorage(), adapter=adapter, connection_manager=connections
    )
    agent.activity("message")(on_message)

    async def messages(request: web.Request) -> web.StreamResponse:
        answer: web.StreamResponse = await start_agent_process(request, agent, adapter)
        return answer

    app = web.Application(middlewares=[jwt_authorization_middleware])
    app["agent_configuration"] = auth
    app.router.add_post("/api/messages", messages)
    web.run_app(app, host="127.0.0.1", port=port, print=None)


if __name__ == "__main__":
    main()
