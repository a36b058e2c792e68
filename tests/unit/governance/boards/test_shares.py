"""Which share of a sealing key was handed in, and when the ballots can be opened."""

import pytest

from services.governance.ballots.use_cases.sealing import make_sealing_key, opens
from services.governance.boards.errors import ShareWrong
from services.governance.boards.rules.shares import key_from, number_of
from services.governance.polls.rules.paper import Sealing

MADE = make_sealing_key(threshold=2, count=3)
SEALING = Sealing(key=MADE.key, threshold=2, shares=tuple(MADE.digests))


def test_a_share_is_known_by_its_digest_on_the_paper() -> None:
    assert [number_of(SEALING, MADE.shares[number], poll_id="pol_1") for number in (3, 1)] == [3, 1]
    with pytest.raises(ShareWrong):
        number_of(SEALING, make_sealing_key(threshold=2, count=3).shares[1], poll_id="pol_1")


def test_one_share_fewer_than_needed_gives_no_key_and_one_more_gives_the_same() -> None:
    assert key_from(SEALING, {3: MADE.shares[3]}) is None
    two, three = key_from(SEALING, {3: MADE.shares[3], 1: MADE.shares[1]}), key_from(SEALING, dict(MADE.shares))
    assert two == three
    assert two is not None
    assert opens(two, MADE.key)
