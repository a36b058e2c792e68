"""Ballots sealed to a key that scrutineers share: hidden from everybody until the close, opened in public after it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from services.governance.ballots.rules.shamir import secret_of
from services.governance.ballots.use_cases.sealing import NewSealingKey, make_sealing_key
from services.governance.checks import CHECKS
from services.governance.voting import use_cases as voter
from shared.bus.calling import RemoteRefusal
from tests.builders import FreshDatabase, as_owner
from tests.integration.governance.box_builders import (
    DeskBox,
    PollKeys,
    box_database,
    fill_in,
    sealing_on_paper,
    verified,
)
from tests.integration.governance.builders import HELD, Host, Refused

KEY = make_sealing_key(threshold=2, count=3)


def sealed_poll(host: Host, choices: list[str]) -> str:
    """A poll with sealed ballots that was voted and closed; its id."""
    members = [host.admit() for _ in choices]
    assembly = host.convene(**sealing_on_paper(KEY))
    host.freeze(assembly)
    poll_id = host.open(assembly)
    for member_id, choice in zip(members, choices, strict=True):
        host.vote(poll_id, member_id, choice)
    assert host.close(poll_id)["state"] == "sealed"
    return poll_id


def refused(host: Host, method: str, **asked: Any) -> str:
    with pytest.raises(Refused) as caught:
        host.call(method, **asked)
    return caught.value.code


def test_two_of_three_scrutineers_open_the_ballots_and_everybody_can_open_them_again(host: Host) -> None:
    poll_id = sealed_poll(host, ["yes", "yes", "no", "abstain"])
    assert host.call("get_poll", poll_id=poll_id)["result"] is None
    assert refused(host, "get_board", poll_id=poll_id) == "poll_state_unexpected"
    assert refused(host, "hand_in_share", poll_id=poll_id, share="00" * 32) == "share_wrong"
    for _ in range(2):  # the same share twice is one share
        assert host.call("hand_in_share", poll_id=poll_id, share=KEY.shares[3])["state"] == "sealed"
    assert host.call("hand_in_share", poll_id=poll_id, share=KEY.shares[1])["state"] == "closed"
    result = host.call("get_poll", poll_id=poll_id)["result"]
    assert (result["votes_for"], result["votes_against"], result["abstentions"]) == (2, 1, 1)
    board = host.call("get_board", poll_id=poll_id)
    assert board["opened_with"] == secret_of({1: KEY.shares[1], 3: KEY.shares[3]})
    assert verified(board) == ({"yes": 2, "no": 1, "abstain": 1}, [])
    assert [fault for check in CHECKS for fault in check.run(host.dispatcher.database)] == []
    assert refused(host, "hand_in_share", poll_id=poll_id, share=KEY.shares[2]) == "poll_state_unexpected"


def test_a_board_opened_with_another_key_or_counted_otherwise_is_named(host: Host) -> None:
    poll_id = sealed_poll(host, ["yes", "no"])
    for number in (1, 2):
        host.call("hand_in_share", poll_id=poll_id, share=KEY.shares[number])
    board = host.call("get_board", poll_id=poll_id)
    assert "opened with another key" in str(verified({**board, "opened_with": "08" * 32})[1])
    assert "differs from the recount" in str(verified({**board, "tally": {"yes": 2, "no": 0, "abstain": 0}})[1])
    ballot = board["batches"][0]["ballots"][0]
    ballot["sealed"] = ballot["sealed"][:-2] + ("00" if ballot["sealed"][-2:] != "00" else "01")
    assert "is not signed with the key of its credential" in str(verified(board)[1])


def test_a_declared_count_that_the_opened_ballots_do_not_give_is_found_by_the_proofs(host: Host) -> None:
    poll_id = sealed_poll(host, ["yes", "no"])
    for number in (1, 2):
        host.call("hand_in_share", poll_id=poll_id, share=KEY.shares[number])
    with psycopg.connect(as_owner(host.dispatcher.database.url)) as conn:
        conn.execute("set session_replication_role = replica")
        conn.execute("update results set votes_for = 2, votes_against = 0")
    faults = [fault for check in CHECKS for fault in check.run(host.dispatcher.database)]
    assert faults == [f"poll {poll_id}: its ballots, opened or counted again, are not what was declared"]


def test_a_share_is_taken_after_the_close_and_not_before(host: Host) -> None:
    host.admit()
    assembly = host.convene(**sealing_on_paper(KEY))
    host.freeze(assembly)
    poll_id = host.open(assembly)
    assert refused(host, "hand_in_share", poll_id=poll_id, share=KEY.shares[1]) == "poll_state_unexpected"
    assert host.rows("select count(*) from sealing_shares") == [(0,)]


def test_a_poll_whose_shares_are_lost_is_adjourned_and_holds_up_no_minutes(host: Host) -> None:
    poll_id = sealed_poll(host, ["yes"])
    host.on = HELD
    item = host.call("get_assembly", assembly_id=host.call("get_poll", poll_id=poll_id)["assembly_id"])
    host.settle(item["agenda"][0]["resolution_id"], "adjourned",
                "Two scrutineers lost their shares: the vote is repeated.")
    words = host.call("draw_up_minutes", assembly_id=item["assembly_id"], incidents=[])["words"]
    assert "Two scrutineers lost their shares" in words


@pytest.mark.parametrize(("sealing", "code"), [
    ({"threshold": 1}, "shape_not_met"), ({"threshold": 4}, "sealing_unsafe"),
    ({"shares": [KEY.digests[0]] * 3}, "sealing_unsafe"),
])
def test_a_sealing_that_one_could_open_or_that_nobody_could_is_refused(
    host: Host, sealing: dict[str, Any], code: str,
) -> None:
    with pytest.raises(Refused) as caught:
        host.convene(sealing={**sealing_on_paper(KEY)["sealing"], **sealing})
    assert caught.value.code == code


def test_two_votes_never_share_a_sealing_key(host: Host) -> None:
    with pytest.raises(Refused) as caught:
        host.convene("ordinary", "ordinary", **sealing_on_paper(KEY))
    assert caught.value.code == "sealing_keys_mixed"


def test_a_ballot_that_is_not_sealed_as_its_paper_asks_is_refused(fresh_database: FreshDatabase) -> None:
    box = DeskBox(box_database(fresh_database("services.governance.ballot_box")))
    sealed, plain = PollKeys(sealing=KEY), PollKeys()
    for poll in (sealed, plain):
        box.ask("open_poll", paper=poll.paper, opening=poll.opening())
    open_choice = fill_in(replace(sealed.credential(), sealing_key=""), ["yes"])
    too_short = fill_in(replace(sealed.credential(), room=3), ["no"])
    needless = fill_in(replace(plain.credential(), sealing_key=KEY.key), ["yes"])
    for ballot in (open_choice, too_short, needless):
        with pytest.raises(RemoteRefusal) as caught:
            box.ask("cast_ballot", **ballot.fields)
        assert caught.value.code == "ballot_malformed"
    box.database.close()


def test_what_no_paper_offers_counts_for_nothing_once_it_is_opened(host: Host) -> None:
    members = [host.admit() for _ in range(2)]
    assembly = host.convene(**sealing_on_paper(KEY))
    host.freeze(assembly)
    poll_id = host.open(assembly)
    voter.cast(host.box, host.take(poll_id, members[0]), ["yes"])
    voter.cast(host.box, host.take(poll_id, members[1]), ["oui"])
    host.close(poll_id)
    for number in (1, 2):
        host.call("hand_in_share", poll_id=poll_id, share=KEY.shares[number])
    result = host.call("get_poll", poll_id=poll_id)["result"]
    assert (result["ballots"], result["votes_for"], result["abstentions"]) == (2, 1, 0)
    assert verified(host.call("get_board", poll_id=poll_id)) == ({"yes": 1, "no": 0, "abstain": 0}, [])


CHOSEN = b'["kestrel"]'  # as a ballot spells it; the paper, which everybody may read, names all choices in a row


class Listening(DeskBox):
    """A box beside whose queue somebody listens."""

    heard = b""

    def ask(self, do: str, /, **message: Any) -> dict[str, Any]:
        answer = super().ask(do, **message)
        self.heard += json.dumps([do, message, answer], separators=(",", ":")).encode()
        return answer


def leaks(fresh_database: FreshDatabase, caplog: pytest.LogCaptureFixture, sealing: NewSealingKey | None) -> list[str]:
    """Where a choice can be read before the close: in the database's files, its write-ahead log, the queue, the log."""
    box = Listening(box_database(fresh_database("services.governance.ballot_box")))
    poll = PollKeys(choices=("kestrel", "osprey"), sealing=sealing)
    box.ask("open_poll", paper=poll.paper, opening=poll.opening())
    for _ in range(3):
        voter.cast(box, poll.credential(), ["kestrel"])
    with psycopg.connect(as_owner(box.database.url), autocommit=True) as conn:
        conn.execute("checkpoint")
        row = conn.execute("select current_setting('data_directory'), oid from pg_database "
                           "where datname = current_database()").fetchone()
        assert row is not None
        recent = conn.execute("select name from pg_ls_waldir() order by modification desc limit 2").fetchall()
    box.database.close()
    data = Path(row[0])
    files = [*(data / "base" / str(row[1])).iterdir(), *(data / "pg_wal" / name for name, in recent)]
    found = ["the files" for file in files if file.is_file() and CHOSEN in file.read_bytes()]
    return [*found, *["the queue"] * (CHOSEN in box.heard), *["the log"] * (CHOSEN.decode() in caplog.text)]


def test_no_byte_of_database_log_or_queue_holds_a_choice_before_the_close(
    fresh_database: FreshDatabase, caplog: pytest.LogCaptureFixture,
) -> None:
    assert leaks(fresh_database, caplog, KEY) == []


def test_ballots_that_are_not_sealed_are_found_there(
    fresh_database: FreshDatabase, caplog: pytest.LogCaptureFixture,
) -> None:
    assert {"the files", "the queue"} <= set(leaks(fresh_database, caplog, None))
