"""An election without candidates: who may be proposed, and when nobody objects any more."""

from datetime import date

import pytest

from services.governance.work_groups.errors import (
    ConsentMissing,
    NotInTheGroup,
    NotNominated,
    ObjectionUnexplained,
    TooFewNamed,
)
from services.governance.work_groups.rules import (
    FacilitatorProposal,
    FacilitatorWord,
    Nomination,
    Volunteer,
    assert_consent,
    assert_explained,
    assert_half_took_part,
    assert_nominated,
    assert_of_the_group,
    facilitator_of,
)

MEMBERS = [Volunteer(member_id=name, stratum="users") for name in ("ada", "bob", "cy", "dee", "eve")]


def named(*pairs: tuple[str, str]) -> list[Nomination]:
    return [Nomination(member_id=who, nominee_id=whom, reason="They listen.") for who, whom in pairs]


def proposal(*words: tuple[str, bool], elected_on: date | None = None, nominee: str = "bob") -> FacilitatorProposal:
    return FacilitatorProposal(proposal_id="fcl_1", nominee_id=nominee, elected_on=elected_on, words=[
        FacilitatorWord(member_id=who, consents=consents, reason="" if consents else "No.") for who, consents in words])


def test_members_choose_among_themselves_one_whom_somebody_named() -> None:
    assert_of_the_group(MEMBERS, "ada", "bob", group_id="wgr_1")
    with pytest.raises(NotInTheGroup):
        assert_of_the_group(MEMBERS, "ada", "zoe", group_id="wgr_1")
    assert_nominated(named(("ada", "bob")), "bob")
    with pytest.raises(NotNominated):
        assert_nominated(named(("ada", "bob")), "ada")


def test_half_of_a_group_takes_part_and_one_fewer_does_not_choose_for_all() -> None:
    assert_half_took_part(named(("ada", "bob"), ("bob", "cy")), MEMBERS[:4])
    with pytest.raises(TooFewNamed):
        assert_half_took_part(named(("ada", "bob"), ("bob", "cy")), MEMBERS)


def test_an_objection_or_the_silence_of_who_took_part_stands_in_the_way_and_consent_of_all_does_not() -> None:
    took_part = named(("ada", "bob"), ("bob", "bob"))
    assert_consent(took_part, proposal(("ada", True), ("bob", True)))
    for words in ((), (("ada", True),), (("ada", True), ("bob", False)), (("ada", True), ("bob", True), ("cy", False))):
        with pytest.raises(ConsentMissing):
            assert_consent(took_part, proposal(*words))


def test_an_objection_says_why_and_the_facilitator_is_who_was_elected_last() -> None:
    with pytest.raises(ObjectionUnexplained):
        assert_explained(FacilitatorWord(member_id="ada", consents=False, reason=""))
    later = proposal(elected_on=date(2026, 9, 1), nominee="cy")
    assert facilitator_of([proposal(elected_on=date(2026, 8, 1)), later, proposal(nominee="dee")]) == "cy"
    assert facilitator_of([]) == ""
