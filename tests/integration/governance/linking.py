"""What whoever holds everything could guess: twenty elections, and every order that a machine keeps of them.

    python -m tests.integration.governance.linking        (`make linking`)

Marks of the roll and ballots are each laid in the orders in which tables (ctid, xmin), write-ahead logs, the table of
requests and the broker kept them, before the close and after it; rank by rank that is a guess at who cast what. In the
recommended procedure (all take their credentials first, and cast after a time of their own) no pair of orders may be
better than chance, which is one right guess an election. In the naive one (each casts right after) it finds nearly all.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

import psycopg

from deploy.local.postgres import EmbeddedPostgres, fresh_name
from services.governance.voting import use_cases as voter
from services.governance.voting.rules import Credential
from shared.migrations import migrate
from tests.builders import as_owner, let_work
from tests.integration.governance.builders import Host, new_house

ROOT = Path(__file__).resolve().parents[3]
VOTERS, ELECTIONS, POLLS = 60, 20, 2
AT_MOST_BY_CHANCE, AT_LEAST_NAIVE = 1.5, 55
Order = list[str]
Guesses = dict[str, list[int]]


@dataclass
class Election:
    """An assembly with two polls: who holds which credential, and what the machines kept."""

    host: Host
    polls: list[str]
    members: list[str]
    held: dict[tuple[str, str], Credential] = field(default_factory=dict)
    broker: dict[str, Order] = field(default_factory=lambda: defaultdict(list))
    before: dict[str, dict[str, Order]] = field(default_factory=dict)

    def check_in(self, poll_id: str, member_id: str) -> None:
        self.held[poll_id, member_id] = self.host.take(poll_id, member_id)

    def cast(self, poll_id: str, member_id: str) -> None:
        credential = self.held[poll_id, member_id]
        voter.cast(self.host.box, credential, [random.choice(["yes", "no"])])  # noqa: S311 - nobody guesses at it
        self.broker[poll_id].append(credential.voter_key)


def naive(election: Election) -> None:
    """Each member takes a credential and casts, one after the other, poll by poll."""
    for poll_id in election.polls:
        for member_id in election.members:
            election.check_in(poll_id, member_id)
            election.cast(poll_id, member_id)


def recommended(election: Election) -> None:
    """All check-ins of all polls come first; then everybody casts each ballot after a time of their own."""
    for member_id in shuffled(election.members):
        for poll_id in election.polls:
            election.check_in(poll_id, member_id)
    for poll_id, member_id in shuffled([(poll, member) for poll in election.polls for member in election.members]):
        election.cast(poll_id, member_id)


def shuffled(values: Sequence[Any]) -> list[Any]:
    return random.sample(values, len(values))


def played(host: Host, procedure: Callable[[Election], None], voters: int) -> Election:
    """An election held by a procedure, with what could be read before its close."""
    members = [host.admit() for _ in range(voters)]
    assembly = host.convene(*["ordinary"] * POLLS)
    host.freeze(assembly)
    election = Election(host, [host.open(assembly, place) for place in range(1, POLLS + 1)], members)
    procedure(election)
    for poll_id in election.polls:
        election.before[poll_id] = {
            f"staged {place}": ordered(host.box.database.url, "select voter_key from staged_ballots where poll_id = %s "
                                       f"order by {key}", poll_id)
            for place, key in (("ctid", "ctid"), ("xmin", "xmin::text::bigint"))}
    for poll_id in election.polls:
        host.close(poll_id)
    return election


def ordered(url: str, query: str, *given: str) -> Order:
    with psycopg.connect(as_owner(url)) as conn:
        return [str(row[0]) for row in conn.execute(query, given).fetchall()]  # type: ignore[call-overload]


def guesses(election: Election) -> Guesses:
    """How many of the voters each pair of orders names rightly, in each poll."""
    found: Guesses = defaultdict(list)
    marks = {name: order for poll_id in election.polls for name, order in orders_of_marks(election, poll_id)}
    for poll_id in election.polls:
        owner = {held.voter_key: member for (poll, member), held in election.held.items() if poll == poll_id}
        for mark_name, members in marks.items():
            for ballot_name, ballots in orders_of_ballots(election, poll_id):
                right = sum(owner[key] == member for member, key in zip(members, ballots, strict=True))
                found[f"{mark_name} / {ballot_name}"].append(right)
    return found


def orders_of_marks(election: Election, poll_id: str) -> Iterator[tuple[str, Order]]:
    url, number = election.host.dispatcher.database.url, election.polls.index(poll_id) + 1
    asked = "select member_id from credentials where poll_id = %s order by "
    yield f"marks of poll {number} by ctid", ordered(url, asked + "ctid", poll_id)
    yield f"marks of poll {number} by xmin", ordered(url, asked + "xmin::text::bigint", poll_id)
    asked = "select subject from rpc_requests where method = 'issue_credential' order by ctid"
    yield "requests", list(dict.fromkeys(ordered(url, asked)))


def orders_of_ballots(election: Election, poll_id: str) -> Iterator[tuple[str, Order]]:
    url = election.host.box.database.url
    yield from election.before[poll_id].items()
    yield "sealed ctid", ordered(url, "select voter_key from ballots where poll_id = %s order by ctid", poll_id)
    yield "the broker", election.broker[poll_id]
    yield "the write-ahead log", order_in_log(url, election.broker[poll_id])


def order_in_log(url: str, keys: Sequence[str]) -> Order:
    """In which order something was first written to the write-ahead log of a cluster."""
    with psycopg.connect(as_owner(url)) as conn:
        row = conn.execute("select current_setting('data_directory')").fetchone()
    assert row is not None
    log = b"".join(file.read_bytes() for file in sorted((Path(row[0]) / "pg_wal").iterdir()) if file.is_file())
    places = {key: log.find(key.encode()) for key in keys}
    return sorted(keys, key=lambda key: (places[key] < 0, places[key]))


def best(elections: Sequence[Guesses]) -> tuple[str, float]:
    """The pair of orders that guesses best, and its right guesses on average."""
    pairs = {name: mean([right for one in elections for right in one[name]]) for name in elections[0]}
    name = max(pairs, key=lambda pair: pairs[pair])
    return name, pairs[name]


def main() -> int:
    """Hold all elections by both procedures, and say what could be guessed."""
    postgres = EmbeddedPostgres(ROOT / ".local" / "postgres-test", lasting=False)
    result = 0
    for procedure, held in ((naive, lambda right: right >= AT_LEAST_NAIVE),
                            (recommended, lambda right: right <= AT_MOST_BY_CHANCE)):
        elections = []
        for number in range(1, ELECTIONS + 1):
            elections.append(_guessed(postgres, procedure))
            print(f"\r{procedure.__name__}: {number} of {ELECTIONS}", end="", file=sys.stderr)  # noqa: T201
        name, right = best(elections)
        result |= not held(right)
        print(f"\r{procedure.__name__:12} {right:5.2f} of {VOTERS} guessed rightly by {name}")  # noqa: T201
    return result


def _guessed(postgres: EmbeddedPostgres, procedure: Callable[[Election], None]) -> Guesses:
    made: list[str] = []

    def fresh(*packages: str) -> str:
        made.append(fresh_name("linking"))
        url = postgres.create(made[-1])
        migrate(url, packages)
        return let_work(url)

    host = new_house(fresh)
    found = guesses(played(host, procedure, VOTERS))
    host.dispatcher.database.close()
    host.box.database.close()
    for name in made:
        postgres.drop(name)
    return found


if __name__ == "__main__":
    sys.exit(main())
