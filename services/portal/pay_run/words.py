"""What waits on the way to a wage, whose step leads on, and where a run stands: the words behind payroll's codes."""

from services.portal.frame.languages import N_
from services.portal.frame.words import LineWords

MATTERS = {
    "data_missing": LineWords(N_("Data of the worker are missing"),
                              N_("Ask for name, national number, account and household; then it goes on by itself.")),
    "late_declaration": LineWords(N_("The work had begun before it was declared"),
                                  N_("Decide whether it is declared late.")),
    "no_answer": LineWords(N_("The authority has not answered"), N_("Nothing to do: its answer leads on.")),
    "declaration_refused": LineWords(N_("The authority refused the declaration"),
                                     N_("Put right what was wrong, then declare it again.")),
    "undeclared_work_paid": LineWords(N_("Undeclared work was paid"), N_("Regularise it with the authority.")),
    "budget_missing": LineWords(N_("The budget has not come"), N_("Nothing to do: the invoice brings it.")),
    "wage_due": LineWords(N_("A wage is due and not worked out yet"),
                          N_("Nothing to do: the work of the day does it, then it goes with the next run.")),
    "wage_blocked": LineWords(N_("A wage could not be worked out"), N_("The reason says what lacks.")),
    "payslip_set_aside": LineWords(N_("A payslip could not be printed"),
                                   N_("The wage is paid all the same; tell whoever runs the service.")),
    "payment_unsent": LineWords(N_("A wage is late and in no file"),
                                N_("Propose a run, or send the one that holds it.")),
    "payment_rejected": LineWords(N_("The bank refused a payment"), N_("Check the account, then send it again.")),
    "payment_returned": LineWords(N_("A payment came back"), N_("Check the account, then send it again.")),
    "payment_unanswered": LineWords(N_("No bank statement tells of a payment"),
                                    N_("Nothing to do unless the statement is there: then ask the bank.")),
    "return_held": LineWords(N_("A return to social security is held"),
        N_("Settle what it says, then close it again.")),
    "return_unanswered": LineWords(N_("The authority has not answered a return"),
        N_("Nothing to do: its answer leads on.")),
    "return_refused": LineWords(N_("The authority refused a return"),
        N_("Put right what was wrong, then send it again.")),
    "return_to_enter": LineWords(N_("A return is to be entered by hand"),
        N_("Enter it with the authority, then note its reference.")),
    "anomaly_open": LineWords(N_("The authority found something wrong"),
        N_("Correct the return, or note why it is right.")),
    "wages_undeclared": LineWords(N_("Wages of a closed period are in no return"),
        N_("Correct the period's return.")),
    "due_waiting": LineWords(N_("An authority is to be paid"),
        N_("Propose the payment under its reference.")),
    "due_proposed": LineWords(N_("A payment to an authority waits for approval"),
        N_("Somebody else than who proposed it approves it.")),
    "due_unanswered": LineWords(N_("No bank statement tells of a payment to an authority"),
        N_("Nothing to do unless the statement is there: then ask the bank.")),
    "due_to_stop": LineWords(N_("An authority is about to be paid twice"),
        N_("Have the bank stop the payment, then mark it as rejected.")),
    "due_claimed": LineWords(N_("An authority owes money back"),
        N_("Set it off, or ask for it and wait for the money.")),
    "incoming_unassigned": LineWords(N_("Money came in that settles nothing yet"),
        N_("Say which claim it settles.")),
}
LEADERS = {
    "payroll_clerk": N_("your step"), "authority": N_("the authority's step"), "invoicing": N_("comes by itself"),
    "payroll": N_("comes by itself"), "client": N_("waits for the client's money"), "bank": N_("the bank's step"),
    "second_person": N_("a second person's step"),
}
RUN_STATES = {
    "proposed": N_("waits for a second person"), "approved": N_("approved, leaves in time"), "sent": N_("at the bank"),
    "reopened": N_("given up"),
}
DIFFERENCES = {
    "first_wage": N_("first wage"), "account_changed": N_("another account"),
    "much_more": N_("more than twice as much"), "much_less": N_("less than half as much"),
}
