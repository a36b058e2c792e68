"""The story: its chapters in their order."""

from collections.abc import Callable

from deploy.local.demo.chapters import (
    assembling,
    closing,
    declaring,
    joining,
    ordering,
    proving,
    recovering,
    spending,
    working,
    yearly,
)
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
    declaring.declare_september,
    spending.client_comes_back,
    recovering.clients_pay,
    spending.claim_what_was_bought,
    recovering.complete_october,
    assembling.convene,
    recovering.pay_october,
    spending.refund_what_was_bought,
    recovering.client_goes_bankrupt,
    assembling.freeze_roll,
    assembling.vote_secretly,
    assembling.draw_up_minutes,
    proving.make_papers,
    proving.show_every_cent,
    yearly.hand_out_the_years_papers,
    closing.close_the_year,
    proving.prove_everything,
)

SANDBOX: tuple[Chapter, ...] = STORY[:STORY.index(recovering.bank_pays_september) + 1]
