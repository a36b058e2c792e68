"""Long work of membership, each a process of its own."""

from services.membership.advisors.use_cases import assign_advisors
from services.membership.exits.use_cases.leaving import settle_exits
from services.membership.own_data.use_cases import erase_due
from services.membership.payouts.use_cases import pay_claims
from services.membership.register.use_cases import print_register, seal_register_job
from services.membership.shares.use_cases.calls import call_yearly_shares
from services.membership.shares.use_cases.payments import compare_register
from services.membership.standing.use_cases import suspend_arrears
from shared.definitions import Job

JOBS: dict[str, Job] = {
    job.name: job for job in (
        Job("call_yearly_shares", "Call the yearly share of every member with activity this year.", call_yearly_shares),
        Job("suspend_arrears", "Suspend the votes of members whose share calls are overdue.", suspend_arrears),
        Job("seal_register", "Add new entries of the register to its chain.", seal_register_job),
        Job("print_register", "Print the whole register of a day as PDF.", print_register),
        Job("compare_register", "Compare register, bank and capital account.", compare_register),
        Job("assign_advisors", "Give an advisor to members whom nobody accompanies.", assign_advisors),
        Job("settle_exits", "Take the shares of leavers out of the register and note what is owed.", settle_exits),
        Job("pay_claims", "Pay surpluses and, as far as both tests allow, leavers in their order.", pay_claims),
        Job("erase_due", "Remove personal data whose time of keeping is over.", erase_due),
    )
}
