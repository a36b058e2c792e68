"""How fast events travel: from the outbox to the broker, and from the broker to an effect that happens exactly once.

Everything is measured in one run on one machine, over quorum queues, with persistent messages, confirms, and
PostgreSQL's commits on disk. Beside ours stand what a user of stock nameko writes, and a hand-written loop that does
nothing but the work itself: the ceiling. (The same loop over the bus's own frames, without a library, is told as well.)
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import psycopg
from kombu import Queue

from shared.bus.connection import declare, events_exchange, open_connection
from shared.bus.relay_senders import AmqpSender
from shared.bus.topology import inbox_entities
from tests.faults.clusters import LISTENER, LISTENER_PACKAGES, Resident, service, settings_of
from tests.patience import wait_until

SLOW, FAST = 4_000, 10_000  # events for contestants that need a disk for each, and for those that do not
ROUNDS = 3
SHORTER = 2  # in a short run there are so many times fewer events, and one round
LINES = 400
WITHIN, BEYOND = 400, 20  # large events: so many of half a megabyte, and so many that no consumer keeps whole
HALF_A_MEGABYTE, TOO_LARGE = 500_000, 15_000_000
MOST_MEMORY_MB = 200.0
NewDatabase = Callable[..., str]
PENDING_EVENTS = """
with said as (
    insert into event_log (id, type, aggregate, version, event_on, recorded_at, correlation, traceparent, body, digest)
    select gen_random_uuid(), 'order_signed', 'ord_' || number, 1, '2026-09-01', now(), 'correlation',
           '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
           '{"activity_id":"act_0197","amount":{"amount":"1234.50","currency":"EUR"},"client_country":"BE",'
           '"client_id":"cli_0197","order_id":"ord_0197","signed_on":"2026-09-01","starts_on":"2026-09-02"}', ''
    from generate_series(1, %s) as number
    returning id
)
insert into outbox_pending (event_id) select id from said
"""


def events(number: int, padding: int = 0) -> Iterator[dict[str, Any]]:
    """Events of the speaker as the relay sends them, in `LINES` lines that take turns, each with so much more text."""
    now = datetime.now(UTC)
    for place in range(number):
        line, version = f"line_{place % LINES}", place // LINES + 1
        event_id = f"018f0000-0000-7000-8000-{place:012x}"
        yield {
            "seq": place, "id": event_id, "type": "word_said", "aggregate": line, "version": version,
            "event_on": "2026-09-01", "recorded_at": now, "correlation": "c", "traceparent": "",
            "body": f'{{"event_id":"{event_id}","line_id":"{line}","mood":"plain","number":{place},'
                    f'"padding":"{"x" * padding}","version":{version}}}',
        }


def fill(uri: str, number: int, *queue: Any) -> None:
    """Declare a queue of the contestant and put the events into it."""
    with open_connection(uri) as connection:
        declare(connection.channel(), *queue)
    sender = AmqpSender(uri, "speaker")
    batch = list(events(number))
    confirmed = 0
    for start in range(0, number, 500):
        sender.send(batch[start:start + 500])
        while confirmed < min(start + 500, number):
            confirmed += len(sender.answers(5).confirmed)
    sender.close()


def stock(uri: str, url: str, folder: Path, number: int) -> Resident:
    """Stock nameko with its queue full, not yet started."""
    queue = Queue("stock.words", exchange=events_exchange("speaker"), routing_key="#", durable=True,
                  queue_arguments={"x-queue-type": "quorum"})
    fill(uri, number, events_exchange("speaker"), queue)
    settings = settings_of(folder, uri) | {"DATABASE_URL": url, "QUEUE": "stock.words"}
    return Resident(settings, folder / "stock.log", "-m", "tests.bench.hearing_stock")


def loop(uri: str, url: str, folder: Path, number: int, *, how: str = "library") -> Resident:
    """The hand-written loop with its queue full, not yet started."""
    queue = Queue("loop.words", exchange=events_exchange("speaker"), routing_key="#", durable=True,
                  queue_arguments={"x-queue-type": "quorum"})
    fill(uri, number, events_exchange("speaker"), queue)
    settings = settings_of(folder, uri) | {"DATABASE_URL": url, "QUEUE": "loop.words"}
    return Resident(settings, folder / "loop.log", "-m", "tests.bench.hearing_loop", how)


def bare(uri: str, url: str, folder: Path, number: int) -> Resident:
    """The same loop over frames instead of a library."""
    return loop(uri, url, folder, number, how="frames")


def ours(uri: str, url: str, folder: Path, number: int) -> Resident:
    """A service of the house with its queue full, not yet started."""
    fill(uri, number, *inbox_entities("listener", "speaker", uri))
    return service(settings_of(folder, uri, listener=url), folder, LISTENER)


Contestant = Callable[[str, str, Path, int], Resident]


def heard_per_second(contestant: Contestant, uri: str, url: str, number: int) -> float:
    """How many effects a second, from the first to the last; each happened exactly once, or the figure is refused."""
    with tempfile.TemporaryDirectory() as folder, started(contestant(uri, url, Path(folder), number)) as resident, \
            psycopg.connect(url, autocommit=True) as conn:
        wait_until(lambda: _ask(conn, "select count(*) from effects") >= number, resident.published, seconds=180)
        time.sleep(0.2)
        if _ask(conn, "select count(*) from effects") != number:
            raise AssertionError("an effect was doubled")
        seconds = _ask(conn, "select extract(epoch from max(at) - min(at))::float from effects")
    with open_connection(uri) as connection:
        channel = connection.channel()
        for queue in ("stock.words", "loop.words", "listener.hears.speaker"):
            channel.queue_delete(queue)
    return number / seconds


@contextmanager
def started(resident: Resident) -> Iterator[Resident]:
    """A process for the time of a block."""
    try:
        yield resident.start()
    finally:
        resident.kill()


def _ask(conn: psycopg.Connection, question: str) -> Any:
    row = conn.execute(question).fetchone()  # type: ignore[call-overload]
    return row[0]


def hearing(uri: str, new_database: NewDatabase, *, short: bool) -> dict[str, float]:
    """Effects per second of each contestant, the median of several rounds in which they take turns."""
    slow, fast = (SLOW // SHORTER, FAST // SHORTER) if short else (SLOW, FAST)
    contestants = (("stock", stock, slow), ("ours", ours, fast), ("loop", loop, fast), ("bare", bare, fast))
    return _medians(1 if short else ROUNDS, {
        name: lambda contestant=contestant, number=number: heard_per_second(  # type: ignore[misc]
            contestant, uri, new_database(*LISTENER_PACKAGES), number)
        for name, contestant, number in contestants})


def memory_under_large_bodies(uri: str, url: str) -> float:
    """The most megabytes that a service held while its queue was full of large events, each heard or set aside."""
    fill(uri, 0, *inbox_entities("listener", "speaker", uri))
    sender = AmqpSender(uri, "speaker")
    large, larger = events(WITHIN, HALF_A_MEGABYTE), list(events(WITHIN + BEYOND))[WITHIN:]
    for event in (*large, *(one | {"body": one["body"].ljust(TOO_LARGE)} for one in larger)):
        sender.send([event])
        wait_until(lambda: bool(sender.answers(5).confirmed), lambda: "the broker confirms nothing", seconds=60)
    sender.close()
    most, settled = 0.0, "select (select count(*) from effects) + (select count(*) from parked)"
    with (tempfile.TemporaryDirectory() as folder, psycopg.connect(url, autocommit=True) as conn,
          started(service(settings_of(Path(folder), uri, listener=url), Path(folder), LISTENER)) as resident):
        until = time.monotonic() + 180
        while _ask(conn, settled) < WITHIN + BEYOND and time.monotonic() < until:
            most = max(most, _resident_memory(resident))
            time.sleep(0.02)
        if _ask(conn, settled) != WITHIN + BEYOND:
            raise AssertionError(resident.published()[-2_000:])
    return most


def _resident_memory(resident: Resident) -> float:
    return psutil.Process(resident.process.pid).memory_info().rss / 1e6 if resident.process else 0.0


def relayed_per_second(module: tuple[str, ...], uri: str, url: str, number: int) -> float:
    """How many pending events a second are confirmed and deleted, from the first batch to the last."""
    with psycopg.connect(url) as conn:
        conn.execute(PENDING_EVENTS, [number])
        conn.execute("analyze")
    queue = Queue("relayed", exchange=events_exchange("speaker"), routing_key="#", durable=True,
                  queue_arguments={"x-queue-type": "quorum"})
    with open_connection(uri) as connection, tempfile.TemporaryDirectory() as folder:
        channel = connection.channel()
        declare(channel, events_exchange("speaker"), queue)
        settings = settings_of(Path(folder), uri, speaker=url) | {"DATABASE_URL": url}
        with started(Resident(settings, Path(folder) / "relay.log", "-m", *module)) as resident:
            rate = _rate_of_emptying(url, number, resident)
        held = channel.queue_declare(queue.name, passive=True).message_count
        channel.queue_delete(queue.name)
    if held != number:
        raise AssertionError(f"{number} events were to be sent, and the queue holds {held}")
    return rate


def _rate_of_emptying(url: str, number: int, resident: Resident) -> float:
    """Events a second between the first look at which some are gone and the one at which all are."""
    first: tuple[float, int] | None = None
    until = time.monotonic() + 180
    with psycopg.connect(url, autocommit=True) as conn:
        while left := int(_ask(conn, "select count(*) from outbox_pending")):
            if left < number and first is None:
                first = time.monotonic(), left
            if time.monotonic() > until:
                raise AssertionError(resident.published())
            time.sleep(0.01)
    if first is None:
        raise AssertionError("everything was gone at the first look: send more events")
    return first[1] / (time.monotonic() - first[0])


def relaying(uri: str, new_database: NewDatabase, *, short: bool) -> dict[str, float]:
    """Events per second of each relay, the median of several rounds in which they take turns."""
    slow = SLOW // SHORTER if short else SLOW  # a pipeline is too fast to be timed over fewer events
    contestants = {
        "each": (("tests.bench.relaying", "each"), slow), "ours": (("shared.bus.relay", "speaker"), 2 * FAST),
        "loop": (("tests.bench.relaying", "loop"), 2 * FAST)}
    return _medians(1 if short else ROUNDS, {
        name: lambda module=module, number=number: relayed_per_second(  # type: ignore[misc]
            module, uri, new_database("shared.bus"), number)
        for name, (module, number) in contestants.items()})


def _medians(rounds: int, contests: dict[str, Callable[[], float]]) -> dict[str, float]:
    found: dict[str, list[float]] = {name: [] for name in contests}
    for _ in range(rounds):
        for name, play in contests.items():
            found[name].append(play())
    return {name: statistics.median(values) for name, values in found.items()}


def measure(amqp_uri: str, new_database: NewDatabase, *, short: bool = False) -> dict[str, dict[str, Any]]:
    """Every figure of the durable half of the bus."""
    consumed = hearing(amqp_uri, new_database, short=short)
    sent = relaying(amqp_uri, new_database, short=short)
    memory = memory_under_large_bodies(amqp_uri, new_database(*LISTENER_PACKAGES))
    return {
        "events_memory_under_large_bodies": {"value": round(memory, 1), "unit": "MB", "target": MOST_MEMORY_MB,
                                             "holds": memory < MOST_MEMORY_MB},
        "events_exactly_once": _against(consumed["ours"], peer=consumed["stock"], times=3, ceiling=consumed["loop"],
                                        share=0.75),
        "events_by_a_loop_over_frames": {"value": round(consumed["bare"], 1), "unit": "events/s", "holds": True},
        "events_relayed": _against(sent["ours"], peer=sent["each"], times=10, ceiling=sent["loop"], share=0.8),
    }


def _against(value: float, *, peer: float, times: float, ceiling: float, share: float) -> dict[str, Any]:
    target = max(times * peer, share * ceiling)
    return {"value": round(value, 1), "unit": "events/s", "target": round(target, 1), "holds": value >= target,
            "peer": round(peer, 1), "ceiling": round(ceiling, 1), "times_peer": round(value / peer, 2),
            "share_of_ceiling": round(value / ceiling, 2)}
