"""The bank file: each statement once and in line, each movement told, each client's money on his invoice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.integration.invoicing.bank_files import Moved, camt, coda
from tests.integration.invoicing.driver import Host, euro

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


def test_a_statement_that_does_not_follow_the_one_before_is_refused_and_leaves_nothing(host: Host) -> None:
    take_in(host, coda(Moved(amount="7.00", free="x")))
    assert refused(host, coda(Moved(amount="1.00", free="x"), sequence=3, opening="8.00")) == "statement_out_of_line"
    assert host.rows("select count(*) from bank_movements") == [{"count": 1}]
    take_in(host, coda(Moved(amount="1.00", free="x"), sequence=2, opening="7.00"))


@pytest.mark.parametrize(("file_format", "content", "code"), [
    ("coda", coda(Moved(amount="7.00", free="x"), closing="8.00"), "bank_file_not_read"),
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


def test_only_the_bank_job_brings_files(host: Host) -> None:
    assert host.refusal("ingest_bank_statement", by=("advisor",), file_format="coda",
                         content=coda())["exc_type"] == "not_allowed"


def test_several_statements_of_one_file_follow_each_other(host: Host) -> None:
    both = coda(Moved(amount="7.00", free="x")) + coda(Moved(amount="1.00", free="x"), sequence=2, opening="7.00")
    taken = host.call("ingest_bank_statement", file_format="coda", content=both)["statements"]
    assert [one["closing"] for one in taken] == [euro("7.00"), euro("8.00")]
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
