"""Germany: the Cooperatives Act (GenG) on general assemblies, and the statutes where it leaves it to them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.governance.directors.rules.statute import BoardStatute, College
from services.governance.elections.rules.majority import DecisionKind, QuorumBase, Rule
from services.governance.polls.rules.paper import Window
from services.governance.proxies.rules import ProxyRule
from shared.parameters import Tables


class GermanGovernance:
    """Notice, majorities and proxies as the dated tables hold them; what they do not hold is refused."""

    def first_day_to_meet(self, tables: Tables, *, notified_on: date) -> date:
        """Two weeks after the notice at least (section 46 par. 1)."""
        return notified_on + timedelta(days=tables.integer("notice_days", notified_on))

    def rule_of(self, tables: Tables, *, decision: DecisionKind, convened_on: date, call: int) -> Rule:
        """The majority on the day of the notice (sections 16 and 43); no quorum, at either call, unless by statute."""
        row = tables.row("decision", convened_on, decision)
        return Rule(
            decision=decision, majority_numerator=row.integer("majority_numerator"),
            majority_denominator=row.integer("majority_denominator"), more_than=row["more_than"],
            quorum_base=QuorumBase(row["quorum_base"]), quorum_numerator=row.integer("quorum_numerator"),
            quorum_denominator=row.integer("quorum_denominator"))

    def first_day_to_vote(self, tables: Tables, *, held_on: date, convened_on: date) -> date:
        """So many days before the meeting as the statutes allow."""
        return held_on - timedelta(days=tables.integer("early_voting_days", convened_on))

    def may_vote_by_post(self, tables: Tables, *, on: date) -> bool:
        """Only where the statutes let votes be given in writing."""
        return bool(tables.row("letters", on)["allowed"])

    def proxies_of(self, tables: Tables, *, on: date) -> ProxyRule:
        """A proxy represents two members at most (section 43 par. 5)."""
        row = tables.row("proxies", on)
        return ProxyRule(most=row.integer("most"), members_only=row["members_only"], cap=row.integer("cap"),
                         floor=row.integer("floor"))

    def board_of(self, tables: Tables, *, on: date) -> BoardStatute:
        """As the statutes say; without them no board is elected."""
        row = tables.row("board", on)
        colleges = [(name, tables.row("board_college", on, name)) for name in row["colleges"]]
        return BoardStatute(
            colleges=[College(name=name, seats=one.integer("seats")) for name, one in colleges],
            term_years=row.integer("term_years"), first_renewal=row.integer("first_renewal"),
            least=row.integer("least"), quorum_numerator=row.integer("quorum_numerator"),
            quorum_denominator=row.integer("quorum_denominator"), call_days=row.integer("call_days"))

    def window_of(self, tables: Tables, *, first_day: date, held_on: date, convened_on: date) -> Window:
        """From the first hour of the first day to the closing hour of the meeting, in the country's own time."""
        row = tables.row("voting_hours", convened_on)
        zone = ZoneInfo(row["zone"])
        return Window(opens_at=datetime.combine(first_day, time.fromisoformat(row["opens"]), zone),
                      closes_at=datetime.combine(held_on, time.fromisoformat(row["closes"]), zone))


LAW = GermanGovernance()
