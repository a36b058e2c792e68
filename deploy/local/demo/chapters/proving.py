"""At the end: where every cent went, and the proof that nothing was lost, doubled or rewritten."""

from base64 import b64decode
from contextlib import suppress
from datetime import date

from deploy.local.demo.narrator import money
from deploy.local.demo.phone import NothingHappened
from deploy.local.demo.stage import Stage
from shared.cli.proving import Proof, named_services, prove
from shared.errors import Refusal


class FaultsFound(Refusal):
    """The house does not prove what it promises."""

    sentence = "{count} faults: {faults}"


def show_every_cent(stage: Stage) -> None:
    """The statement of one job, in both ledgers: what the client paid, and what became of it."""
    on = stage.scenario.day("last_day")
    stage.narrator.chapter("Where every cent went", on)
    for key in stage.life.orders:
        _statement(stage, key, on)


def _statement(stage: Stage, key: str, on: date) -> None:
    order = stage.scenario.orders[key]
    activity = stage.phone.tell("invoicing.get_activity_statement", on=on, by="accountant",
                                activity_id=stage.life.activities[order["member"]], order_id=stage.life.orders[key])
    job = stage.phone.tell("payroll.get_job_statement", on=on, by="accountant", order_id=stage.life.orders[key])
    part = job["parts"][0]
    rows = [("Invoiced with VAT", money(activity["invoiced"])), ("  VAT to the State", money(activity["vat"])),
            ("  fee of the cooperative", money(activity["fee"])), ("  employment budget", money(activity["budget"]))]
    if activity["expenses"]["amount"] != "0.00":
        rows.append(("  refunded expenses", money(activity["expenses"])))
    rows += [(f"    {line['label'].lower()}", money(line["amount"])) for line in part["lines"]]
    rows += [("Paid by the client", money(activity["paid"])), ("Written off", money(activity["written_off"])),
             ("Advanced by the fund", money(part["advanced"])), ("  recovered", money(part["recovered"])),
             ("  lost", money(part["lost"]))]
    stage.narrator.say(f"{order['title']} ({stage.name(order['member'])} for {stage.client_name(order['client'])}):")
    stage.narrator.lines(rows, heads=("", "EUR"), right=(1,))


def make_papers(stage: Stage) -> None:
    """The papers of what was issued: e-invoices and payslips, fetched by those who may see them."""
    on = stage.scenario.day("last_day")
    stage.run_job("render_invoices", on)
    for key, issued in stage.life.invoices.items():
        for kind in ("ubl", "pdf"):
            file = stage.phone.tell(f"invoicing.get_invoice_{kind}", on=on, by="accountant",
                                    invoice_id=issued["invoice_id"])
            stage.keep("invoices", file["name"], b64decode(file["content_base64"]))
        wage = stage.life.wages[key]
        slip = stage.phone.tell("payroll.get_payslip", on=on, by="payroll_clerk", wage_id=wage["wage_id"])
        stage.keep("payslips", f"payslip_{slip['number'].replace('/', '_')}.pdf", b64decode(slip["pdf"]))


def prove_everything(stage: Stage) -> None:
    """`sharedco verify`: ledgers, series, chains, and every event's effect applied exactly once."""
    stage.narrator.chapter("The proof", stage.scenario.day("accounts_approved"))
    definitions = named_services(stage.settings, ())
    proofs: list[Proof] = []

    def all_is_well() -> bool:
        """What was said a moment ago may be on its way still."""
        proofs[:] = prove(stage.settings, definitions)
        return not any(proof.faults for proof in proofs)

    with suppress(NothingHappened):
        stage.phone.until("every event has been heard", all_is_well)
    stage.narrator.lines([(proof.subject, proof.name, "ok" if not proof.faults else "FAULT") for proof in proofs],
                         heads=("Service", "Proved", ""), right=())
    if faults := [f"{proof.subject}: {fault}" for proof in proofs for fault in proof.faults]:
        raise FaultsFound(count=len(faults), faults=" ".join(faults))
