"""Exclusion as a timed procedure with the right to be heard; transfers where the statutes allow them."""

from dataclasses import replace
from datetime import date
from typing import Any

import psycopg
import pytest

from services.membership.standing.use_cases import suspend_arrears
from shared.parameters import Tables
from tests.integration.membership.conftest import Desk, Refused
from tests.integration.membership.exits.test_leaving import approve

TOLD, LAST_DAY, DAY_AFTER = date(2027, 3, 15), date(2027, 4, 15), date(2027, 4, 16)
BOARD: dict[str, Any] = {"roles": ("board",), "assurance": "high"}


def proposed(desk: Desk, member: str) -> str:
    return desk.call("propose_exclusion", member_id=member, reasons="invoiced friends for work never done",
                     on=TOLD, **BOARD)["exclusion_id"]


def notified(desk: Desk, member: str) -> str:
    exclusion = proposed(desk, member)
    told = desk.call("notify_exclusion_proposal", exclusion_id=exclusion, channel="email", on=TOLD, **BOARD)
    assert told["answer_until"] == LAST_DAY.isoformat()
    return exclusion


def decide(desk: Desk, exclusion: str, on: date = DAY_AFTER, **changes: Any) -> dict[str, Any]:
    asked = {"exclusion_id": exclusion, "outcome": "excluded", "grounds": "proved", "resolution": "rsl 2027/4",
             **BOARD, **changes}
    return desk.call("decide_exclusion", on=on, **asked)


def test_nobody_is_excluded_before_the_month_has_run_out_and_on_the_day_after_he_may_be(desk: Desk) -> None:
    member = desk.member()
    approve(desk)
    exclusion = notified(desk, member)
    for day in (TOLD, LAST_DAY):
        with pytest.raises(Refused, match="answer_time_running"):
            decide(desk, exclusion, on=day)
    assert decide(desk, exclusion)["outcome"] == "excluded"


def test_who_is_excluded_leaves_the_register_that_day_and_is_owed_the_value_of_his_shares(desk: Desk) -> None:
    member = desk.member()
    approve(desk)
    decide(desk, notified(desk, member), on=date(2027, 6, 20))
    left = desk.get(member, on=date(2027, 6, 20))
    assert (left["state"], left["left_on"], left["left_reason"]) == ("left", "2027-06-20", "exclusion")
    [claim] = desk.call("list_claims", member_id=member)
    assert (claim["amount"]["amount"], claim["due_on"]) == ("30.00", "2027-07-20")
    assert desk.verify() == []


def test_a_proposal_that_was_not_notified_cannot_be_decided(desk: Desk) -> None:
    with pytest.raises(Refused, match="exclusion_state_wrong"):
        decide(desk, proposed(desk, desk.member()))


def test_the_member_answers_until_the_last_day_and_not_after(desk: Desk) -> None:
    member = desk.member()
    exclusion = notified(desk, member)
    answer = {"by": member, "roles": ("member",), "exclusion_id": exclusion, "text": "it was a mistake"}
    assert desk.call("record_observations", on=LAST_DAY, **answer)["observations"] == "it was a mistake"
    with pytest.raises(Refused, match="too_late_to_answer"):
        desk.call("record_observations", on=DAY_AFTER, **answer)


def test_who_asked_to_be_heard_is_heard_before_the_decision(desk: Desk) -> None:
    member = desk.member()
    approve(desk)
    exclusion = notified(desk, member)
    with pytest.raises(Refused, match="hearing_not_asked_for"):
        desk.call("record_hearing", exclusion_id=exclusion, on=TOLD, **BOARD)
    desk.call("record_observations", by=member, roles=("member",), exclusion_id=exclusion, text="hear me",
              wants_hearing=True, on=LAST_DAY)
    with pytest.raises(Refused, match="hearing_not_held"):
        decide(desk, exclusion)
    desk.call("record_hearing", exclusion_id=exclusion, on=DAY_AFTER, **BOARD)
    assert decide(desk, exclusion)["state"] == "decided"


def test_the_assembly_decides_with_reasons_and_its_resolution_is_named(desk: Desk) -> None:
    approve(desk)
    exclusion = notified(desk, desk.member())
    with pytest.raises(Refused, match="resolution_missing"):
        decide(desk, exclusion, resolution="")
    with pytest.raises(Refused, match="shape_not_met"):
        decide(desk, exclusion, grounds="  ")
    with pytest.raises(Refused, match="assurance_too_low"):
        decide(desk, exclusion, assurance="")


@pytest.mark.parametrize(("told_on", "late"), [(date(2027, 5, 1), False), (date(2027, 5, 2), True)])
def test_the_decision_is_notified_within_fifteen_days_or_flagged(desk: Desk, told_on: date, late: bool) -> None:
    approve(desk)
    exclusion = notified(desk, desk.member())
    decide(desk, exclusion)
    told = desk.call("notify_exclusion_decision", exclusion_id=exclusion, on=told_on, **BOARD)
    assert (told["state"], told["notified_late"]) == ("closed", late)


def test_a_member_who_is_kept_stays_and_may_be_proposed_again_but_not_twice_at_once(desk: Desk) -> None:
    member = desk.member()
    exclusion = notified(desk, member)
    with pytest.raises(Refused, match="exclusion_open"):
        proposed(desk, member)
    decide(desk, exclusion, outcome="kept")
    assert desk.get(member)["state"] == "member"
    assert proposed(desk, member)


def test_a_member_without_an_address_for_mail_is_told_by_registered_letter(desk: Desk) -> None:
    member = desk.member()
    with psycopg.connect(desk.url) as conn:
        conn.execute("update contacts set email = ''")
    exclusion = proposed(desk, member)
    with pytest.raises(Refused, match="registered_letter_needed"):
        desk.call("notify_exclusion_proposal", exclusion_id=exclusion, channel="email", on=TOLD, **BOARD)
    assert desk.call("notify_exclusion_proposal", exclusion_id=exclusion, channel="registered_letter", on=TOLD, **BOARD)


def transfer(desk: Desk, giver: str, receiver: str, shares: int = 1, **changes: Any) -> dict[str, Any]:
    asked = {"giver_id": giver, "receiver_id": receiver, "shares": shares, "declaration": "signed document 7",
             "consent": "board 2027/2", "assurance": "high", "on": date(2027, 3, 1), **changes}
    return desk.call("transfer_shares", **asked)


def holder_of(desk: Desk, shares: int) -> str:
    member = desk.member()
    call = desk.call("call_voluntary_shares", member_id=member, shares=shares - 1)
    desk.pay(call["structured_communication"], f"{30 * (shares - 1)}.00")
    return member


def test_shares_pass_between_members_and_the_capital_account_does_not_move(desk: Desk) -> None:
    giver, receiver = holder_of(desk, 3), desk.member()
    transfer(desk, giver, receiver, shares=2)
    assert (desk.get(giver)["shares"], desk.get(receiver)["shares"], desk.balance("11090")) == (1, 3, -12000)
    assert [(body["member_id"], body["shares"], body["holding"]) for _,
            body in desk.published("shares_transferred")] == \
        [(giver, -2, 1), (receiver, 2, 3)]
    assert desk.verify() == []


def test_who_gives_all_his_shares_is_a_member_no_more(desk: Desk) -> None:
    giver, receiver = holder_of(desk, 2), desk.member()
    transfer(desk, giver, receiver, shares=2)
    left = desk.get(giver, on=date(2027, 3, 1))
    assert (left["state"], left["left_reason"], left["voting"]) == ("left", "transfer", False)
    assert desk.published("member_left", about=giver)


def test_nobody_gives_more_than_he_has_nor_to_himself_nor_to_a_stranger(desk: Desk) -> None:
    giver, receiver, candidate = desk.member(), desk.member(), desk.candidate()["member_id"]
    with pytest.raises(Refused, match="holding_too_small"):
        transfer(desk, giver, receiver, shares=2)
    with pytest.raises(Refused, match="transfer_to_oneself"):
        transfer(desk, giver, giver)
    with pytest.raises(Refused, match="not_member"):
        transfer(desk, giver, candidate)
    assert desk.get(giver)["shares"] == 1


def test_a_transfer_needs_the_boards_consent_and_a_strong_identity(desk: Desk) -> None:
    giver, receiver = desk.member(), desk.member()
    with pytest.raises(Refused, match="consent_missing"):
        transfer(desk, giver, receiver, consent="")
    with pytest.raises(Refused, match="assurance_too_low"):
        transfer(desk, giver, receiver, assurance="substantial")


def test_who_is_leaving_or_in_arrears_keeps_his_shares(desk: Desk) -> None:
    leaving, late, receiver = desk.member(), desk.member(), desk.member()
    desk.call("resign", member_id=leaving, on=date(2027, 2, 1))
    with pytest.raises(Refused, match="transfer_while_leaving"):
        transfer(desk, leaving, receiver)
    desk.sign_order(late, date(2027, 3, 1))
    assert transfer(desk, holder_of(desk, 2), receiver)
    suspend_arrears(desk.database, date(2027, 4, 1), lambda done, total: None)
    with pytest.raises(Refused, match="transfer_in_arrears"):
        transfer(desk, late, receiver, on=date(2027, 4, 1))
    assert transfer(desk, late, receiver, on=date(2027, 3, 31))


def test_where_the_statutes_allow_no_transfers_there_are_none(desk: Desk) -> None:
    rows = dict(desk.database.tables._rows)
    rows["transfers_allowed", ""] = [replace(row, fields={"value": "none"}) for row in rows["transfers_allowed", ""]]
    desk.database.country = replace(desk.database.country, tables=Tables("BE", rows))
    with pytest.raises(Refused, match="transfers_not_allowed"):
        transfer(desk, desk.member(), desk.member())
