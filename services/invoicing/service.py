"""Invoicing: clients, activities, order forms, invoices under the shared VAT number, the bank file."""

from services.invoicing.activities.handlers import ActivityHandlers
from services.invoicing.adjustments.handlers import AdjustmentHandlers
from services.invoicing.bank.handlers import BankHandlers
from services.invoicing.books.handlers import BookHandlers
from services.invoicing.budgets.handlers import BudgetHandlers
from services.invoicing.clients.handlers import ClientHandlers
from services.invoicing.completion.handlers import CompletionHandlers
from services.invoicing.deposits.handlers import DepositHandlers
from services.invoicing.erasures.handlers import ErasureHandlers
from services.invoicing.expenses.handlers import ExpenseHandlers
from services.invoicing.grants.handlers import GrantHandlers
from services.invoicing.invoices.handlers import InvoiceHandlers
from services.invoicing.orders.handlers import OrderHandlers
from services.invoicing.papers.handlers import PaperHandlers
from services.invoicing.proofs.handlers import ProofHandlers
from services.invoicing.receivables.handlers import ReceivableHandlers
from services.invoicing.reminders.handlers import ReminderHandlers
from services.invoicing.screening.handlers import ScreeningHandlers
from services.invoicing.signing.handlers import SigningHandlers
from services.invoicing.suspense.handlers import SuspenseHandlers
from services.invoicing.transfers.handlers import TransferHandlers
from services.invoicing.treasury.handlers import TreasuryHandlers
from services.invoicing.vat_returns.handlers import VatReturnHandlers


class Invoicing(
    ActivityHandlers, ClientHandlers, OrderHandlers, InvoiceHandlers, BudgetHandlers, PaperHandlers,
    ReceivableHandlers, DepositHandlers, ScreeningHandlers, SigningHandlers, ProofHandlers, ExpenseHandlers,
    TransferHandlers, GrantHandlers, CompletionHandlers, BankHandlers, SuspenseHandlers, ReminderHandlers,
    VatReturnHandlers, TreasuryHandlers, BookHandlers, AdjustmentHandlers, ErasureHandlers,
):
    """Clients, activities, order forms, invoices under the shared VAT number, the bank file."""

    name = "invoicing"
    requires_schemas = ("shared.bus", "shared.ledger", "shared.outgoing", "shared.mail")
    capabilities = (
        "activities", "clients", "orders", "invoices", "budgets", "papers", "receivables", "deposits", "screening",
        "signing", "proofs", "expenses", "transfers", "grants", "completion", "matching", "bank",
        "suspense", "reminders", "vat_returns", "treasury", "books", "adjustments", "erasures",
    )
