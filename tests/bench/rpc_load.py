"""Keeps calls in flight and measures them: `python -m tests.bench.rpc_load CLIENT TARGET CALLS IN_FLIGHT`.

CLIENT is `ours`, `ours-persistent` (requests as durable as stock nameko's), or `stock` (nameko's RpcProxy inside a
service). AMQP_URI and TOKEN come from the environment; one JSON object is printed.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from shared.bus.runner import patch_eventlet

patch_eventlet()

import eventlet  # noqa: E402
from nameko.containers import ServiceContainer  # noqa: E402
from nameko.extensions import Entrypoint, register_entrypoint  # noqa: E402
from nameko.rpc import RpcProxy  # noqa: E402

from shared.bus.caller import GreenCaller  # noqa: E402
from shared.bus.calling import new_request_id  # noqa: E402
from shared.identifiers import new_id  # noqa: E402

WARM_UP = 200
Ask = Callable[[str, dict[str, Any]], Any]


def arguments(method: str) -> dict[str, Any]:
    """What a call of this method takes; every command is for another member."""
    given: dict[str, Any] = {"member_id": new_id("mbr")}
    if method != "get_greeting":
        given["words"] = new_request_id()
    return given | ({"request_id": new_request_id()} if method == "note" else {})


def measure(ask: Ask, method: str, calls: int, in_flight: int) -> dict[str, float]:
    """Calls per second, and how long half and 99 of 100 calls took at most (milliseconds)."""
    left, took = [calls], []

    def work() -> None:
        while left[0] > 0:
            left[0] -= 1
            given = arguments(method)
            begun = time.perf_counter()
            ask(method, given)
            took.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    for thread in [eventlet.spawn(work) for _ in range(in_flight)]:
        thread.wait()
    seconds = time.perf_counter() - begun
    took.sort()
    return {"per_second": len(took) / seconds, "p50_ms": 1000 * took[len(took) // 2],
            "p99_ms": 1000 * took[int(len(took) * 0.99)]}


def by_ours(service: str, *, persistent: bool) -> Ask:
    """Our caller."""
    caller = GreenCaller(os.environ["AMQP_URI"], "load", persistent=persistent)
    token = os.environ["TOKEN"]
    return lambda method, given: caller.call(f"{service}.{method}", token=token, within=60, **given)


def by_stock(service: str) -> Ask:
    """Stock nameko's own way from service to service."""
    proxies: list[Any] = []

    class Load:
        name = "load"
        target = RpcProxy(service)

        def carry(self) -> None:
            """One worker whose proxy is used by all."""
            proxies.append(self.target)

    register_entrypoint(Load.carry, Entrypoint())
    container = ServiceContainer(Load, {"AMQP_URI": os.environ["AMQP_URI"], "max_workers": 50})
    container.start()
    container.spawn_worker(next(iter(container.entrypoints)), (), {})
    while not proxies:
        eventlet.sleep(0.01)
    return lambda method, given: getattr(proxies[0], method)(**given)


def main() -> None:
    """Measure, and print what was found."""
    client, target, calls, in_flight = sys.argv[1:]
    service, _, method = target.partition(".")
    ask = by_stock(service) if client == "stock" else by_ours(service, persistent=client == "ours-persistent")
    measure(ask, method, WARM_UP, int(in_flight))
    print(json.dumps(measure(ask, method, int(calls), int(in_flight))), flush=True)  # noqa: T201 - the result
    os._exit(0)


if __name__ == "__main__":
    main()
