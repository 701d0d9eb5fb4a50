"""The stock botbuilder echo bot, as its sample has it: one process on one core.

Its app id is empty, as the sample's is on a developer's machine: it looks at no token, and it
stores nothing. Runs in `.venv-bench`, so it knows nothing of the product.
"""

from __future__ import annotations

import os
import sys

from aiohttp import web
from botbuilder.core import ActivityHandler, MessageFactory, TurnContext
from botbuilder.core.integration import aiohttp_error_middleware
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication


class Config:
    """The sample's settings, where nothing is set."""

    APP_ID = ""
    APP_PASSWORD = ""
    APP_TYPE = "MultiTenant"
    APP_TENANTID = ""


class EchoBot(ActivityHandler):
    """Says what it hears."""

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Say it."""
        said = MessageFactory.text(f"Echo: {turn_context.activity.text}")
        await turn_context.send_activity(said)


def main() -> None:
    """`echo_botbuilder.py CORE PORT`."""
    core, port = (int(word) for word in sys.argv[1:])
    os.sched_setaffinity(0, {core})
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(Config()))
    bot = EchoBot()

    async def messages(request: web.Request) -> web.StreamResponse:
        answer: web.StreamResponse = await adapter.process(request, bot)
        return answer

    app = web.Application(middlewares=[aiohttp_error_middleware])
    app.router.add_post("/api/messages", messages)
    web.run_app(app, host="127.0.0.1", port=port, print=None)


if __name__ == "__main__":
    main()
