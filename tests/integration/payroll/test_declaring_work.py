"""Declaring work at payroll: documents that leave, answers that come, orders that are cancelled, data that wait."""

import threading
from datetime import date

import pytest
from lxml import etree

from tests.integration.payroll.house import ANNA, BRAM, EMPLOYER, WORKERS, House, Job

JOB = Job()
BEFORE = date(2026, 8, 22)


def state(house: House, job: Job = JOB) -> str:
    return str(house.call("get_declaration", order_id=job.order_id)["state"])


def test_a_signed_order_is_declared_at_once(house: House) -> None:
    house.staff(ANNA)
    house.sign(JOB, BEFORE)
    ((name, content),) = house.documents("onss")
    declaration = house.call("get_declaration", order_id=JOB.order_id)
    assert name == f"dimona_in_{declaration['declaration_id']}.xml"
    assert etree.fromstring(content).findtext(".//INSS") == "85073003328"
    assert (declaration["state"], declaration["sent_on"], declaration["cover_id"]) == ("sent", "2026-08-22", None)
    assert house.said() == []


def test_an_accepted_declaration_says_that_the_work_is_declared_and_insured(house: House) -> None:
    house.staff(ANNA)
    house.sign(JOB, BEFORE)
    house.declare(JOB)
    (declared, declared_body), (covered, covered_body) = house.said()
    assert (declared, covered) == ("work_declared", "cover_opened")
    assert (declared_body["declared_on"], declared_body["reference"]) == ("2026-08-22", "000000000001")
    assert (covered_body["starts_on"], covered_body["ends_on"]) == ("2026-09-01", "2026-09-30")
    assert house.call("get_declaration", order_id=JOB.order_id)["cover_id"] == covered_body["cover_id"]


def test_the_same_answer_twice_declares_once(house: House) -> None:
    house.staff(ANNA)
    house.sign(JOB, BEFORE)
    house.declare(JOB)
    house.declare(JOB)
    assert len(house.said("work_declared")) == len(house.said("cover_opened")) == 1


def test_a_refused_declaration_refuses_the_work_and_opens_no_cover(house: House) -> None:
    house.staff(ANNA)
    house.sign(JOB, BEFORE)
    declaration = house.call("get_declaration", order_id=JOB.order_id)
    house.call("record_declaration_answer", declaration_id=declaration["declaration_id"], result="refused",
               reason="unknown worker")
    ((kind, body),) = house.said()
    assert (kind, body["reason"]) == ("work_declaration_refused", "refused_by_authority")
    assert house.call("get_declaration", order_id=JOB.order_id)["reason"] == "unknown worker"
    assert house.call("get_declaration", order_id=JOB.order_id)["cover_id"] is None


def test_an_order_waits_for_its_worker_and_is_declared_when_he_is_registered(house: House) -> None:
    house.staff(BRAM)
    house.sign(JOB, BEFORE)
    assert [one["order_id"] for one in house.call("list_declarations", state="waiting")] == [JOB.order_id]
    assert house.documents("onss") == []
    registered = house.call("register_worker", on=date(2026, 8, 25), **WORKERS[ANNA])
    assert registered["declarations"] == 1
    assert state(house) == "sent"
    assert len(house.documents("onss")) == 1


def test_an_order_waits_for_the_employer_too(house: House) -> None:
    house.call("register_worker", on=BEFORE, **WORKERS[ANNA])
    house.sign(JOB, BEFORE)
    assert state(house) == "waiting"
    house.call("register_employer", on=BEFORE, **EMPLOYER)
    assert state(house) == "sent"


@pytest.mark.parametrize("missing", ["worker", "employer"])
def test_data_registered_while_the_order_arrives_are_not_missed(house: House, missing: str) -> None:
    house.call(*{"worker": ("register_employer",), "employer": ("register_worker",)}[missing], on=BEFORE,
               **{"worker": EMPLOYER, "employer": WORKERS[ANNA]}[missing])
    late = {"worker": WORKERS[ANNA], "employer": EMPLOYER}[missing]
    desk = threading.Thread(target=house.call, args=(f"register_{missing}",), kwargs={"on": BEFORE, **late})
    with house.hearing("order_signed", BEFORE, house.order_form(JOB, BEFORE)):
        desk.start()
        desk.join(0.3)
        assert desk.is_alive()  # it waits for the order to be written down
    desk.join()
    assert state(house) == "sent"


@pytest.mark.parametrize(("signed_on", "then"), [(date(2026, 9, 1), "sent"), (date(2026, 9, 2), "late")])
def test_work_that_began_undeclared_is_held_for_a_decision(house: House, signed_on: date, then: str) -> None:
    house.staff(ANNA)
    house.sign(JOB, signed_on)
    assert state(house) == then
    assert len(house.documents("onss")) == (then == "sent")


def test_a_worker_registered_after_the_work_began_makes_the_declaration_late(house: House) -> None:
    house.staff(BRAM)
    house.sign(JOB, BEFORE)
    house.call("register_worker", on=date(2026, 9, 2), **WORKERS[ANNA])
    assert state(house) == "late"


def test_somebody_decides_to_declare_late_or_to_refuse_the_work(house: House) -> None:
    house.staff(ANNA, BRAM)
    other = Job(number=2, member_id=BRAM)
    for job in (JOB, other):
        house.sign(job, date(2026, 9, 2))
    ids = [house.call("get_declaration", order_id=job.order_id)["declaration_id"] for job in (JOB, other)]
    house.call("decide_late_declaration", declaration_id=ids[0], declare=True, reason="agreed with the authority")
    house.call("decide_late_declaration", declaration_id=ids[1], declare=False, reason="the work did not begin")
    assert (state(house), state(house, other)) == ("sent", "refused")
    assert house.call("get_declaration", order_id=JOB.order_id)["late"] is True
    ((kind, body),) = house.said()
    assert (kind, body["reason"], body["order_id"]) == (
        "work_declaration_refused", "declared_after_start", other.order_id)
    assert house.refused("decide_late_declaration", declaration_id=ids[0], declare=True, reason="again") == \
        "declaration_not_late"


def test_a_cancelled_order_cancels_its_declaration_and_closes_its_cover(house: House) -> None:
    house.staff(ANNA)
    house.sign(JOB, BEFORE)
    house.declare(JOB)
    house.hear("order_cancelled", date(2026, 8, 30), order_id=JOB.order_id, reason="called off")
    assert state(house) == "cancelled"
    name, content = house.documents("onss")[1]
    assert name.startswith("dimona_cancel_")
    assert etree.fromstring(content).findtext(".//DimonaPeriodId") == "000000000001"
    ((kind, body),) = house.said("cover_closed")
    assert (kind, body["closed_on"], body["reason"]) == ("cover_closed", "2026-08-30", "order_cancelled")


def test_an_order_cancelled_before_the_answer_is_cancelled_when_the_answer_comes(house: House) -> None:
    house.staff(ANNA)
    house.sign(JOB, BEFORE)
    house.hear("order_cancelled", date(2026, 8, 23), order_id=JOB.order_id, reason="called off")
    assert state(house) == "cancel_wanted"
    house.declare(JOB)
    assert state(house) == "cancelled"
    assert house.said() == []
    assert [name.split("_")[1] for name, _ in house.documents("onss")] == ["in", "cancel"]


def test_an_order_cancelled_before_anything_left_is_withdrawn(house: House) -> None:
    house.sign(JOB, BEFORE)
    house.hear("order_cancelled", date(2026, 8, 23), order_id=JOB.order_id, reason="called off")
    assert state(house) == "withdrawn"
    house.staff(ANNA)
    assert house.documents("onss") == []


MOVED = Job(starts_on=date(2026, 9, 8), ends_on=date(2026, 9, 25))


def test_an_order_amended_to_other_days_is_cancelled_and_declared_anew(house: House) -> None:
    house.staff(ANNA)
    house.sign(JOB, BEFORE)
    house.declare(JOB)
    house.sign(MOVED, date(2026, 8, 28), kind="order_amended")
    assert [name.split("_")[1] for name, _ in house.documents("onss")] == ["in", "cancel", "in"]
    assert state(house) == "sent"
    house.declare(MOVED)
    assert [(kind, body.get("reason"), body.get("starts_on")) for kind, body in house.said()] == [
        ("work_declared", None, "2026-09-01"), ("cover_opened", None, "2026-09-01"),
        ("cover_closed", "order_amended", None),
        ("work_declared", None, "2026-09-08"), ("cover_opened", None, "2026-09-08")]
    house.complete(MOVED)
    house.pay_day(date(2026, 10, 2))
    assert house.wage_of(MOVED)["month"] == "2026-09"
    assert house.faults() == []


def test_an_order_amended_in_its_amount_alone_stays_declared(house: House) -> None:
    house.staff(ANNA)
    house.sign(JOB, BEFORE)
    house.declare(JOB)
    house.sign(JOB, date(2026, 8, 28), kind="order_amended")
    assert len(house.documents("onss")) == 1
    assert state(house) == "accepted"


def test_an_order_amended_before_the_answer_cancels_when_the_answer_comes(house: House) -> None:
    house.staff(ANNA)
    house.sign(JOB, BEFORE)
    old = house.call("get_declaration", order_id=JOB.order_id)["declaration_id"]
    house.sign(MOVED, date(2026, 8, 28), kind="order_amended")
    house.call("record_declaration_answer", declaration_id=old, result="accepted", reference="7")
    assert house.said() == []
    assert [name.split("_")[1] for name, _ in house.documents("onss")] == ["in", "in", "cancel"]
    house.declare(MOVED)
    assert [body["starts_on"] for _, body in house.said("work_declared")] == ["2026-09-08"]


def test_a_waiting_order_amended_waits_for_its_new_days(house: House) -> None:
    house.sign(JOB, BEFORE)
    house.sign(MOVED, date(2026, 8, 28), kind="order_amended")
    assert [one["starts_on"] for one in house.call("list_declarations", state="waiting")] == ["2026-09-08"]


@pytest.mark.parametrize(("field", "value"), [
    ("national_number", "85073003329"), ("iban", "BE68539007547035"), ("household", "commune"), ("language", "it"),
    ("children", -1), ("disabled_children", 1), ("first_name", ""),
])
def test_a_worker_with_data_that_cannot_be_right_is_refused(house: House, field: str, value: object) -> None:
    assert house.refused("register_worker", **{**WORKERS[ANNA], field: value}) == "shape_not_met"
    assert house.rows("select 1 from workers") == []


def test_a_refused_national_number_is_never_repeated(house: House) -> None:
    reply = house.reply("register_worker", **{**WORKERS[ANNA], "national_number": "85073003329"})
    assert "85073003329" not in str(reply)


@pytest.mark.parametrize("number", ["98472899765", "17073003384", "85.07.30-033.28"])
def test_bis_numbers_and_numbers_of_this_century_are_taken(house: House, number: str) -> None:
    house.call("register_worker", **{**WORKERS[ANNA], "national_number": number})


def test_a_worker_and_a_national_number_are_registered_once(house: House) -> None:
    house.call("register_worker", **WORKERS[ANNA])
    assert house.refused("register_worker", **WORKERS[ANNA]) == "worker_known_before"
    twin = {**WORKERS[BRAM], "national_number": WORKERS[ANNA]["national_number"]}
    assert house.refused("register_worker", **twin) == "worker_known_before"


def test_a_payslip_is_in_the_language_of_the_member_unless_the_worker_says_another(house: House) -> None:
    silent = {name: value for name, value in WORKERS[ANNA].items() if name != "language"}
    assert house.refused("register_worker", **silent) == "language_unknown"
    for member, language in ((ANNA, "de"), (BRAM, "es")):
        house.hear("member_admitted", BEFORE, member_id=member, admitted_on="2026-08-01", language=language)
    house.call("register_worker", **silent)
    assert house.refused("register_worker", **{**WORKERS[BRAM], "language": None}) == "language_unknown"
    house.call("register_worker", **WORKERS[BRAM])
    assert house.rows("select language from workers order by member_id") == [{"language": "de"}, {"language": "nl"}]


def test_a_member_registers_himself_and_nobody_else(house: House) -> None:
    assert house.refused("register_worker", roles=("member",), subject=BRAM, **WORKERS[ANNA]) == "not_allowed"
    house.call("register_worker", roles=("member",), subject=ANNA, **WORKERS[ANNA])


@pytest.mark.parametrize(("field", "value"), [
    ("enterprise_number", "0403019262"), ("onss_number", "5"), ("iban", "BE00"), ("bic", "X"), ("country", "Belgium"),
])
def test_an_employer_with_data_that_cannot_be_right_is_refused(house: House, field: str, value: str) -> None:
    assert house.refused("register_employer", **{**EMPLOYER, field: value}) == "shape_not_met"


def test_the_employer_changes_from_a_day_on_and_not_twice_on_one(house: House) -> None:
    house.call("register_employer", **EMPLOYER)
    assert house.refused("register_employer", **EMPLOYER) == "employer_known_before"
    house.call("register_employer", **{**EMPLOYER, "valid_from": "2026-08-01", "accident_policy": "new"})
    house.call("register_worker", on=BEFORE, **WORKERS[ANNA])
    house.sign(JOB, BEFORE)
    house.declare(JOB)
    assert house.rows("select policy from covers") == [{"policy": "new"}]


def test_no_event_and_no_answer_about_an_order_carries_personal_data(house: House) -> None:
    house.staff(ANNA)
    house.work(JOB)
    house.pay_day(date(2026, 10, 7))
    told = str(house.said()) + str(house.call("get_job_statement", order_id=JOB.order_id))
    for secret in ("Zoé", "Vandenbroucke", "85073003328", "BE68539007547034"):
        assert secret not in told
