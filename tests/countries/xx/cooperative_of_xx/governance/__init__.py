"""Assemblies: a week's notice; every decision by more than half, with a fifth of the members."""

from datetime import date, timedelta

from services.governance.assemblies.rules import DecisionKind
from services.governance.polls.rules.decision import QuorumBase, Rule
from shared.parameters import Tables


class GovernanceOfXX:
    """What governance asks of the country."""

    def first_day_to_meet(self, tables: Tables, *, notified_on: date) -> date:
        """A week after the notice."""
        return notified_on + timedelta(days=tables.integer("notice_days", notified_on))

    def rule_of(self, tables: Tables, *, decision: DecisionKind, convened_on: date, call: int) -> Rule:
        """The same for every decision and every call."""
        return Rule(decision=decision, majority_numerator=1, majority_denominator=2, more_than=True,
                    quorum_base=QuorumBase.MEMBERS, quorum_numerator=1, quorum_denominator=5)


LAW = GovernanceOfXX()
