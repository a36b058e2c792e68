"""Which ballots the box takes, and which of two of one credential it keeps."""

from dataclasses import replace

import pytest

from services.governance.ballot_box.errors import BallotMalformed, BallotOutdated
from services.governance.ballot_box.rules import assert_fits, replaces
from services.governance.ballots.rules.ballots import Ballot, canonical
from services.governance.polls.rules.paper import paper_of
from tests.integration.governance.box_builders import PollKeys

FIRST = Ballot(poll_id="pol_1", digest="d", ballot_id="b", voter_key="k", randomizer="r", credential="c", turn=1,
               choices=("yes",), signature="s")
PAPER = replace(paper_of(canonical(PollKeys().paper)), most_choices=2)


def test_the_first_ballot_and_one_of_a_higher_turn_are_kept() -> None:
    assert replaces(FIRST, None)
    assert replaces(replace(FIRST, turn=2), FIRST)
    assert not replaces(FIRST, FIRST)
    for outdated in (replace(FIRST, turn=2, choices=("no",)), FIRST):
        with pytest.raises(BallotOutdated):
            replaces(outdated, replace(FIRST, turn=2, choices=("abstain",)))


@pytest.mark.parametrize(("chosen", "fits"), [
    (("yes",), True), (("yes", "no"), True), ((), False), (("yes", "no", "abstain"), False), (("yes", "yes"), False),
    (("maybe",), False),
])
def test_choices_fit_the_paper_when_it_offers_each_and_not_more_than_it_allows(
    chosen: tuple[str, ...], fits: bool,
) -> None:
    ballot = replace(FIRST, choices=chosen)
    if fits:
        assert_fits(ballot, PAPER)
    else:
        with pytest.raises(BallotMalformed):
            assert_fits(ballot, PAPER)
