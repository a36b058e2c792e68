"""Assemblies: a week's notice; every decision by more than half, with a fifth of the members."""

from datetime import UTC, date, datetime, time, timedelta

from services.governance.directors.rules.statute import BoardStatute, College
from services.governance.elections.rules.majority import DecisionKind, QuorumBase, Rule
from services.governance.petitions.rules import PetitionBase, PetitionRule
from services.governance.polls.rules.paper import Window
from services.governance.proxies.rules import ProxyRule
from shared.parameters import Tables


class GovernanceOfXX:
    """What governance asks of the country."""

    def first_day_to_meet(self, tables: Tables, *, notified_on: date) -> date:
        """A week after the notice."""
        return notified_on + timedelta(days=tables.integer("notice_days", notified_on))

    def first_day_to_vote(self, tables: Tables, *, held_on: date, convened_on: date) -> date:
        """The day of the assembly."""
        return held_on

    def may_vote_by_post(self, tables: Tables, *, on: date) -> bool:
        """By letter, too."""
        return True

    def proxies_of(self, tables: Tables, *, on: date) -> ProxyRule:
        """One a person, member or not."""
        return ProxyRule(most=1, members_only=False, cap=0, floor=0)

    def petitions_of(self, tables: Tables, *, on: date) -> PetitionRule:
        """A fifth of the members, within the days of the table."""
        return PetitionRule(base=PetitionBase.MEMBERS, numerator=1, denominator=5,
                            days=tables.integer("petition_days", on))

    def board_of(self, tables: Tables, *, on: date) -> BoardStatute:
        """Five seats of everybody, all renewed within two years."""
        return BoardStatute(colleges=[College(name="everybody", seats=5)], term_years=2, first_renewal=2021, least=3,
                            quorum_numerator=1, quorum_denominator=2, call_days=7)

    def window_of(self, tables: Tables, *, first_day: date, held_on: date, convened_on: date) -> Window:
        """The whole day."""
        return Window(opens_at=datetime.combine(first_day, time(), UTC),
                      closes_at=datetime.combine(held_on + timedelta(days=1), time(), UTC))

    def rule_of(self, tables: Tables, *, decision: DecisionKind, convened_on: date, call: int) -> Rule:
        """The same for every decision and every call."""
        return Rule(decision=decision, majority_numerator=1, majority_denominator=2, more_than=True,
                    quorum_base=QuorumBase.MEMBERS, quorum_numerator=1, quorum_denominator=5)


LAW = GovernanceOfXX()
