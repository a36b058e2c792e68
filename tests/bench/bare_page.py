"""A bare page with the portal's calls and nothing of the portal: `python -m tests.bench.bare_page PORT MEMBER`.

It asks what `/wages` asks, over the same client of the bus, and writes the rows without template, session, language or
armour. AMQP_URI and TOKEN come from the environment.
"""

import asyncio
import os
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from services.portal.frame.bus import Bus

DEADLINE_S = 10.0


def bare(uri: str, token: str, member_id: str) -> Starlette:
    """The application."""
    bus = Bus(uri, "bare-page")

    async def page(_request: Request) -> Response:
        wages, orders, _waiting = await asyncio.gather(
            bus.ask("payroll.list_wages", {"member_id": member_id, "limit": 500}, token=token, within=DEADLINE_S),
            bus.ask("invoicing.list_orders", {"member_id": member_id}, token=token, within=DEADLINE_S),
            bus.ask("payroll.list_waiting", {"member_id": member_id}, token=token, within=DEADLINE_S))
        titles = {order["order_id"]: order["title"] for order in orders}
        rows = "".join(f"<li>{wage['month']} {titles[wage['order_id']]} {wage['net']['amount']}</li>" for wage in wages)
        return HTMLResponse(f"<!doctype html><ul>{rows}</ul>")

    return Starlette(routes=[Route("/", page)])


if __name__ == "__main__":
    uvicorn.run(bare(os.environ["AMQP_URI"], os.environ["TOKEN"], sys.argv[2]), host="127.0.0.1",
                port=int(sys.argv[1]), access_log=False, log_level="warning")
