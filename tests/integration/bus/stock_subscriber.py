"""A stock nameko service that hears the speaker, as any partner may write one.

    python -m tests.integration.bus.stock_subscriber FILE      (AMQP_URI in the environment)
"""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from nameko.events import event_handler  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402


class StockSubscriber:
    """Writes down what it hears."""

    name = "stock_subscriber"

    @event_handler("speaker", "word_said")
    def on_word_said(self, payload: dict[str, Any]) -> None:
        with Path(sys.argv[1]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(payload) + "\n")


if __name__ == "__main__":
    runner = ServiceRunner(config={"AMQP_URI": os.environ["AMQP_URI"]})
    runner.add_service(StockSubscriber)
    runner.start()
    sys.stderr.write("subscribed\n")
    runner.wait()
