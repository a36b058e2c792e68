"""The registers of Germany and Austria: the same histories under their laws, and what only they ask."""

import os
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.membership.exits.use_cases.leaving import settle_exits
from services.membership.letters.use_cases import write_letters
from services.membership.payouts.use_cases import pay_claims
from services.membership.shares.use_cases.calls import call_yearly_shares
from tests.integration.membership.admission.test_registrations import PUBLIC, identified, submitted, verify
from tests.integration.membership.conftest import Refused, empty, euro
from tests.integration.membership.register.other_countries import ForeignDesk, ForeignPlay, decided
from tests.integration.membership.register.test_any_sequence import OPERATIONS, everything_agrees_and_nothing_is_stuck

JOINED, YEARS_END = date(2026, 3, 1), date(2026, 12, 31)
STRONG = {"assurance": "high", "purpose": "test"}


def opened(url: str, country: str) -> ForeignDesk:
    empty(url)
    return ForeignDesk(url, country)


@pytest.fixture
def germany(shared_url: str) -> Iterator[ForeignDesk]:
    desk = opened(shared_url, "DE")
    decided(desk)
    yield desk
    desk.database.close()


@pytest.mark.parametrize("country", ["AT", "DE"])
@pytest.mark.parametrize("seed", range(int(os.environ.get("LIVES", "1"))))
def test_a_long_life_under_another_law_is_right_every_day(shared_url: str, country: str, seed: int) -> None:
    desk = opened(shared_url, country)
    dice, play = random.Random(seed), ForeignPlay(desk)  # noqa: S311 - a history, no secret
    for _ in range(100):
        play.step(dice.choice(OPERATIONS), dice.randrange(4), dice.randrange(12), dice.choice((0, 0, 1, 5, 30, 60)))
    everything_agrees_and_nothing_is_stuck(play)
    desk.database.close()


def job(desk: ForeignDesk, run: Any, on: date) -> str:
    return str(run(desk.database, on, lambda done, total: None))


def approve(desk: ForeignDesk, balance_on: date, net: str = "90000.00") -> None:
    day = date(balance_on.year + 1, 5, 31)
    desk.call("record_net_assets", roles=("accountant",), balance_on=balance_on.isoformat(), net_assets=euro(net),
              approved_on=day.isoformat(), kind="approved_accounts", unavailable_equity=euro("0.00"), on=day)


def test_nobody_is_accepted_before_the_consultation_was_held_and_the_declaration_signed(germany: ForeignDesk) -> None:
    registration = germany.verified()
    missing = {"registration_id": registration}
    for step, left in (("consultation", ["declaration"]), ("declaration", [])):
        with pytest.raises(Refused, match="admission_step_missing"):
            germany.call("accept_registration", **missing)
        germany.call("record_admission_step", step=step, evidence="a paper", happened_on="2026-01-04", **missing)
        assert germany.call("get_registration", **missing)["steps_missing"] == left
    assert germany.call("accept_registration", **missing)["amount"] == euro("50.00")
    with pytest.raises(Refused, match="registration_state_wrong"):
        germany.call("record_admission_step", step="declaration", evidence="late", **missing)


def test_a_step_that_nobody_asks_or_that_has_not_happened_is_not_recorded(germany: ForeignDesk) -> None:
    registration = germany.verified()
    with pytest.raises(Refused, match="admission_step_unknown"):
        germany.call("record_admission_step", registration_id=registration, step="oath", evidence="x")
    with pytest.raises(Refused, match="day_not_over"):
        germany.call("record_admission_step", registration_id=registration, step="declaration", evidence="x",
                     happened_on="2026-01-06")


def test_who_lives_elsewhere_joins_elsewhere(germany: ForeignDesk) -> None:
    with pytest.raises(Refused, match="lives_elsewhere"):
        germany.candidate(country="AT")


def test_people_without_a_number_are_many_and_a_number_is_not_taken(germany: ForeignDesk) -> None:
    first, second = germany.verified(), germany.register()
    assert germany.call("accept_registration", registration_id=second)["state"] == "accepted"
    assert germany.call("get_registration", registration_id=first)["state"] == "verified"
    with pytest.raises(Refused, match="identity_number_wrong"):
        germany.verified(national_number="12345678903")


def test_a_person_whom_a_provider_names_by_a_pseudonym_joins_once(
    germany: ForeignDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "provider.pem").write_text(PUBLIC)
    monkeypatch.setenv("IDENTITY_PUBLIC_KEYS", str(tmp_path))
    one, again, other = (submitted(germany) for _ in range(3))
    assert verify(germany, one, identified(germany, one, number="x1")) == "verified"
    with pytest.raises(Refused, match="person_known"):
        verify(germany, again, identified(germany, again, number="x1"))
    assert verify(germany, other, identified(germany, other, number="x2")) == "verified"


def test_a_share_is_bought_once_and_no_work_calls_another(germany: ForeignDesk) -> None:
    member = germany.member(on=JOINED)
    germany.sign_order(member, date(2027, 2, 1))
    assert job(germany, call_yearly_shares, date(2027, 2, 2)) == "0 yearly shares of 2027 called."
    assert [call["reason"] for call in germany.get(member)["calls"]] == ["first"]


def test_further_shares_are_taken_once_all_but_the_last_are_paid(germany: ForeignDesk) -> None:
    member = germany.member(on=JOINED)
    first = germany.call("call_voluntary_shares", member_id=member, shares=2, on=date(2026, 4, 1))
    germany.call("call_voluntary_shares", member_id=member, shares=1, on=date(2026, 4, 2))
    with pytest.raises(Refused, match="earlier_shares_unpaid"):
        germany.call("call_voluntary_shares", member_id=member, shares=1, on=date(2026, 4, 3))
    germany.pay(first["structured_communication"], "100.00", on=date(2026, 4, 4))
    germany.call("call_voluntary_shares", member_id=member, shares=1, on=date(2026, 4, 5))


def test_heirs_are_members_to_the_years_end_and_a_death_that_was_none_is_annulled(germany: ForeignDesk) -> None:
    member, other = germany.member(on=JOINED), germany.member(on=JOINED)
    for one in (member, other):
        died = germany.call("end_membership", member_id=one, cause="death", happened_on="2026-05-02", evidence="act",
                            on=date(2026, 5, 9), **STRONG)
        assert (died["state"], died["effective_on"]) == ("requested", "2026-12-31")
    germany.call("annul_exit", exit_id=died["exit_id"], reason="another person", evidence="act",
                 on=date(2026, 6, 1), **STRONG)
    assert [germany.get(one, on=date(2026, 12, 30))["voting"] for one in (member, other)] == [True, True]
    job(germany, settle_exits, date(2027, 1, 1))
    assert [germany.get(one, on=date(2027, 1, 1))["state"] for one in (member, other)] == ["left", "member"]
    assert [germany.call("get_register", roles=("auditor",), as_of=day, on=date(2027, 1, 1), **STRONG)["shares"]
            for day in ("2026-12-30", "2026-12-31")] == [2, 1]


def test_bankruptcy_ends_no_membership_by_itself(germany: ForeignDesk) -> None:
    with pytest.raises(Refused, match="cause_does_not_end"):
        germany.call("end_membership", member_id=germany.member(on=JOINED), cause="bankruptcy",
                     happened_on="2026-05-02", evidence="act", on=date(2026, 5, 9), **STRONG)


def test_who_is_excluded_stays_to_the_years_end_and_votes_no_more_once_told(germany: ForeignDesk) -> None:
    member, board = germany.member(on=JOINED), {"roles": ("board",), "assurance": "high"}
    case = germany.call("propose_exclusion", member_id=member, reasons="r", on=date(2026, 4, 1), **board)
    which = {"exclusion_id": case["exclusion_id"]}
    germany.call("notify_exclusion_proposal", channel="registered_letter", on=date(2026, 4, 1), **which, **board)
    germany.call("decide_exclusion", outcome="excluded", grounds="g", resolution="res", on=date(2026, 5, 4), **which,
                 **board)
    exit_ = germany.call("get_exit", member_id=member, on=date(2026, 5, 4))
    assert (exit_["state"], exit_["effective_on"]) == ("requested", "2026-12-31")
    assert germany.get(member, on=date(2026, 5, 4))["voting"] is True
    germany.call("notify_exclusion_decision", on=date(2026, 5, 6), **which, **board)
    shown = germany.get(member, on=date(2026, 12, 30))
    assert (shown["state"], shown["voting"], shown["standing_reason"]) == ("member", False, "excluded")
    germany.call("annul_exit", exit_id=exit_["exit_id"], reason="void", evidence="judgment", on=date(2026, 6, 1),
                 **STRONG)
    assert germany.get(member, on=date(2026, 6, 1))["voting"] is True


def test_leavers_are_paid_in_summer_what_the_years_balance_leaves_them(germany: ForeignDesk) -> None:
    """Net assets of 120.00 on 31 December for three shares, those of both leavers among them: 40.00 each."""
    leavers, stays = [germany.member(on=JOINED) for _ in range(2)], germany.member(on=JOINED)
    for member in leavers:
        germany.call("resign", member_id=member, on=date(2026, 9, 30))
        germany.payee(member, name="Ada", iban=germany.account, on=date(2026, 9, 30))
    approve(germany, date(2025, 12, 31))
    assert "2 wait for approved accounts" in job(germany, settle_exits, date(2027, 1, 1))
    approve(germany, YEARS_END, net="120.00")
    job(germany, settle_exits, date(2027, 6, 1))
    claims = germany.rows("select cents, par_cents, due_on from claims order by id")
    assert claims == [{"cents": 4000, "par_cents": 5000, "due_on": date(2027, 6, 30)}] * 2
    assert "2 payments sent, 80.00 EUR" in job(germany, pay_claims, date(2027, 6, 30))
    assert germany.get(stays, on=date(2027, 6, 30))["shares"] == 1
    assert germany.verify() == []


def test_the_letter_says_when_and_by_which_law(germany: ForeignDesk) -> None:
    member = germany.member(on=JOINED)
    germany.call("resign", member_id=member, on=date(2026, 10, 1))
    assert "1 letters written; 0 could not be" in job(germany, write_letters, date(2026, 10, 1))
    [mail] = germany.rows("select content from outgoing_documents where name like 'resignation%%'")
    assert b"31. Dezember 2027" in bytes(mail["content"]) or b"31.12.2027" in bytes(mail["content"])


def test_in_austria_nobody_is_accepted_before_somebody_says_what_a_share_costs(shared_url: str) -> None:
    desk = opened(shared_url, "AT")
    with pytest.raises(Refused) as refused:
        desk.candidate()
    assert (refused.value.code, refused.value.details["parameter"]) == ("parameter_missing", "share_nominal")
    desk.database.close()
