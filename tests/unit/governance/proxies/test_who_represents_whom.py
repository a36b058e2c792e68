"""A proxy: written, one a principal, never passed on, no more than allowed; and a cap on the votes of one."""

from dataclasses import replace
from datetime import date

import pytest

from services.governance.credentials.errors import HolderAbsent, PrincipalPresent, VoteCapReached, VotePassedOn
from services.governance.credentials.rules import Representing, assert_may_represent
from services.governance.proxies.errors import (
    PrincipalUnknown,
    ProxiesTooMany,
    ProxyChained,
    ProxyGivenBefore,
    ProxyNotSigned,
    ProxyNotWritten,
    ProxyToNonMember,
    ProxyTooLate,
    ProxyToSelf,
)
from services.governance.proxies.rules import Parties, Proxy, ProxyRule, assert_may_give, assert_signed
from shared.errors import Refusal

HELD = date(2026, 6, 20)
RULE = ProxyRule(most=2, members_only=True, cap=10, floor=2)
KNOWN = Parties(principal_votes=True, principal_key="", holder_is_member=True)


def proxy(principal: str, holder: str) -> Proxy:
    return Proxy(proxy_id=f"prx_{principal}", assembly_id="asm", principal_id=principal, holder_id=holder,
                 holder_key="", signature="", given_on=HELD, given_by=principal, given_for="asm")


def give(one: Proxy, *standing: Proxy, rule: ProxyRule = RULE, parties: Parties = KNOWN, document: str = "") -> None:
    assert_may_give(rule, one, standing, parties, held_on=HELD, document_digest=document)


def test_the_second_proxy_is_held_and_the_third_is_not() -> None:
    give(proxy("b", "h"), proxy("a", "h"), proxy("x", "other"))
    with pytest.raises(ProxiesTooMany):
        give(proxy("c", "h"), proxy("a", "h"), proxy("b", "h"))


@pytest.mark.parametrize(("one", "standing", "refusal"), [
    (proxy("a", "a"), [], ProxyToSelf), (proxy("a", "h"), [proxy("a", "other")], ProxyGivenBefore),
    (proxy("a", "h"), [proxy("h", "x")], ProxyChained), (proxy("a", "h"), [proxy("x", "a")], ProxyChained),
    (replace(proxy("a", "h"), given_on=date(2026, 6, 21)), [], ProxyTooLate),
    (replace(proxy("a", "h"), given_by="officer"), [], ProxyNotWritten),
])
def test_what_no_statutes_allow_is_refused(one: Proxy, standing: list[Proxy], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        give(one, *standing)


def test_a_stranger_holds_a_proxy_where_the_statutes_let_them_and_who_has_no_vote_gives_none() -> None:
    stranger = replace(KNOWN, holder_is_member=False)
    with pytest.raises(ProxyToNonMember):
        give(proxy("a", "h"), parties=stranger)
    give(proxy("a", "h"), rule=replace(RULE, members_only=False), parties=stranger)
    with pytest.raises(PrincipalUnknown):
        give(proxy("a", "h"), parties=replace(KNOWN, principal_votes=False))
    give(replace(proxy("a", "h"), given_by="officer"), document="ab" * 32)


def test_who_has_a_voting_key_signs_their_proxy_to_a_key_of_the_holder() -> None:
    assert_signed(proxy("a", "h"), voting_key="", verifies=False)
    assert_signed(replace(proxy("a", "h"), holder_key="k"), voting_key="v", verifies=True)
    for one, good in ((proxy("a", "h"), True), (replace(proxy("a", "h"), holder_key="k"), False)):
        with pytest.raises(ProxyNotSigned):
            assert_signed(one, voting_key="v", verifies=good)


@pytest.mark.parametrize(("votes", "represented", "allowed"), [
    (2, 3, True), (3, 29, False), (3, 30, True), (4, 39, False),
])
def test_nobody_casts_more_than_a_tenth_of_the_votes_represented_at_the_vote_or_the_floor(
    votes: int, represented: int, allowed: bool,
) -> None:
    found = Representing(principal_id="a", holder_id="h", assembly_id="asm", chained=False, principal_is_there=False,
                         holder_is_there=True, votes=votes, represented=represented)
    if allowed:
        assert_may_represent(RULE, found)
    else:
        with pytest.raises(VoteCapReached):
            assert_may_represent(RULE, found)
    assert_may_represent(replace(RULE, cap=0), replace(found, votes=2))
    for changed, refusal in ((replace(found, principal_is_there=True), PrincipalPresent),
                             (replace(found, holder_is_there=False), HolderAbsent),
                             (replace(found, chained=True), VotePassedOn)):
        with pytest.raises(refusal):
            assert_may_represent(RULE, changed)
