"""Long work and proofs of membership, run outside the doors."""

import click

from services.membership.store import sealing
from services.membership.use_cases.advisors import assign_advisors
from services.membership.use_cases.calls import call_yearly_shares
from services.membership.use_cases.leaving import settle_exits
from services.membership.use_cases.payouts import pay_claims
from services.membership.use_cases.register import compare_register, print_register
from services.membership.use_cases.standings import suspend_arrears
from shared import ledger, outgoing
from shared.homes import Check, Job

JOBS: dict[str, Job] = {
    job.name: job for job in (
        Job("call_yearly_shares", "Call the yearly share of every member with activity this year.", call_yearly_shares),
        Job("suspend_arrears", "Suspend the votes of members whose share calls are overdue.", suspend_arrears),
        Job("seal_register", "Add new entries of the register to its chain.", sealing.seal_register_job),
        Job("print_register", "Print the whole register of a day as PDF.", print_register),
        Job("compare_register", "Compare register, bank and capital account.", compare_register),
        Job("assign_advisors", "Give an advisor to members whom nobody accompanies.", assign_advisors),
        Job("settle_exits", "Take the shares of leavers out of the register and note what is owed.", settle_exits),
        Job("pay_claims", "Pay surpluses and, as far as both tests allow, leavers in their order.", pay_claims),
    )
}

CHECKS: list[Check] = [ledger.CHECK, outgoing.CHECK, *sealing.CHECKS]


@click.group("membership")
def commands() -> None:
    """Commands of membership that need no running service."""
