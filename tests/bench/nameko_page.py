"""A bare page of nameko's own HTTP entrypoint with the portal's calls: `python -m tests.bench.nameko_page PORT MEMBER`.

It asks what `/wages` asks, all at once, with nameko's proxies, and writes the rows without template, session, language
or armour. AMQP_URI and TOKEN come from the environment.
"""

import os
import sys

import eventlet

eventlet.monkey_patch()

from nameko.extensions import DependencyProvider  # noqa: E402
from nameko.rpc import RpcProxy  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402
from nameko.web.handlers import http  # noqa: E402
from werkzeug import Request, Response  # noqa: E402


class Token(DependencyProvider):
    """The caller's token goes with every call of the worker."""

    def worker_setup(self, worker_ctx: object) -> None:
        """Give it to the worker's context, from which nameko writes the headers."""
        worker_ctx.data["auth_token"] = os.environ["TOKEN"]  # type: ignore[attr-defined]


class WagesPage:
    """A member's wages."""

    name = "wages_page"
    payroll, invoicing, token = RpcProxy("payroll"), RpcProxy("invoicing"), Token()

    @http("GET", "/")
    def page(self, _request: Request) -> Response:
        """The list."""
        member_id = sys.argv[2]
        asked = (self.payroll.list_wages.call_async(member_id=member_id, limit=500),
                 self.invoicing.list_orders.call_async(member_id=member_id),
                 self.payroll.list_waiting.call_async(member_id=member_id))
        wages, orders, _waiting = (each.result() for each in asked)
        titles = {order["order_id"]: order["title"] for order in orders}
        rows = "".join(f"<li>{wage['month']} {titles[wage['order_id']]} {wage['net']['amount']}</li>" for wage in wages)
        return Response(f"<!doctype html><ul>{rows}</ul>", mimetype="text/html")


if __name__ == "__main__":
    runner = ServiceRunner({"AMQP_URI": os.environ["AMQP_URI"], "WEB_SERVER_ADDRESS": f"127.0.0.1:{sys.argv[1]}",
                            "max_workers": 32})
    runner.add_service(WagesPage)
    runner.start()
    runner.wait()
