"""Clients that give commands and note what was acknowledged to them; each asks again until it has its answer."""

import random
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from shared.bus.client import BusClient
from shared.errors import Refusal
from tests.faults.checker import Word

MISSPELT = 2  # words whose mood the listener does not know: a person mends them
PATIENCE_S = 4.0  # how long one try waits for its answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A command that is to be given: words to be said in a line."""

    request_id: str
    line_id: str
    number: int
    count: int
    mood: str = "plain"

    @property
    def words(self) -> list[Word]:
        """What is said when it is carried out."""
        return [(self.line_id, number) for number in range(self.number, self.number + self.count)]


@dataclass(slots=True)
class Notes:
    """What was acknowledged, and how often a client had to ask again."""

    acknowledged: list[Word] = field(default_factory=list)
    commands: int = 0
    tries: int = 0
    failures: list[str] = field(default_factory=list)


def make_orders(chance: random.Random, *, commands: int, events: int, lines: int, odd: int) -> list[Order]:
    """Commands that say `events` words in all; `odd` of them kill who consumes them, one fails, some are misspelt."""
    following = {f"line_{number:02d}": 1 for number in range(lines)}
    each, rest = divmod(events, commands)
    orders: list[Order] = []
    moods = dict.fromkeys(chance.sample(range(commands // 5, commands // 2), odd), "deadly")
    moods[commands // 2 + 1] = "failing"
    moods |= dict.fromkeys(range(commands // 2 + 2, commands // 2 + 2 + MISSPELT), "misspelt")
    for place in range(commands):
        line = chance.choice(list(following))
        count = each + (place < rest)
        orders.append(Order(request_id=str(UUID(int=chance.getrandbits(128))), line_id=line, number=following[line],
                            count=count, mood=moods.get(place, "plain")))
        following[line] += count
    return orders


def give_all(
    uri: str, token: str, orders: Iterable[Order], *, threads: int, pause: float, stop: threading.Event,
) -> tuple[Notes, list[threading.Thread]]:
    """Give the commands from several threads, those of one line always from the same one; the threads, started."""
    notes, lock = Notes(), threading.Lock()
    shares: list[list[Order]] = [[] for _ in range(threads)]
    for order in orders:
        shares[int(order.line_id[-2:]) % threads].append(order)

    def work(share: list[Order]) -> None:
        with BusClient(uri, token=token, seconds=PATIENCE_S) as client:
            for order in share:
                tries = _give(client, order, stop)
                with lock:
                    notes.tries += abs(tries)
                    if tries > 0:
                        notes.commands += 1
                        notes.acknowledged += order.words
                    else:
                        notes.failures.append(order.request_id)
                time.sleep(pause)

    workers = [threading.Thread(target=work, args=(share,), daemon=True) for share in shares]
    for worker in workers:
        worker.start()
    return notes, workers


def _give(client: BusClient, order: Order, stop: threading.Event) -> int:
    """Ask until it is acknowledged: how many tries that took; negative when it was refused for good."""
    tries = 0
    while not stop.is_set():
        tries += 1
        try:
            client.call("speaker.say_words", request_id=order.request_id, line_id=order.line_id, number=order.number,
                        count=order.count, mood=order.mood)
        except Refusal as refusal:
            if not refusal.retryable and refusal.code != "unknown_service":
                return -tries
            time.sleep(0.05)
        else:
            return tries
    return -max(tries, 1)
