"""Long work of membership, each a process of its own."""

from datetime import time

from services.membership.advisors.use_cases import assign_advisors
from services.membership.comparison.use_cases import compare_register
from services.membership.exits.use_cases.leaving import settle_exits
from services.membership.letters.use_cases import deliver_letters, write_letters
from services.membership.own_data.use_cases import erase_due
from services.membership.payouts.use_cases import pay_claims
from services.membership.register.use_cases import anchor_register, print_register, seal_register_job
from services.membership.shares.use_cases.calls import call_yearly_shares, lapse_calls
from services.membership.standing.use_cases import suspend_arrears
from shared.definitions import Job
from shared.schedule import Missed, Schedule

JOBS: dict[str, Job] = {
    job.name: job for job in (
        Job("call_yearly_shares", "Call the yearly share of every member with activity this year.", call_yearly_shares,
            Schedule(at=time(5, 0))),
        Job("lapse_calls", "Let calls of what nobody owes lapse: wished for, or a candidate's, and never paid.",
            lapse_calls, Schedule(at=time(5, 20), after=("call_yearly_shares",))),
        Job("suspend_arrears", "Suspend the votes of members whose share calls are overdue.", suspend_arrears,
            Schedule(at=time(5, 30), after=("call_yearly_shares",))),
        Job("seal_register", "Add new entries of the register to its chain.", seal_register_job,
            Schedule(at=time(2, 0))),
        Job("anchor_register", "Sign the end of the register's chain and send it out to be kept elsewhere.",
            anchor_register, Schedule(at=time(2, 30), after=("seal_register",))),
        Job("print_register", "Print the whole register of a day as PDF.", print_register),
        Job("compare_register", "Compare register, bank and capital account.", compare_register,
            Schedule(at=time(7, 0), missed=Missed.SKIP)),
        Job("assign_advisors", "Give an advisor to members whom nobody accompanies.", assign_advisors,
            Schedule(at=time(7, 30), bank_days_only=True, missed=Missed.SKIP)),
        Job("settle_exits", "Take the shares of leavers out of the register and note what is owed.", settle_exits,
            Schedule(at=time(5, 10))),
        Job("pay_claims", "Pay surpluses and, as far as both tests allow, leavers in their order.", pay_claims,
            Schedule(at=time(8, 0), bank_days_only=True, after=("settle_exits",))),
        Job("write_letters", "Write the letters that are due, in each member's language, and send them out.",
            write_letters, Schedule(at=time(0, 0), every_minutes=15)),
        Job("deliver_letters", "Send the mail of letters that waits, by SMTP or into a folder.", deliver_letters,
            Schedule(at=time(0, 0), every_minutes=1)),
        Job("erase_due", "Remove personal data whose time of keeping is over.", erase_due, Schedule(at=time(3, 0))),
    )
}
