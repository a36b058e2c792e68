"""Refusals: stable codes, sentences for people, details as data."""

import pytest

from shared.errors import NotFound, ParameterMissing, Refusal, snake_case


class QuorumNotReached(Refusal):
    """Too few came."""

    sentence = "{present} of {needed} members are present."


def test_a_refusal_has_the_code_of_its_rule_a_sentence_and_details() -> None:
    refusal = QuorumNotReached(present=3, needed=5)
    assert refusal.code == "quorum_not_reached"
    assert refusal.message == str(refusal) == "3 of 5 members are present."
    assert refusal.details == {"present": 3, "needed": 5}
    assert not refusal.retryable


def test_a_refusal_raised_without_its_details_is_a_defect() -> None:
    with pytest.raises(KeyError):
        QuorumNotReached(present=3)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("NotFound", "not_found"),
        ("Busy", "busy"),
        ("VATReturnFiled", "vatreturn_filed"),
        ("Share2Redeemed", "share2_redeemed"),
    ],
)
def test_a_code_is_the_snake_case_of_the_class(name: str, code: str) -> None:
    assert snake_case(name) == code


def test_the_house_s_own_refusals_name_what_is_missing() -> None:
    assert NotFound(kind="order", id="ord_1").message == "There is no order with id ord_1."
    assert "share_nominal" in ParameterMissing(parameter="share_nominal", day="2026-01-01", country="BE").message
