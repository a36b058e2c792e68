"""An expense, from the receipt to the refund: the activity pays it from what its client pays, before the wage."""

from base64 import b64encode
from typing import Any

from deploy.local.demo.chapters import ordering, recovering
from deploy.local.demo.narrator import money
from deploy.local.demo.scenario import FOLDER
from deploy.local.demo.stage import Stage, euro, plain

BUYER, ORDER, TAX = "amina", "mats", "0.21"


def client_comes_back(stage: Stage) -> None:
    """A known client orders again; nothing has to be registered a second time."""
    on = stage.scenario.day("third_order")
    stage.narrator.chapter("A client comes back", on)
    ordering.employ(stage, ordering.sign(stage, "third_order"), on)


def claim_what_was_bought(stage: Stage) -> None:
    """The receipt is kept, claimed by the member, approved by somebody else: nothing leaves before money came in."""
    on, who = stage.scenario.day("expense_approved"), stage.life.members[BUYER]
    stage.narrator.chapter("Something is bought for the work: the receipt first, the claim later", on)
    receipt = stage.phone.tell("invoicing.keep_receipt", on=on, by="member", who=who, member_id=who, **_receipt(stage))
    worker = stage.scenario.members[BUYER]["worker"]
    claim = stage.life.claim = stage.phone.tell(
        "invoicing.claim_expenses", on=on, by="member", who=who, receipt_ids=[receipt["receipt_id"]],
        activity_id=stage.life.activities[BUYER], payee_name=f"{worker['first_name']} {worker['last_name']}",
        iban=worker["iban"])
    stage.phone.tell("invoicing.approve_expense_claim", on=on, by="advisor", claim_id=claim["claim_id"])
    stage.narrator.say(
        f"{stage.name(BUYER)} bought {stage.scenario.receipt['what'].lower()} for {money(claim['refunded'])}: "
        f"{money(claim['deductible'])} of it is VAT that the State gives back, {money(claim['cost'])} the activity "
        "bears. An advisor approved; it is refunded once a client has paid for it.")


def _receipt(stage: Stage) -> dict[str, Any]:
    """The receipt as its document says, and the document, which is kept among the story's papers too."""
    from shared.papers.press import typeset

    bought = plain(dict(stage.scenario.receipt))
    content = {**bought, "entity": stage.scenario.employer["name"]}
    document = typeset((FOLDER / "receipt.typ").read_bytes(), content, on=stage.scenario.receipt["bought_on"])
    stage.keep("receipts", f"{bought['number']}.pdf", document)
    facts = {name: bought[name] for name in
             ("bought_on", "supplier", "supplier_number", "number", "country", "category")}
    return {**facts, "names_entity": True, "gross": euro(bought["gross"]), "media_type": "application/pdf",
            "taxes": [{"rate": TAX, "base": euro(bought["base"]), "vat": euro(bought["vat"])}],
            "content_base64": b64encode(document).decode()}


def refund_what_was_bought(stage: Stage) -> None:
    """The client pays, and the refund leaves with the next run; the bank's file says that it arrived."""
    on, refunded = stage.scenario.day("client_pays_again"), stage.scenario.day("expense_refunded")
    stage.narrator.chapter("The client pays: the expense is refunded", on)
    stage.bring_statement(on, [recovering.client_payment(stage, ORDER)])
    stage.run_job("refund_expenses", on)
    sent = stage.phone.tell("invoicing.get_expense_claim", on=on, by="accountant", **_claim(stage))
    file = stage.phone.until("the refund is in the bank's folder",
                             lambda: next((stage.folder / "bank").glob("rfd*.xml"), None))
    stage.bring_statement(refunded, stage.bank.carry_out(file))
    paid = stage.phone.tell("invoicing.get_expense_claim", on=refunded, by="accountant", **_claim(stage))
    stage.narrator.say(f"{money(sent['refunded'])} was {sent['state']} on the day on which the client's money came, "
                       f"and is {paid['state']}: {stage.name(BUYER)} has it on the account.")


def _claim(stage: Stage) -> dict[str, str]:
    return {"claim_id": stage.life.claim["claim_id"]}
