"""The story: its chapters in their order."""

from collections.abc import Callable

from deploy.local.demo.chapters import joining, ordering, recovering, working
from deploy.local.demo.stage import Stage

Chapter = Callable[[Stage], None]

STORY: tuple[Chapter, ...] = (
    joining.attend_information_session,
    joining.register,
    joining.pay_first_shares,
    ordering.register_for_payroll,
    ordering.sign_orders,
    ordering.quote_budget,
    ordering.declare_and_insure,
    working.complete_september,
    working.pay_september,
    recovering.bank_pays_september,
    recovering.clients_pay,
    recovering.complete_and_pay_october,
    recovering.client_goes_bankrupt,
)
