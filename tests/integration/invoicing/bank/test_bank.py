"""The bank file: each statement once and in line, each movement told, each client's money on his invoice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shared.ledger import Entry, credit, debit, post
from shared.money import Money
from shared.postgres import Connected
from tests.integration.invoicing.bank_files import Moved, camt, coda
from tests.integration.invoicing.driver import MEMBER, Host, euro, part

OF_MEMBERSHIP = "100000000135"  # range 1
UNKNOWN_OF_OURS = "299999999904"


def take_in(host: Host, content: str, file_format: str = "coda") -> dict[str, Any]:
    return host.call("ingest_bank_statement", file_format=file_format, content=content)["statements"][0]


def refused(host: Host, content: str, file_format: str = "coda") -> str:
    return host.refusal("ingest_bank_statement", file_format=file_format, content=content)["exc_type"]


WRITERS = [("coda", coda), ("camt053", camt)]


@pytest.mark.parametrize(("file_format", "write"), WRITERS)
def test_a_client_who_pays_exactly_settles_his_invoice(
    host: Host, file_format: str, write: Callable[..., str],
) -> None:
    done = host.invoiced()
    taken = take_in(host, write(Moved(amount="1210.00", structured=done["structured_communication"])), file_format)
    assert (taken["movements"], taken["applied"], taken["closing"]) == (1, 1, euro("1210.00"))
    applied, paid = host.published("payment_applied", "invoice_paid")
    assert (applied["amount"], applied["paid_so_far"], applied["paid_on"]) == (
        euro("1210.00"), euro("1210.00"), "2026-10-02")
    assert paid["invoice_id"] == done["invoice_id"]
    invoice = host.call("get_invoice", invoice_id=done["invoice_id"])
    assert (invoice["state"], invoice["open"], invoice["paid"]) == ("settled", euro("0.00"), euro("1210.00"))
    assert host.faults() == []


def test_part_payments_add_up_and_only_the_last_pays_the_invoice(host: Host) -> None:
    done = host.invoiced()
    take_in(host, coda(Moved(amount="1000.00", structured=done["structured_communication"])))
    assert host.published("invoice_paid") == []
    take_in(host, coda(Moved(amount="210.00", structured=done["structured_communication"]), sequence=2,
                        opening="1000.00"))
    assert [event["paid_so_far"] for event in host.published("payment_applied")] == [euro("1000.00"), euro("1210.00")]
    assert len(host.published("invoice_paid")) == 1
    assert host.faults() == []


def test_what_is_paid_above_the_invoice_stays_the_clients(host: Host) -> None:
    done = host.invoiced()
    take_in(host, coda(Moved(amount="1300.00", structured=done["structured_communication"])))
    assert host.published("payment_applied")[0]["amount"] == euro("1210.00")
    assert host.balance("460") == -9_000
    payment = host.call("get_invoice", invoice_id=done["invoice_id"])["payments"][0]
    assert (payment["applied"], payment["credit"]) == (euro("1210.00"), euro("90.00"))
    assert host.faults() == []


def test_a_second_payment_of_a_paid_invoice_is_all_credit_and_is_not_said_again(host: Host) -> None:
    done = host.invoiced()
    paid = Moved(amount="1210.00", structured=done["structured_communication"])
    take_in(host, coda(paid, paid))
    assert len(host.published("payment_applied")) == 1
    assert host.balance("460") == -121_000
    assert host.faults() == []


def test_every_movement_is_told_and_each_range_goes_to_its_owner(host: Host) -> None:
    done = host.invoiced()
    taken = take_in(host, coda(
        Moved(amount="30.00", structured=OF_MEMBERSHIP),
        Moved(amount="1210.00", structured=done["structured_communication"]),
        Moved(amount="5.00", structured=UNKNOWN_OF_OURS),
        Moved(amount="7.00", free="bonjour"),
        Moved(amount="-600.00", reference="wag" + "0" * 32, free="salaire"),
        opening="1000.00"))
    assert (taken["applied"], taken["passed_on"], taken["unmatched"]) == (1, 2, 2)
    told = host.published("bank_movement_received")
    assert [event["amount"]["amount"] for event in told] == ["30.00", "1210.00", "5.00", "7.00", "-600.00"]
    assert (told[0]["structured_communication"], told[3]["structured_communication"]) == (OF_MEMBERSHIP, "")
    assert told[4]["end_to_end_id"] == "wag" + "0" * 32
    assert (host.balance("49901"), host.balance("550")) == (-3_000, 165_200)
    assert host.balance("49903") == 60_000 - 93_500
    assert host.faults() == []


def test_names_and_accounts_of_payers_stay_in_the_bank_table(host: Host) -> None:
    take_in(host, coda(Moved(amount="7.00", free="loyer de Jean Dupont", name="JEAN DUPONT")))
    bodies = " ".join(row["body"] for row in host.rows("select body from event_log"))
    assert "DUPONT" not in bodies.upper()
    assert "BE7500" not in bodies
    waiting = host.call("list_unmatched_movements")
    assert (waiting[0]["counterparty_name"], waiting[0]["amount"]) == ("JEAN DUPONT", euro("7.00"))


def test_money_in_suspense_pays_the_invoice_that_somebody_recognises_once(host: Host) -> None:
    done = host.invoiced()
    take_in(host, coda(Moved(amount="1210.00", free="facture de septembre")))
    movement_id = host.call("list_unmatched_movements")[0]["movement_id"]
    asked = {"movement_id": movement_id, "invoice_id": done["invoice_id"]}
    host.call("match_movement", **asked)
    assert host.refusal("match_movement", **asked)["exc_type"] == "movement_matched"
    assert (host.balance("499"), host.balance("400")) == (0, 0)
    assert host.call("list_unmatched_movements") == []
    assert host.faults() == []


def claim_first(host: Host, service: str = "membership") -> dict[str, str]:
    return {"movement_id": host.call("list_unmatched_movements")[0]["movement_id"], "service": service}


def test_a_share_paid_without_its_reference_is_claimed_for_membership_once_and_told_without_a_name(host: Host) -> None:
    take_in(host, coda(Moved(amount="30.00", free="ma part", name="JEAN DUPONT")))
    asked = claim_first(host)
    host.call("claim_movement", **asked)
    (told,) = host.published("movement_claimed")
    assert told == {"type": "movement_claimed", "movement_id": asked["movement_id"], "claimed_for": "membership",
                    "booked_on": "2026-10-02", "amount": euro("30.00")}
    assert (host.balance("499"), host.balance("49901")) == (0, -3_000)
    assert host.refusal("claim_movement", **asked)["exc_type"] == "movement_matched"
    assert host.call("list_unmatched_movements") == []
    assert host.faults() == []


@pytest.mark.parametrize("service", ["invoicing", "payroll", "governance"])
def test_whom_nobody_pays_by_a_reference_claims_nothing(host: Host, service: str) -> None:
    take_in(host, coda(Moved(amount="30.00", free="ma part")))
    assert host.refusal("claim_movement", **claim_first(host, service))["exc_type"] == "takes_no_payments"
    assert host.balance("499") == -3_000


def test_what_went_out_is_claimed_for_nobody(host: Host) -> None:
    take_in(host, coda(Moved(amount="-12.00", free="frais")))
    assert host.refusal("claim_movement", **claim_first(host))["exc_type"] == "movement_matched"


def test_a_claimed_movement_that_the_bank_takes_back_is_its_claimants(host: Host) -> None:
    take_in(host, coda(Moved(amount="30.00", free="ma part", reference="E9")))
    host.call("claim_movement", **claim_first(host))
    taken = take_in(host, coda(Moved(amount="-30.00", free="ma part", reference="E9", returns=True), opening="30.00",
                               sequence=2))
    assert (taken["passed_on"], taken["unmatched"]) == (1, 0)
    assert (host.balance("499"), host.balance("49901"), host.balance("550")) == (0, 0, 0)
    assert len(host.published("bank_movement_returned")) == 1
    assert host.faults() == []


def test_a_debit_in_suspense_pays_no_invoice(host: Host) -> None:
    done = host.invoiced()
    take_in(host, coda(Moved(amount="-12.00", free="frais")))
    movement_id = host.call("list_unmatched_movements")[0]["movement_id"]
    assert host.refusal("match_movement", movement_id=movement_id,
                         invoice_id=done["invoice_id"])["exc_type"] == "movement_matched"


@pytest.mark.parametrize(("file_format", "write"), WRITERS)
def test_a_statement_sent_twice_counts_once(host: Host, file_format: str, write: Callable[..., str]) -> None:
    file = write(Moved(amount="7.00", free="x"))
    first, again = take_in(host, file, file_format), take_in(host, file, file_format)
    assert again["statement_id"] == first["statement_id"]
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert len(host.published("bank_movement_received")) == 1
    assert host.balance("550") == 700


def test_a_statement_with_another_content_under_the_same_number_is_refused(host: Host) -> None:
    take_in(host, coda(Moved(amount="7.00", free="x")))
    assert refused(host, coda(Moved(amount="8.00", free="x"))) == "statement_changed"


def test_a_missing_statement_is_shown_until_it_comes_in_whatever_order(host: Host) -> None:
    third = coda(Moved(amount="1.00", free="x"), sequence=3, opening="8.00", day="051026")
    take_in(host, coda(Moved(amount="7.00", free="x")))
    assert take_in(host, third)["unmatched"] == 1
    (gap,) = host.call("list_bank_gaps")
    assert (gap["after_on"], gap["closing"], gap["before_on"], gap["opening"]) == (
        "2026-10-02", euro("7.00"), "2026-10-05", euro("8.00"))
    assert host.faults() == [
        "invoicing: Statement of 2026-10-05 begins at 8.00 EUR, but the one before it ended at 7.00 EUR."]
    take_in(host, coda(Moved(amount="1.00", free="x"), sequence=2, opening="7.00", day="031026"))
    assert (host.call("list_bank_gaps"), host.faults(), host.balance("550")) == ([], [], 900)


def test_a_statement_before_the_first_one_corrects_what_was_there_before(host: Host) -> None:
    take_in(host, coda(Moved(amount="1.00", free="x"), sequence=2, opening="7.00", day="031026"))
    assert host.balance("499") == -800
    take_in(host, coda(Moved(amount="5.00", free="y"), sequence=1, opening="2.00", day="021026"))
    assert (host.balance("550"), host.faults()) == (800, [])


DAY_OF_ZERO = (Moved(amount="7.00", free="x"), Moved(amount="-4.00", free="y"), Moved(amount="-3.00", free="z"))


@pytest.mark.parametrize("order", [("camt053", "coda"), ("coda", "camt053"), ("coda", "camt053", "coda", "camt053")])
def test_a_day_that_sums_to_zero_is_booked_once_whatever_the_formats_and_their_order(
    host: Host, order: tuple[str, ...],
) -> None:
    files = {"camt053": camt(*DAY_OF_ZERO), "coda": coda(*DAY_OF_ZERO)}
    taken = [take_in(host, files[file_format], file_format) for file_format in order]
    assert [one["known"] for one in taken[:2]] == [0, 3]
    assert [one["repeated"] for one in taken[2:]] == [True] * (len(order) - 2)
    assert host.rows("select count(*) from bank_movements") == [{"count": 3}]
    assert len(host.published("bank_movement_received")) == 3
    assert (host.balance("550"), host.faults()) == (0, [])


def test_equal_movements_of_one_day_are_as_many_as_the_bank_tells_in_one_format(host: Host) -> None:
    twice = (Moved(amount="7.00", free="x"), Moved(amount="7.00", free="x"))
    take_in(host, camt(*twice), "camt053")
    assert take_in(host, coda(*twice))["known"] == 2
    third = take_in(host, coda(Moved(amount="7.00", free="x"), sequence=2, opening="14.00"))
    assert (third["known"], third["unmatched"]) == (0, 1)
    assert (host.balance("550"), host.faults()) == (2_100, [])


def test_a_statement_of_many_movements_takes_few_statements(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    done = host.invoiced()
    moved = [Moved(amount="1.00", structured=done["structured_communication"]) for _ in range(100)]
    asked: list[str] = []
    execute = Connected.execute
    monkeypatch.setattr(Connected, "execute", lambda self, query, params: (asked.append(query), execute(
        self, query, params))[1])
    assert take_in(host, camt(*moved, *[Moved(amount="2.00", free="?")] * 100), "camt053")["applied"] == 100
    assert len(asked) <= 0.2 * 200
    assert host.faults() == []


@pytest.mark.parametrize(("text", "amount", "applied", "reason"), [
    ("2026/000001", "1210.00", 1, "number"), ("2026/000001 + 2026/000002", "1331.00", 2, "numbers"),
    ("2026/000001 + 2026/000002", "1300.00", 0, "amount_differs"), ("merci", "1210.00", 0, "nothing_known"),
])
def test_money_finds_its_invoices_by_their_numbers_or_waits_with_its_reason(
    host: Host, text: str, amount: str, applied: int, reason: str,
) -> None:
    host.invoiced()
    client = {"client_id": host.call("list_clients")[0]["client_id"],
              "activity_id": host.call("list_activities", member_id=MEMBER)[0]["activity_id"]}
    second = host.order(part("100.00", "2026-09-14", "2026-09-14"), **client)
    host.employ(second)
    host.on = date(2026, 9, 15)
    host.complete(second, completed_on="2026-09-14", days=[{"on": "2026-09-14", "hours": "7.60"}])
    taken = take_in(host, coda(Moved(amount=amount, free=text)))
    assert taken["applied"] == (1 if applied else 0)
    found = (host.rows("select matched_by as reason from payments")
             or host.rows("select reason from unmatched_movements"))
    assert [row["reason"] for row in found] == [reason] * max(applied, 1)
    assert host.faults() == []


def test_an_account_that_paid_before_is_known_when_exactly_one_such_amount_is_open(host: Host) -> None:
    done = host.invoiced()
    take_in(host, coda(Moved(amount="1000.00", structured=done["structured_communication"])))
    assert take_in(host, coda(Moved(amount="209.99", free="solde"), sequence=2, opening="1000.00"))["unmatched"] == 1
    assert take_in(host, coda(Moved(amount="210.00", free="solde"), sequence=3, opening="1209.99"))["applied"] == 1
    assert [row["matched_by"] for row in host.rows("select matched_by from payments order by payment_id")] == [
        "reference", "payer_and_amount"]
    assert host.call("list_unmatched_movements")[0]["reason"] == "amount_differs"
    assert host.faults() == []


@pytest.mark.parametrize(("file_format", "content", "code"), [
    ("coda", coda(Moved(amount="7.00", free="x"), closing="8.00"), "balance_broken"),
    ("camt053", camt(Moved(amount="7.00", free="x"), closing="8.00"), "balance_broken"),
    ("coda", "nonsense", "bank_file_not_read"),
    ("coda", camt(), "bank_file_not_read"),
    ("camt053", coda(), "bank_file_not_read"),
    ("camt053", "<Document/>", "bank_file_not_read"),
    ("camt053", camt(Moved(amount="7.00")).replace("7.00<", "7,00<"), "bank_file_not_read"),
    ("camt053", camt(Moved(amount="7.00")).replace("CLBD", "ITBD"), "bank_file_not_read"),
    ("camt053", camt(Moved(amount="7.00"), currency="USD"), "currency_not_ours"),
    ("coda", coda(Moved(amount="7.00", free="\x00")), "shape_not_met"),
    ("coda", coda(Moved(amount="7.00", free="\ud800")), "shape_not_met"),
    ("coda", "x" * 900_001, "shape_not_met"),
    ("coda", coda(Moved(amount="7.00"), account="BE75001012345651"), "not_our_account"),
])
def test_a_file_that_is_not_right_is_refused_by_name_and_leaves_nothing(
    host: Host, file_format: str, content: str, code: str,
) -> None:
    assert refused(host, content, file_format) == code
    assert host.rows("select count(*) from bank_statements") == [{"count": 0}]
    assert host.published() == []


def test_an_entity_bomb_is_not_expanded(host: Host) -> None:
    bomb = camt(Moved(amount="7.00", free="x")).replace(
        "<Document", '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Document', 1).replace(
        "<Ustrd>x", "<Ustrd>&b;")
    take_in(host, bomb, "camt053")
    assert host.call("list_unmatched_movements")[0]["communication"] == ""


@pytest.mark.parametrize("method", ["ingest_bank_statement", "preview_bank_statement"])
def test_only_the_bank_job_and_the_accountant_bring_files(host: Host, method: str) -> None:
    asked = {"file_format": "coda", "content": coda()}
    assert host.refusal(method, by=("advisor",), **asked)["exc_type"] == "not_allowed"
    assert host.call(method, by=("accountant",), **asked)


def test_several_statements_of_one_file_follow_each_other(host: Host) -> None:
    both = coda(Moved(amount="7.00", free="x")) + coda(Moved(amount="1.00", free="x"), sequence=2, opening="7.00")
    shown = host.call("preview_bank_statement", file_format="coda", content=both)
    assert [(one["opening"], one["money_in"], one["closing"], one["movements"], one["repeated"]) for one in shown] == [
        (euro("0.00"), euro("7.00"), euro("7.00"), 1, False), (euro("7.00"), euro("1.00"), euro("8.00"), 1, False)]
    assert host.rows("select * from bank_statements") == [], "looking writes nothing"
    taken = host.call("ingest_bank_statement", file_format="coda", content=both)["statements"]
    assert [one["closing"] for one in taken] == [euro("7.00"), euro("8.00")]
    again = host.call("preview_bank_statement", file_format="coda", content=both)
    assert [one["repeated"] for one in again] == [True, True]
    assert host.faults() == []


def test_a_statement_that_comes_again_in_a_longer_file_counts_once(host: Host) -> None:
    first, second = coda(Moved(amount="7.00", free="x")), coda(Moved(amount="1.00", free="x"), sequence=2,
                                                               opening="7.00")
    take_in(host, first)
    taken = host.call("ingest_bank_statement", file_format="coda", content=first + second)["statements"]
    assert [one["repeated"] for one in taken] == [True, False]
    assert host.balance("550") == 800


@pytest.mark.parametrize(("file_format", "write"), WRITERS)
def test_a_payment_that_the_bank_takes_back_is_owed_again(
    host: Host, file_format: str, write: Callable[..., str],
) -> None:
    done = host.invoiced()
    paid = {"structured": done["structured_communication"]}
    take_in(host, write(Moved(amount="1210.00", **paid), Moved(amount="-1210.00", returns=True, **paid)), file_format)
    received = host.published("bank_movement_received")
    (returned,) = host.published("bank_movement_returned")
    assert (returned["movement_id"], returned["refers_to"]) == (received[1]["movement_id"], received[0]["movement_id"])
    (back,) = host.published("payment_reversed")
    assert (back["amount"], back["paid_so_far"], back["reversed_on"]) == (euro("1210.00"), euro("0.00"), "2026-10-02")
    invoice = host.call("get_invoice", invoice_id=done["invoice_id"])
    assert (invoice["state"], invoice["open"]) == ("issued", euro("1210.00"))
    assert invoice["payments"][0]["reversed_on"] == "2026-10-02"
    assert host.faults() == []


def test_a_payment_is_taken_back_once(host: Host) -> None:
    done = host.invoiced()
    paid = {"structured": done["structured_communication"]}
    back = Moved(amount="-1210.00", returns=True, **paid)
    taken = take_in(host, coda(Moved(amount="1210.00", **paid), back, back, opening="5000.00"))
    assert (taken["applied"], taken["unmatched"]) == (2, 1)
    assert len(host.published("payment_reversed")) == 1
    assert host.faults() == []


def test_a_wage_that_comes_back_is_told_to_payroll_and_kept_on_its_clearing_account(host: Host) -> None:
    wage = "wag" + "0" * 32
    take_in(host, coda(Moved(amount="-600.00", reference=wage), Moved(amount="600.00", reference=wage, returns=True),
                        opening="1000.00"))
    (returned,) = host.published("bank_movement_returned")
    assert (returned["end_to_end_id"], returned["amount"]) == (wage, euro("600.00"))
    assert host.balance("49903") == 0
    assert host.faults() == []


def test_the_same_statement_from_two_sides_at_once_counts_once(host: Host) -> None:
    done = host.invoiced()
    file = coda(Moved(amount="1210.00", structured=done["structured_communication"]))

    def bring(name: str) -> Any:
        return host.ask("ingest_bank_statement", file_format="coda", content=file, request_id=name)["result"]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(bring, ["a", "b", "c", "d"]))
    assert sorted(answer["statements"][0]["repeated"] for answer in answers) == [False, True, True, True]
    assert len(host.published("payment_applied")) == 1
    assert host.faults() == []


def test_a_total_with_its_details_is_as_many_payments(host: Host) -> None:
    file = camt(Moved(amount="10.00", free="a"))
    one = file[file.index("<TxDtls>"):file.index("</NtryDtls>")]
    parts = "".join(one.replace(
        "</Refs>", f'</Refs><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>').replace(
        "<Ustrd>a", f"<Ustrd>{words}") for amount, words in (("4.00", "b"), ("6.00", "c")))
    assert take_in(host, file.replace(one, parts), "camt053")["movements"] == 2
    assert [line["communication"] for line in host.call("list_unmatched_movements")] == ["b", "c"]


@pytest.mark.parametrize(("amount", "free", "applied"), [
    ("1210.00", "FACT 2026/000001 merci", 1), ("1209.99", "FACT 2026/000001 merci", 0),
    ("1210.00", "FACT 2026/000009 merci", 0), ("500.00", "FACT 2026/000001 {reference} merci", 1)])
def test_money_finds_its_invoice_by_a_number_with_the_very_sum_or_a_reference_inside_a_sentence(
    host: Host, amount: str, free: str, applied: int,
) -> None:
    done = host.invoiced()
    digits = done["structured_communication"]
    reference = f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"
    taken = take_in(host, camt(Moved(amount=amount, free=free.format(reference=reference))), "camt053")
    assert (taken["applied"], taken["unmatched"]) == (applied, 1 - applied)
    assert host.faults() == []


def batch(*details: str, amount: str = "10.00") -> str:
    file = camt(Moved(amount=amount, free="a"))
    one = file[file.index("<TxDtls>"):file.index("</NtryDtls>")]
    return file.replace(one, "".join(details))


def test_details_of_version_two_and_costs_inside_a_batch_are_movements_of_their_own(host: Host) -> None:
    file = batch(
        '<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">12.00</Amt></TxAmt></AmtDtls>'
        "<RmtInf><Ustrd>b</Ustrd></RmtInf></TxDtls>",
        '<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">2.00</Amt></TxAmt></AmtDtls><CdtDbtInd>DBIT</CdtDbtInd></TxDtls>')
    file = file.replace("</NtryDtls>", "</NtryDtls><AddtlNtryInf>remise</AddtlNtryInf>")
    assert take_in(host, file, "camt053")["movements"] == 2
    assert [(line["amount"]["amount"], line["communication"]) for line in host.call("list_unmatched_movements")] == [
        ("12.00", "b"), ("-2.00", "remise")]


def test_files_in_the_folder_are_taken_in_and_put_aside_each_with_its_fate(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BANK_FOLDER", str(tmp_path))
    (tmp_path / "1.cod").write_bytes(coda(Moved(amount="7.00", free="caf\xe9")).encode("latin-1"))
    (tmp_path / "2.xml").write_text(camt(Moved(amount="7.00", free="x")), encoding="utf-8")
    (tmp_path / "3.txt").write_text("nonsense", encoding="utf-8")
    job = host.definition.jobs["take_in_bank_files"]
    assert job.run(host.database, host.on, lambda _done, _all: None) == "2 bank files were taken in, 1 were refused."
    assert sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()) == [
        "refused/3.txt", "refused/3.txt.why", "taken/1.cod", "taken/2.xml"]
    assert (host.balance("550"), host.faults()) == (700, [])


def test_the_banks_costs_and_interest_leave_suspense_once(host: Host) -> None:
    take_in(host, coda(Moved(amount="-4.00", free="frais"), Moved(amount="1.50", free="interets")))
    cost, interest = [one["movement_id"] for one in host.call("list_unmatched_movements")]
    host.call("book_own_movement", movement_id=cost, account="bank_costs")
    host.call("book_own_movement", movement_id=interest, account="interest_received")
    assert (host.balance("657"), host.balance("751"), host.balance("499")) == (400, -150, 0)
    assert host.refusal("book_own_movement", movement_id=cost, account="bank_costs")["exc_type"] == "movement_matched"
    assert (host.call("list_unmatched_movements"), host.faults()) == ([], [])


def test_a_refund_that_comes_back_short_is_the_clients_whole_and_the_bank_kept_the_rest(host: Host) -> None:
    done = host.invoiced()
    take_in(host, coda(Moved(amount="1310.00", structured=done["structured_communication"])))
    client_id = host.call("list_clients")[0]["client_id"]
    host.call("refund_client", client_id=client_id, amount=euro("100.00"), iban="BE71096123456769")
    (reference,) = [row["document"] for row in host.rows(
        "select document from client_account_entries where kind = 'refund'")]
    take_in(host, coda(Moved(amount="-100.00", reference=reference), sequence=2, opening="1310.00"))
    taken = take_in(host, coda(Moved(amount="97.50", reference=reference, returns=True), sequence=3,
                               opening="1210.00"))
    assert (taken["applied"], host.balance("657"), host.balance("5802"), host.balance("460")) == (1, 250, 0, -10_000)
    assert host.faults() == []


def test_a_debit_without_its_id_carries_out_a_refund_once_and_to_the_cent(host: Host) -> None:
    done = host.invoiced()
    take_in(host, coda(Moved(amount="1310.00", structured=done["structured_communication"])))
    client_id = host.call("list_clients")[0]["client_id"]
    reference = host.call("refund_client", client_id=client_id, amount=euro("100.00"), iban="BE71096123456769")[
        "reference"]
    take_in(host, coda(Moved(amount="-99.99"), Moved(amount="-100.00"), Moved(amount="-100.00"), sequence=2,
                       opening="1310.00"))
    assert (host.balance("5802"), host.faults()) == (-10_000, [])
    short, right, again = [one["movement_id"] for one in host.call("list_unmatched_movements")]
    for movement in (short, "mov_" + "0" * 32):
        assert host.ask("settle_refund", movement_id=movement, reference=reference)["error"]
    host.call("settle_refund", movement_id=right, reference=reference)
    refused = host.refusal("settle_refund", movement_id=again, reference=reference)
    assert (refused["exc_type"], host.balance("5802"), host.faults()) == ("refund_not_awaited", 0, [])


def test_an_account_of_refunds_that_stands_wrong_is_named(host: Host) -> None:
    with host.database.transaction(on=host.on, actor="x") as tx:
        post(tx, Entry(journal="x", document="x", text="x", event_on=host.on, postings=(
            debit("refunds_under_way", Money(5)), credit("bank_costs", Money(5)))))
    (fault,) = host.faults()
    assert fault.endswith("refunds_under_way stands at 0.05 EUR, what it keeps adds up to 0.00 EUR")
