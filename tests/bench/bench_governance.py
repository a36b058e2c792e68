"""What secret votes can carry: signing, the way of 20,000 ballots over a broker, the box's rows, a large count.

    python -m tests.bench.bench_governance [--short]

Prints each figure and writes them to `var/bench/bench-governance.json`. Ballots are made before the clock starts; what
is measured is the product's own: the ballot box as a process of its own over a private RabbitMQ and an embedded
PostgreSQL with its usual durability. Ratios are medians of rounds that take turns; seconds are those of the quiet
machine of `calibration.json`, scaled to this one.
"""

import json
import random
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import gmpy2
import psycopg
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from kombu import Connection, Consumer, Producer, Queue

from deploy.local.postgres import EmbeddedPostgres, fresh_name
from deploy.local.rabbitmq import LocalRabbitMQ
from services.governance.ballot_box import store
from services.governance.ballots.rules.ballots import GENESIS, QUEUE, Ballot, credential_message
from services.governance.ballots.rules.blind_signatures import PrivateKey
from services.governance.ballots.use_cases.calculators import CALCULATORS, Calculators
from services.governance.ballots.use_cases.keys import sign_order
from services.governance.boards.rules.board import chained_root, merkle_root
from services.governance.boards.use_cases.box import OrderingBox
from services.governance.elections.documents.blt import read_blt
from services.governance.elections.rules import stv_scottish
from shared.bus.anonymous import JSON
from shared.migrations import migrate
from tests.bench.calibration import calibrate
from tests.builders import let_work
from tests.integration.bus.running import Running, environment
from tests.integration.governance.box_builders import DeskBox, PollKeys, box_database, file_of
from tests.integration.governance.builders import governance_at

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import election_checks  # noqa: E402 - it lies beside the services, not among them
import election_signatures  # noqa: E402
import verify_election  # noqa: E402

ROUNDS, SIGNATURES = 5, 100
BATCH = 50
ON_THE_HUB = """
import eventlet; eventlet.monkey_patch()
import sys, time
from services.governance.ballots.use_cases.calculators import CALCULATORS
from services.governance.ballots.use_cases.keys import new_keys
keys, longest = new_keys(3072).signing, 0.0
CALCULATORS.enable(2)
CALCULATORS.blind_sign(keys, "02" * 384)
def tick():
    global longest
    while True:
        begun = time.perf_counter(); eventlet.sleep(0.001); longest = max(longest, time.perf_counter() - begun)
eventlet.spawn(tick)
list(eventlet.GreenPool(10).imap(lambda _: CALCULATORS.blind_sign(keys, "02" * 384), range(int(sys.argv[1]))))
print(longest * 1000); CALCULATORS.disable()
"""


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much work the run does."""

    ballots: int
    stv: int
    rows: int
    members: int
    verified: int  # of which each costs the same: twenty thousand in five rounds would take half an hour


WHOLE = Size(ballots=20_000, stv=1_000_000, rows=3_000, members=600, verified=1_000)
SHORT = Size(ballots=1_500, stv=50_000, rows=500, members=40, verified=100)
CHECKED_IN_POLLS, CALLERS, DISTINCT = 10, 10, 5_000


def signing() -> dict[str, float]:
    """Blind signatures a second of two calculators, against a bare loop of the same powers in one process."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=3072).private_numbers()
    key, calculators, blinded = PrivateKey(p=made.p, q=made.q, e=65537), Calculators(), "02" * 384
    calculators.enable(2)
    calculators.blind_sign(key, blinded)

    def bare() -> None:
        number, mask = int(blinded, 16), secrets.randbelow(key.public.n)
        masked = number * int(gmpy2.powmod(mask, 65537, key.public.n)) % key.public.n
        in_p, in_q = gmpy2.powmod(masked, made.dmp1, made.p), gmpy2.powmod(masked, made.dmq1, made.q)
        signature = in_q + made.q * ((in_p - in_q) * made.iqmp % made.p)
        signature = signature * gmpy2.invert(mask, key.public.n) % key.public.n
        assert gmpy2.powmod(signature, 65537, key.public.n) == number

    with ThreadPoolExecutor(2) as asking:
        ours, theirs = _in_turns(
            lambda: list(asking.map(lambda _: calculators.blind_sign(key, blinded), range(SIGNATURES))),
            lambda: [bare() for _ in range(SIGNATURES)])
    calculators.disable()
    lag = subprocess.run([sys.executable, "-W", "ignore", "-c", ON_THE_HUB, "300"], cwd=ROOT, capture_output=True,
                         text=True, check=True).stdout
    return {"signatures_a_second": SIGNATURES / ours, "of_a_bare_gmpy2_loop": theirs / ours,
            "longest_wait_of_the_hub_ms": float(lag)}


def _in_turns(
    ours: Callable[[], object], theirs: Callable[[], object], before: Callable[[], object] = lambda: None,
) -> tuple[float, float]:
    """The median seconds of each, which take turns; `before` is not measured."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for work, seconds in zip((ours, theirs), found, strict=True):
            before()
            begun = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - begun)
    return median(found[0]), median(found[1])


def ballots_of(poll: PollKeys, count: int) -> Iterator[Ballot]:
    """Ballots with credentials of this poll, signed straight away: nobody here needs to be hidden."""
    numbers = poll.signer
    d = pow(65537, -1, (numbers.p - 1) * (numbers.q - 1))
    private = rsa.RSAPrivateNumbers(
        p=numbers.p, q=numbers.q, d=d, dmp1=d % (numbers.p - 1), dmq1=d % (numbers.q - 1),
        iqmp=pow(numbers.q, -1, numbers.p), public_numbers=rsa.RSAPublicNumbers(65537, numbers.p * numbers.q),
    ).private_key(unsafe_skip_rsa_key_validation=True)
    digest = poll.digest
    for _ in range(count):
        voter, randomizer = Ed25519PrivateKey.generate(), secrets.token_bytes(32)
        voter_key = voter.public_key().public_bytes_raw().hex()
        credential = private.sign(randomizer + credential_message(digest, voter_key), PSS(MGF1(hashes.SHA384()), 48),
                                  hashes.SHA384())
        ballot = Ballot(poll_id=poll.poll_id, digest=digest, ballot_id=secrets.token_hex(16), voter_key=voter_key,
                        randomizer=randomizer.hex(), credential=credential.hex(), turn=1,
                        choices=(random.choice(("yes", "no")),), signature="")  # noqa: S311 - an opinion
        yield replace(ballot, signature=voter.sign(ballot.signed_message).hex())


@contextmanager
def box_at_work(database_url: str) -> Iterator[str]:
    """The ballot box as a process of its own over a private RabbitMQ; the broker's address."""
    node = LocalRabbitMQ(ROOT / ".local" / "rabbitmq-bench")
    broker = node.start(fresh=True).broker
    name = fresh_name("bench")
    try:
        uri = broker.open_vhost(name)
        with TemporaryDirectory() as folder:
            settings = environment(Path(folder), uri, "", DATABASE_URL_BALLOT_BOX=database_url)
            running = Running(settings, Path(folder), "ballot_box")
            try:
                running.until_said("serving")
                yield uri
            finally:
                running.terminate()
    finally:
        broker.close_vhost(name)
        node.stop()


def burst(url: str, count: int) -> dict[str, float]:
    """Ballots cast at once, the close behind nine tenths of them: seconds until every one is answered."""
    numbers = rsa.generate_private_key(public_exponent=65537, key_size=3072).private_numbers()
    poll = PollKeys(signer=PrivateKey(p=numbers.p, q=numbers.q, e=65537))
    print(f"  making {count} ballots ...", flush=True)  # noqa: T201 - long work shows that it goes on
    bodies = [json.dumps({"do": "cast_ballot", **ballot.fields}) for ballot in ballots_of(poll, count)]
    with box_at_work(url) as uri:
        OrderingBox(uri).ask("open_poll", paper=poll.paper, opening=poll.opening())
        in_time = count * 9 // 10
        answers: list[str] = []
        with Connection(uri) as connection:
            channel = connection.channel()
            inbox = Queue(f"reply-{secrets.token_hex(16)}", exclusive=True, auto_delete=True, durable=False)
            with Consumer(channel, [inbox], on_message=lambda reply: answers.append(reply.body), no_ack=True):
                begun = time.perf_counter()
                sending = threading.Thread(target=_send, args=(uri, bodies, in_time, inbox.name, poll))
                sending.start()
                while len(answers) < count:
                    connection.drain_events(timeout=120)
                seconds = time.perf_counter() - begun
        sending.join()
        head = OrderingBox(uri).ask("get_board", poll_id=poll.poll_id)
    taken = sum(json.loads(answer)["error"] is None for answer in answers)
    assert sum(head["tally"].values()) == taken == in_time, (head["tally"], taken, in_time)
    return {"ballots": count, "seconds": seconds, "ballots_a_second": count / seconds, "counted": taken,
            "refused_behind_the_close": count - taken}


def _send(uri: str, bodies: list[str], in_time: int, reply_to: str, poll: PollKeys) -> None:
    closing = {"do": "close_poll", **poll.closing(poll.issued), "order": sign_order("close_poll", poll.closing(0))}
    with Connection(uri) as connection:
        producer = Producer(connection.channel())
        for number, body in enumerate(bodies):
            if number == in_time:
                producer.publish(json.dumps(closing), routing_key=QUEUE, **JSON)
            producer.publish(body, routing_key=QUEUE, reply_to=reply_to, delivery_mode=1, **JSON)


def rows(url: str, count: int) -> dict[str, float]:
    """The box's own rows, fifty a transaction, against a bare loop of the same statements."""
    database, poll = box_database(url), PollKeys()
    ballots = list(ballots_of(poll, count))
    DeskBox(database).ask("open_poll", paper=poll.paper, opening=poll.opening())
    with psycopg.connect(url) as conn:
        ours, theirs = _in_turns(lambda: _ours(database, ballots), lambda: _bare(conn, ballots), lambda: _empty(conn))
    database.close()
    return {"rows_a_second": count / ours, "of_a_bare_loop": theirs / ours}


def _empty(conn: psycopg.Connection) -> None:
    conn.execute("truncate staged_ballots")
    conn.commit()


def _ours(database: Any, ballots: list[Ballot]) -> None:
    for start in range(0, len(ballots), BATCH):
        with database.transaction(on=date(2026, 6, 20), actor="bench") as tx:
            for ballot in ballots[start:start + BATCH]:
                store.lock_poll(tx, ballot.poll_id)
                store.find_last_ballot(tx, ballot)
                store.stage_ballot(tx, ballot)


def _bare(conn: psycopg.Connection, ballots: list[Ballot]) -> None:
    for start in range(0, len(ballots), BATCH):
        for ballot in ballots[start:start + BATCH]:
            conn.execute("select paper, digest, opening, closing from polls where poll_id = %s for update",
                         [ballot.poll_id], prepare=True).fetchone()
            conn.execute("select body from staged_ballots where poll_id = %s and voter_key = %s",
                         [ballot.poll_id, ballot.voter_key], prepare=True).fetchone()
            conn.execute("insert into staged_ballots (poll_id, voter_key, turn, body) values (%s, %s, %s, %s)",
                         [ballot.poll_id, ballot.voter_key, 1, json.dumps(asdict(ballot))], prepare=True)
        conn.commit()


def check_in(url: str, box_url: str, members: int) -> dict[str, float]:
    """Members who take their credentials in ten polls at once, ten calls beside each other, as they are served."""
    house = governance_at(url, box_url)
    voters = [house.admit() for _ in range(members)]
    assembly = house.convene(*["ordinary"] * CHECKED_IN_POLLS)
    house.freeze(assembly)
    polls = [house.open(assembly, place) for place in range(1, CHECKED_IN_POLLS + 1)]
    wishes = [(poll_id, member_id, secrets.token_bytes(383).hex()) for member_id in voters for poll_id in polls]
    CALCULATORS.enable(2)
    house.as_member(voters[0])("list_open_polls", member_id=voters[0])

    def take(wish: tuple[str, str, str]) -> object:
        poll_id, member_id, blinded = wish
        return house.as_member(member_id)("issue_credential", poll_id=poll_id, member_id=member_id,
                                          blinded=f"00{blinded}")

    with ThreadPoolExecutor(CALLERS) as asking:
        begun = time.perf_counter()
        taken = len(list(asking.map(take, wishes)))
        seconds = time.perf_counter() - begun
    CALCULATORS.disable()
    assert house.rows("select count(*) from credentials") == [(taken,)]
    house.dispatcher.database.close()
    house.box.database.close()
    return {"credentials": taken, "seconds": seconds, "credentials_a_second": taken / seconds}


def counting(count: int, distinct: int = 0) -> dict[str, float]:
    """Seconds to read and count full rankings of twenty candidates for six seats (Scottish rule), `distinct` or all."""
    chance, lines = random.Random(6), ["20 6"]  # noqa: S311 - the same ballots every time
    places = list(range(1, 21))
    for _ in range(distinct or count):
        chance.shuffle(places)
        lines.append(f"1 {' '.join(map(str, places))} 0")
    if distinct:
        lines += chance.choices(lines[1:], k=count - distinct)
    lines += ["0", *(f'"Candidate {number}"' for number in range(1, 21)), '"Bench"']
    text = "\n".join(lines).encode()
    begun = time.perf_counter()
    winners = stv_scottish.count(read_blt(text, seed="")).winners
    seconds = time.perf_counter() - begun
    assert len(winners) == 6
    return {"ballots": count, "seconds": seconds}


def verifying(count: int) -> dict[str, float]:
    """What the verifier takes for a file of so many ballots, against the bare arithmetic of its signatures."""
    poll = PollKeys(colleges=("",) * count)
    ballots = sorted((one.fields for one in ballots_of(poll, count)), key=lambda one: Ballot.from_fields(one).leaf)
    root = merkle_root([Ballot.from_fields(one).leaf for one in ballots])
    batches = [{"number": 1, "root": root, "ballots": ballots}]
    tally = election_checks.recount({"paper": poll.paper, "batches": batches})
    published = json.loads(json.dumps(file_of(poll, poll.closing(count), batches=batches,
                                              root=chained_root(GENESIS, 1, root), tally=tally)))
    assert list(verify_election.verify(published)) == []
    modulus = poll.signer.public.n

    def bare() -> None:
        for one in published["batches"][0]["ballots"]:
            pow(int(one["credential"], 16), 65537, modulus)
            key, signed = bytes.fromhex(one["voter_key"]), bytes.fromhex(one["signature"])
            x, y, z, t = election_signatures.decompress(key) or election_signatures.NEUTRAL
            election_signatures.decompress(signed[:32])
            election_signatures.add_multiples(int.from_bytes(signed[32:], "little"), election_signatures.BASE,
                                              int.from_bytes(signed[:32], "little") % election_signatures.ORDER,
                                              (election_signatures.P - x, y, z, election_signatures.P - t))

    ours, theirs = _in_turns(lambda: list(verify_election.verify(published)), bare)
    return {"ballots": count, "seconds": ours, "of_the_bare_arithmetic": ours / theirs}


def main(arguments: list[str]) -> int:
    """Measure everything; 1 where a target is missed."""
    size = SHORT if "--short" in arguments else WHOLE
    postgres = EmbeddedPostgres(ROOT / ".local" / "postgres-test", lasting=False)
    made = [fresh_name("bench") for _ in range(5)]
    empty, for_burst, for_rows, for_box, for_check_in = (postgres.create(name) for name in made)
    for url in (for_burst, for_rows, for_box):
        migrate(url, ["services.governance.ballot_box"])
        let_work(url)
    migrate(for_check_in, ["shared.bus", "shared.outgoing", "shared.approval", "services.governance"])
    let_work(for_check_in)
    calibration = calibrate(empty)
    found: dict[str, Any] = {"short": size is SHORT, "calibration": calibration.shown()}
    targets: list[tuple[str, bool]] = []
    for name, measure in (("signing", signing), ("rows", lambda: rows(for_rows, size.rows)),
                          ("verifying", lambda: verifying(size.verified)),
                          ("counting", lambda: counting(size.stv)),
                          ("counting_few_distinct", lambda: counting(size.stv, min(DISTINCT, size.stv // 10))),
                          ("check_in", lambda: check_in(for_check_in, for_box, size.members)),
                          ("burst", lambda: burst(for_burst, size.ballots))):
        print(f"{name} ...", flush=True)  # noqa: T201 - long work shows that it goes on
        found[name] = measure()
        print("  " + ", ".join(f"{key} {value:.2f}" for key, value in found[name].items()))  # noqa: T201
    for name in made:
        postgres.drop(name)
    targets = [
        ("signing at least 85 % of a bare gmpy2 loop", found["signing"]["of_a_bare_gmpy2_loop"] >= 0.85),
        ("no wait of the hub over 100 ms", found["signing"]["longest_wait_of_the_hub_ms"] <= 100),
        ("the box's rows at least 70 % of a bare loop", found["rows"]["of_a_bare_loop"] >= 0.7),
        ("the verifier in twice the bare arithmetic of its signatures at most",
         found["verifying"]["of_the_bare_arithmetic"] <= 2),
        ("the burst within its share of 60 s", found["burst"]["seconds"] <= calibration.at_most(
            60 * size.ballots / WHOLE.ballots, "python", "sql")),  # fifty ballots share one commit
        (f"{size.members} members in ten polls checked in within their share of 30 s",
         found["check_in"]["seconds"] <= calibration.at_most(30 * size.members / WHOLE.members, "python", "sql",
                                                             "commit")),
        ("the count of 5,000 distinct rankings within its share of 3 s",
         found["counting_few_distinct"]["seconds"] <= calibration.at_most(3 * size.stv / WHOLE.stv, "python")),
        ("the count within its share of 10 s", found["counting"]["seconds"] <= calibration.at_most(
            10 * size.stv / WHOLE.stv, "python")),
    ]
    for words, held in targets:
        print(f"{'held  ' if held else 'MISSED'} {words}")  # noqa: T201
    out = ROOT / "var" / "bench" / "bench-governance.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0 if all(held for _, held in targets) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
