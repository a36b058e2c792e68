"""Two tellers count the ballots on paper: when, how many, and whose word counts."""

from dataclasses import replace

import pytest

from services.governance.ballots.rules.papers import PaperSheet, counted_papers
from services.governance.boards.rules.verification import together
from services.governance.credentials.errors import EnvelopeMissing, NotInTheRoom, PostNotAllowed, VotingKeyBound
from services.governance.credentials.rules import AtTheDesk, HandedOut, assert_may_hand_out
from services.governance.polls.errors import PollStateUnexpected
from services.governance.polls.rules.poll import PollState
from services.governance.tellers.errors import CountAgreed, NoPaperHandedOut, PapersTooMany, SheetNotSigned
from services.governance.tellers.rules import TellersWord, add_word, agreed, assert_may_count
from tests.unit.governance.minutes.test_the_printed_minutes import UNVOTED

SHEET = PaperSheet(yes=2, no=1, abstain=1, blank=1, invalid=0)
POLL = replace(UNVOTED.poll, state=PollState.CLOSING)
KEYED = replace(POLL, paper=replace(POLL.paper, closers=("a", "b", "c")))
ADA, BOB = TellersWord(given_by="ada", sheet=SHEET), TellersWord(given_by="bob", sheet=SHEET)
THERE = AtTheDesk(member_id="mbr_1", how=HandedOut.PAPER, has_key=False, closers_sign=False, manner="in_person",
                  by_post=False, document_digest="")


def test_the_urn_is_counted_after_the_close_and_holds_no_more_than_was_handed_out() -> None:
    assert_may_count(POLL, SHEET, handed_out=5)
    assert_may_count(replace(POLL, state=PollState.SEALED), SHEET, handed_out=6)
    for poll, handed_out, refusal in ((POLL, 4, PapersTooMany), (POLL, 0, NoPaperHandedOut),
                                      (replace(POLL, state=PollState.OPEN), 5, PollStateUnexpected),
                                      (replace(POLL, state=PollState.CLOSED), 5, PollStateUnexpected)):
        with pytest.raises(refusal):
            assert_may_count(poll, SHEET, handed_out=handed_out)


def test_two_who_found_the_same_agree_and_one_who_corrects_themselves_is_still_one() -> None:
    other = replace(SHEET, yes=1, no=2)
    assert agreed(add_word([], ADA, POLL, signed=False)) is None
    assert agreed(add_word([ADA], replace(BOB, sheet=other), POLL, signed=False)) is None
    assert agreed(add_word([ADA], replace(ADA, sheet=other), POLL, signed=False)) is None
    found = agreed(add_word([ADA, replace(BOB, sheet=other)], BOB, POLL, signed=False))
    assert found == counted_papers(SHEET.text)
    with pytest.raises(CountAgreed):
        add_word([ADA, BOB], replace(ADA, given_by="cy"), POLL, signed=False)


def test_where_the_paper_names_keys_each_teller_signs_with_one_of_their_own() -> None:
    mine = replace(ADA, key="a", signature="s")
    assert add_word([], mine, KEYED, signed=True) == [mine]
    theirs = replace(BOB, key="b", signature="t")
    found = agreed(add_word([mine], theirs, KEYED, signed=True))
    assert found == counted_papers(SHEET.text, signed=["a s", "b t"])
    for word, signed, poll in ((ADA, False, KEYED), (mine, False, KEYED), (replace(BOB, key="a"), True, KEYED),
                               (replace(BOB, key="d"), True, KEYED), (mine, True, POLL)):
        with pytest.raises(SheetNotSigned):
            add_word([mine] if word.given_by == "bob" else [], word, poll, signed=signed)


@pytest.mark.parametrize(("changed", "refusal"), [
    ({}, None), ({"manner": "remote"}, NotInTheRoom), ({"manner": ""}, NotInTheRoom),
    ({"has_key": True}, VotingKeyBound),
    ({"has_key": True, "closers_sign": True}, None),
    ({"has_key": True, "closers_sign": True, "how": HandedOut.KIOSK}, VotingKeyBound),
    ({"document_digest": "ab"}, EnvelopeMissing), ({"how": HandedOut.POST, "by_post": True}, EnvelopeMissing),
    ({"how": HandedOut.POST, "document_digest": "ab"}, PostNotAllowed),
    ({"how": HandedOut.POST, "document_digest": "ab", "by_post": True, "manner": ""}, None),
])
def test_a_ballot_is_handed_to_who_is_in_the_room_and_a_letter_needs_a_clause_and_an_envelope(
    changed: dict[str, object], refusal: type[Exception] | None,
) -> None:
    found = replace(THERE, **changed)  # type: ignore[arg-type]
    if refusal is None:
        assert_may_hand_out(found)
    else:
        with pytest.raises(refusal):
            assert_may_hand_out(found)


def test_blank_and_invalid_ballots_are_votes_for_nothing() -> None:
    assert together({"yes": 3, "no": 0, "abstain": 1}, SHEET) == {"yes": 5, "no": 1, "abstain": 2}
    assert (SHEET.papers, together({"yes": 3}, None)) == (5, {"yes": 3})
