"""A voter finds their ballot by its receipt, with the path from it to the root of its batch."""

import pytest

from services.governance.ballots.rules.ballots import Ballot
from services.governance.boards.rules.board import Batch, merkle_root, root_from
from services.governance.voting.errors import ReceiptNotFound
from services.governance.voting.rules import find_receipt


def test_a_receipt_leads_to_the_root_of_its_batch_and_a_foreign_one_nowhere() -> None:
    ballots = [Ballot(poll_id="pol_1", digest="d", ballot_id=f"{n}", voter_key="k", randomizer="00", credential="c",
                      turn=1, choices=("yes",), signature="s") for n in range(5)]
    batch = Batch(number=1, root=merkle_root([ballot.leaf for ballot in ballots]),
                  texts=tuple(ballot.text for ballot in ballots))
    number, path = find_receipt([batch], ballots[3].leaf)
    assert (number, root_from(ballots[3].leaf, path)) == (1, batch.root)
    with pytest.raises(ReceiptNotFound):
        find_receipt([batch], "00" * 32)
