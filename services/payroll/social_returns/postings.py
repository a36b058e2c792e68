"""What closing a period books: estimates of wages become what is owed; the mutual fund bears the difference."""

from services.payroll.social_returns.rules import SocialReturn
from shared.ledger import Entry, post, signed
from shared.postgres import Tx

OWED = "social_security_to_pay"


def book_difference(tx: Tx, closed: SocialReturn) -> None:
    """The estimates of the wages are trued up: reductions and lower rates are the pool's gain, the rest its loss."""
    more = closed.figures.difference
    if more:
        post(tx, Entry(
            journal="social_returns", document=closed.return_id, entity=closed.entity, event_on=tx.on,
            text=f"Social security {closed.period.starts_on.isoformat()} to {closed.period.last_day.isoformat()}",
            postings=(signed("employer_social_security", more), signed(OWED, -more),
                      signed("mutual_fund", more), signed("employment_budgets_used", -more))))
