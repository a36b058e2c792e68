"""Returns to social security: every wage declared once, settled with the pool to the cent; one worker stops nobody."""

import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from lxml import etree

from services.payroll.social_returns.use_cases import close_social_returns
from shared.money import Money
from tests.builders import as_owner
from tests.integration.payroll.driver import ANNA, BRAM, EMPLOYER, Host, Job, money

SCHEMAS = Path(os.environ.get("SHAREDCO_SCHEMAS", Path(__file__).resolve().parents[5] / "shared" / "data"))
SEPTEMBER, LATE = Job(), Job(number=3, starts_on=date(2026, 8, 3), ends_on=date(2026, 8, 7), budget="1200.00")
AUGUST = Job(number=2, member_id=BRAM, starts_on=date(2026, 8, 3), ends_on=date(2026, 8, 31))
PAID, CLOSED = date(2026, 10, 6), date(2026, 10, 12)


def worked(host: Host, *jobs: Job) -> None:
    """The jobs are done, their wages worked out."""
    host.staff(*sorted({job.member_id for job in jobs}))
    for job in jobs:
        host.work(job)
    host.pay_day(PAID)


def late_wage(host: Host, *, on: date = date(2026, 10, 20)) -> None:
    """A wage of August is worked out when its quarter is closed."""
    host.sign(LATE)
    host.declare(LATE)
    host.complete(LATE)
    host.pay_day(on)


def close(host: Host, on: date = CLOSED, **choice: Any) -> Any:
    return host.close_quarter(on, **choice)


def matters(host: Host, on: date = date(2026, 10, 18)) -> list[str]:
    """What waits about returns and dues some days after the quarter was closed."""
    return sorted(one["matter"] for one in host.call("list_waiting", on=on) if one["about"])


def files(host: Host) -> list[bytes]:
    return [content for name, content in host.documents("onss") if name.startswith("dmfa_")]


def assert_valid(content: bytes) -> None:
    """The authority's own schema takes the file."""
    path = SCHEMAS / "onss" / "DmfAOriginal_20223.xsd"
    if not path.exists():
        pytest.skip(f"the authority's schema is not at {path}; name its folder in SHAREDCO_SCHEMAS")
    etree.XMLSchema(etree.parse(str(path))).assertValid(etree.fromstring(content))


def test_a_quarter_is_declared_to_the_cent_and_the_pool_bears_what_the_wages_had_estimated(host: Host) -> None:
    """Gross 2999.94 each: 1142.08, 74.70 beside it, 19.24 special; bonus and structural reduction 324.37 and 263.54."""
    worked(host, SEPTEMBER, AUGUST)
    seen = host.call("preview_social_return", on=CLOSED)
    fund, account = host.balance("mutual_fund"), host.balance("social_security_to_pay")
    closed = close(host)
    assert seen["owed"] == closed["owed"] == money("1884.13")
    assert (closed["contributions"], closed["reductions"]) == (money("2472.04"), money("587.91"))
    assert (closed["starts_on"], closed["ends_on"], closed["due_on"]) == ("2026-07-01", "2026-09-30", "2026-10-31")
    assert closed["booked"] == money(str(-account.amount))
    assert host.balance("social_security_to_pay") == Money.of("-1884.13")
    assert host.balance("mutual_fund") - fund == account - Money.of("-1884.13")
    assert closed["provisional"]
    (told,) = [body for _, body in host.published("social_return_filed")]
    assert (told["owed"], told["workers"], told["left_out"]) == (money("1884.13"), 2, 0)
    assert host.faults() == []
    (content,) = files(host)
    assert_valid(content)
    tree = etree.fromstring(content)
    assert [one.text for one in tree.iter("INSS")] == ["85073003328", "17073003384"]
    assert tree.findtext(".//NetOwedAmount") == "188413"


@pytest.mark.parametrize(("on", "refused"), [(date(2026, 9, 30), "period_not_over"), (date(2026, 10, 1), None)])
def test_a_period_is_closed_when_it_is_over(host: Host, on: date, refused: str | None) -> None:
    host.staff(ANNA)
    job = Job(starts_on=date(2026, 8, 3), ends_on=date(2026, 8, 31))
    host.work(job)
    host.pay_day(date(2026, 9, 4))
    error = host.reply("close_social_return", on=on)["error"]
    assert (error and error["exc_type"]) == refused


def test_a_worker_who_cannot_be_declared_stops_nobody_and_is_never_left_out_in_silence(host: Host) -> None:
    worked(host, SEPTEMBER, AUGUST)
    host.call("change_household", on=CLOSED, member_id=BRAM, valid_from="2026-09-01", household="couple_low_income")
    for leaving_out, why in ((None, "1 workers are stated, 1 are left out: look at it"),
                             (0, "1 workers cannot be declared"), (2, "1 workers cannot be declared")):
        held = close(host, leaving_out=leaving_out)
        assert (held["state"], held["workers"], why in held["held_because"]) == ("closing", 1, True)
        assert (files(host), host.faults()) == ([], [])
        assert matters(host) == ["return_held"]
    assert host.refused("correct_social_return", on=CLOSED, return_id=held["return_id"]) == "social_return_under_way"
    assert host.refused("record_social_answer", on=CLOSED, return_id=held["return_id"],
                        accepted=True) == "return_answered"
    closed = close(host, leaving_out=1)
    assert (closed["return_id"], closed["state"], closed["held_because"]) == (held["return_id"], "closed", "")
    assert (closed["workers"], closed["late"]) == (1, 1)
    assert matters(host) == ["due_waiting", "return_unanswered", "wages_undeclared"]
    assert [(one["member_id"], one["code"]) for one in closed["left_out"]] == [(BRAM, "household_not_supported")]
    assert host.faults() == []
    host.call("change_household", on=CLOSED, member_id=BRAM, valid_from="2026-09-01", household="single")
    corrected = host.call("correct_social_return", on=CLOSED, return_id=closed["return_id"])
    assert (corrected["refers_to"], corrected["workers"], corrected["late"]) == (closed["return_id"], 1, 0)
    assert matters(host) == ["due_waiting", "due_waiting", "return_to_enter", "return_unanswered"]
    assert (len(files(host)), host.faults()) == (1, [])


def test_a_wage_of_a_closed_quarter_is_declared_by_a_correction_that_states_the_worker_whole(host: Host) -> None:
    worked(host, SEPTEMBER, AUGUST)
    closed = close(host)
    assert host.refused("correct_social_return", on=CLOSED, return_id=closed["return_id"]) == "nothing_to_correct"
    late_wage(host)
    assert host.call("get_social_return", return_id=closed["return_id"])["late"] == 1
    corrected = host.call("correct_social_return", on=date(2026, 10, 21), return_id=closed["return_id"])
    (stated,) = host.call("list_stated_workers", return_id=corrected["return_id"])
    before, *_ = host.call("list_stated_workers", return_id=closed["return_id"])
    assert (stated["member_id"], stated["before"]) == (ANNA, before["owed"])
    assert len(stated["record"]["occupations"]) == 2
    assert host.call("get_social_return", return_id=closed["return_id"])["owed"] == closed["owed"]
    assert host.refused("correct_social_return", on=date(2026, 10, 21),
                        return_id=corrected["return_id"]) == "correction_of_correction"
    assert host.faults() == []
    following = host.call("preview_social_return", on=date(2026, 10, 21))
    assert (following["starts_on"], following["workers"]) == ("2026-10-01", 0)


def test_a_return_goes_on_where_it_was_killed_and_is_declared_once_however_often_it_is_run(
    host: Host, monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One worker to a page; the job is killed after every transaction, and one more runs beside it."""
    worked(host, SEPTEMBER, AUGUST)
    monkeypatch.setattr("services.payroll.social_returns.use_cases.A_PAGE", 1)
    begun = host.call("close_social_return", on=CLOSED)
    assert (begun["state"], begun["workers"]) == ("closing", 0)

    def killed(done: int, of: int) -> None:
        assert of == max(done, 2)
        close_social_returns(host.database, CLOSED, lambda done, of: None)
        raise KeyboardInterrupt

    for _ in range(3):
        with suppress(KeyboardInterrupt):
            close_social_returns(host.database, CLOSED, killed)
    again = host.call("get_social_return", return_id=begun["return_id"])
    assert (again["state"], again["workers"], again["owed"]) == ("closed", 2, money("1884.13"))
    (content,) = files(host)
    assert len(list(etree.fromstring(content).iter("NaturalPerson"))) == 2
    assert [kind for kind, _ in host.published("social_return_filed")] == ["social_return_filed"]
    assert host.refused("close_social_return", on=CLOSED) == "period_not_over"
    assert (len(host.call("list_dues")), host.faults()) == (1, [])


def test_each_legal_entity_declares_under_its_own_numbers_and_none_without_them(host: Host) -> None:
    worked(host, SEPTEMBER)
    with psycopg.connect(as_owner(host.database.url)) as conn:
        conn.execute("update orders set entity = 'trainers'")
    assert host.refused("close_social_return", on=CLOSED, entity="trainers") == "employer_not_registered"
    host.call("register_employer", on=CLOSED, **{**EMPLOYER, "entity": "trainers", "onss_number": "200004",
                                                 "enterprise_number": "BE 0202.239.951"})
    close(host, entity="trainers")
    tree = etree.fromstring(files(host)[0])
    assert (tree.findtext(".//NOSSRegistrationNbr"), tree.findtext(".//CompanyID")) == ("200004", "0202239951")


def test_what_the_authority_finds_wrong_is_read_worker_by_worker_and_settled(host: Host) -> None:
    worked(host, SEPTEMBER, AUGUST)
    return_id = close(host)["return_id"]
    assert host.refused("send_social_return_again", return_id=return_id) == "return_answered"
    host.call("record_social_answer", on=CLOSED, return_id=return_id, accepted=False, reason="employer unknown")
    assert matters(host) == ["due_waiting", "return_refused"]
    host.call("send_social_return_again", on=CLOSED, return_id=return_id)
    for _ in range(2):
        close_social_returns(host.database, CLOSED, lambda done, of: None)
    first, second = files(host)
    assert [one.text for one in etree.fromstring(first).iter("ContributionAmount")] == [
        one.text for one in etree.fromstring(second).iter("ContributionAmount")]
    assert host.refused("record_social_answer", on=CLOSED, return_id=return_id, accepted=True, reference="TICKET1",
                        anomalies=[{"worker": 3, "code": "00046-008"}]) == "nobody_in_place"
    host.call("record_social_answer", on=CLOSED, return_id=return_id, accepted=True, reference="TICKET1",
              anomalies=[{"worker": 2, "code": "00046-008", "text": "joint committee"}, {"code": "00011-001"}])
    found = host.call("list_social_anomalies", return_id=return_id)
    assert [(one["member_id"], one["code"]) for one in found] == [(BRAM, "00046-008"), (None, "00011-001")]
    assert host.call("get_social_return", return_id=return_id)["open_anomalies"] == 2
    assert matters(host) == ["anomaly_open", "anomaly_open", "due_waiting"]
    host.call("settle_social_anomaly", on=CLOSED, return_id=return_id, place=1, note="confirmed by letter")
    assert host.refused("settle_social_anomaly", return_id=return_id, place=1, note="again") == "not_found"
    assert host.call("get_social_return", return_id=return_id)["open_anomalies"] == 1


@pytest.mark.parametrize(("table", "change"), [
    ("social_return_workers", "update {} set reductions_cents = reductions_cents + 1, owed_cents = owed_cents - 1"),
    ("social_return_workers", "update {} set record = jsonb_set(record, '{{contributions,0,amount}}', '1')"),
    ("social_return_wages", "delete from {}"),
    ("dues", "update {} set amount_cents = amount_cents - 1"),
])
def test_a_return_that_was_tampered_with_is_found(host: Host, table: str, change: str) -> None:
    worked(host, SEPTEMBER)
    close(host)
    assert host.faults() == []
    with psycopg.connect(as_owner(host.database.url)) as conn:
        conn.execute(f"alter table {table} disable trigger user")
        conn.execute(change.format(table))
        conn.execute(f"alter table {table} enable trigger user")
    assert any("social" in fault for fault in host.faults())
