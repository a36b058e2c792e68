"""Many partners on one broker: so many virtual hosts of so many replicated queues, opened, filled and read.

    python -m tests.bench.bench_vhosts [VHOSTS [QUEUES]]      (20 of 60 unless given)

Each queue gets one lasting message, confirmed, and gives it back. Figures go to `var/bench/bench-vhosts.json`.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import pika
from rich.console import Console

from deploy.local.rabbitmq import LocalRabbitMQ
from shared.bus.topology import inbox_arguments
from tests.bench.bench_bus import ROOT, machine

FOUND = ROOT / "var" / "bench" / "bench-vhosts.json"
VHOSTS, QUEUES = 20, 60


def memory(process: int) -> int:
    """Mebibytes that a process holds."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) // 1024


def fill(uri: str, queues: int) -> dict[str, float]:
    """Milliseconds to declare a queue, to have a message confirmed, and to have it back."""
    found = {}
    connection = pika.BlockingConnection(pika.URLParameters(uri))
    channel = connection.channel()
    channel.confirm_delivery()
    names = [f"consumer.hears.source_{number}" for number in range(queues)]
    for what, carry_out in (
            ("declare", lambda name: channel.queue_declare(name, durable=True, arguments=inbox_arguments())),
            ("publish", lambda name: channel.basic_publish("", name, b"{}", pika.BasicProperties(delivery_mode=2))),
            ("read", lambda name: channel.basic_get(name, auto_ack=True))):
        begun = time.perf_counter()
        for name in names:
            carry_out(name)
        found[f"{what}_ms"] = (time.perf_counter() - begun) * 1_000 / queues
    connection.close()
    return found


def main(arguments: list[str]) -> int:
    """Measure, print, write down."""
    vhosts, queues = (*map(int, arguments), *(VHOSTS, QUEUES)[len(arguments):])
    node = LocalRabbitMQ(ROOT / ".local" / "rabbitmq-vhosts").start(fresh=True)
    console = Console()
    try:
        process = node.pid or 0
        each: list[dict[str, Any]] = []
        empty = memory(process)
        for number in range(vhosts):
            each.append(fill(node.broker.open_vhost(f"partner_{number:02d}"), queues) | {"mebibytes": memory(process)})
            console.print(f"{number + 1} of {vhosts}: {each[-1]}")
        found = {"vhosts": vhosts, "queues": queues, "mebibytes_empty": empty, "first": each[0], "last": each[-1],
                 "machine": machine()}
    finally:
        node.stop()
    FOUND.parent.mkdir(parents=True, exist_ok=True)
    FOUND.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    console.print_json(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
