"""Expenses: methods."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.invoicing.activities.reads import owner_of_activity
from services.invoicing.expenses import reads, schemas, use_cases
from services.invoicing.expenses.reads import Expenses, KnownClaim, buyer_of, owner_of_claim, owner_of_receipt
from services.invoicing.expenses.rules import ExpenseClaim, Receipt, Scan
from services.invoicing.papers.rules import NamedFile
from shared.bus import allow, command, query
from shared.postgres import Tx


class ExpenseHandlers:
    """From the receipt to the refund."""

    @command(schemas.KeepReceipt, response=schemas.ReceiptKept, allow=allow("advisor", self_by=buyer_of))
    def keep_receipt(self, tx: Tx, *, receipt: Receipt, media_type: str, content: bytes) -> Receipt:
        """Keep what a member bought; the same document is kept once in the cooperative."""
        return use_cases.keep_receipt(tx, receipt, Scan(media_type=media_type, content=content))

    @command(schemas.KeepTrip, response=schemas.ReceiptKept, allow=allow("advisor", self_by="member_id"))
    def keep_trip(
        self, tx: Tx, *, member_id: str, driven_on: date, kilometres: Decimal, starts_at: str, ends_at: str,
        purpose: str,
    ) -> Receipt:
        """Keep a journey with the member's own car."""
        return use_cases.keep_trip(tx, member_id=member_id, driven_on=driven_on, kilometres=kilometres,
                                   starts_at=starts_at, ends_at=ends_at, purpose=purpose)

    @command(schemas.NamedReceipt, allow=allow("advisor", self_by=owner_of_receipt))
    def drop_receipt(self, tx: Tx, *, receipt_id: str) -> None:
        """A receipt was kept by mistake; it can be kept anew, as it is right."""
        use_cases.drop_receipt(tx, receipt_id=receipt_id)

    @command(schemas.ClaimExpenses, response=schemas.ClaimSummary, allow=allow("advisor", self_by=owner_of_activity))
    def claim_expenses(
        self, tx: Tx, *, activity_id: str, receipt_ids: Sequence[str], payee_name: str, iban: str,
    ) -> ExpenseClaim:
        """Claim receipts for an activity, each once."""
        return use_cases.claim_expenses(tx, activity_id=activity_id, receipt_ids=receipt_ids, payee_name=payee_name,
                                        iban=iban)

    @command(schemas.NamedClaim, response=schemas.ClaimSummary, allow=allow("advisor", self_by=owner_of_claim))
    def withdraw_expense_claim(self, tx: Tx, *, claim_id: str) -> ExpenseClaim:
        """Give a claim up before its money has left; its receipts can be claimed anew."""
        return use_cases.withdraw_claim(tx, claim_id=claim_id)

    @command(schemas.NamedClaim, response=schemas.ClaimSummary, allow=allow("advisor", "accountant"))
    def approve_expense_claim(self, tx: Tx, *, claim_id: str) -> ExpenseClaim:
        """A second person approves; the money leaves once the activity has received it."""
        return use_cases.approve_claim(tx, claim_id=claim_id)

    @command(schemas.RefuseClaim, response=schemas.ClaimSummary, allow=allow("advisor", "accountant"))
    def refuse_expense_claim(self, tx: Tx, *, claim_id: str, reason: str) -> ExpenseClaim:
        """A second person refuses, with the reason; its receipts are free again."""
        return use_cases.refuse_claim(tx, claim_id=claim_id, reason=reason)

    @command(schemas.NamedClaim, response=schemas.ClaimSummary, allow=allow("accountant"))
    def pay_expense_claim(self, tx: Tx, *, claim_id: str) -> ExpenseClaim:
        """Refund an approved claim now, if its activity has received what it costs."""
        return use_cases.pay_claim(tx, claim_id=claim_id)

    @command(schemas.NamedClaim, response=schemas.ClaimSummary, allow=allow("accountant"))
    def reject_expense_claim(self, tx: Tx, *, claim_id: str) -> ExpenseClaim:
        """The bank refused a refund before any money moved: it is owed again."""
        return use_cases.reject_claim(tx, claim_id=claim_id)

    @command(schemas.SendClaimAgain, response=schemas.ClaimSummary, allow=allow("accountant", self_by=owner_of_claim))
    def send_expense_claim_again(self, tx: Tx, *, claim_id: str, payee_name: str, iban: str) -> ExpenseClaim:
        """A refund that the bank gave back leaves once more."""
        return use_cases.send_claim_again(tx, claim_id=claim_id, payee_name=payee_name, iban=iban)

    @query(schemas.GetExpenses, response=schemas.ExpensesDetail,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def get_expenses(self, tx: Tx, *, member_id: str, year: int) -> Expenses:
        """A member's receipts and claims of a year, and what their activities may spend."""
        return reads.get_expenses(tx, member_id=member_id, year=year)

    @query(schemas.NamedClaim, response=schemas.ClaimDetail,
           allow=allow("advisor", "accountant", "auditor", self_by=owner_of_claim))
    def get_expense_claim(self, tx: Tx, *, claim_id: str) -> KnownClaim:
        """One claim, line by line."""
        return reads.get_claim(tx, claim_id=claim_id)

    @query(schemas.ListClaims, response=schemas.ClaimDetail, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_expense_claims(
        self, tx: Tx, *, member_id: str | None, state: str | None, after: str, limit: int,
    ) -> list[KnownClaim]:
        """Claims, oldest first: what waits for a person, for money or for the bank, and what became of the rest."""
        return reads.list_claims(tx, member_id=member_id, state=state, after=after, limit=limit)

    @query(schemas.NamedReceipt, response=schemas.ReceiptFile,
           allow=allow("advisor", "accountant", "auditor", self_by=owner_of_receipt))
    def get_receipt_file(self, tx: Tx, *, receipt_id: str) -> NamedFile:
        """The document of a receipt."""
        return reads.get_receipt_file(tx, receipt_id=receipt_id)
