"""Belgium: the CSA/WVV (Act of 23 March 2019) on assemblies of a cooperative company, and its statutes."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.governance.directors.rules.statute import BoardStatute, College
from services.governance.elections.rules.majority import DecisionKind, QuorumBase, Rule
from services.governance.petitions.rules import PetitionBase, PetitionRule
from services.governance.polls.rules.paper import Window
from services.governance.proxies.rules import ProxyRule
from shared.parameters import Tables


class BelgianGovernance:
    """Notice of art. 6:70, quorums and majorities of art. 6:85 and 6:86, as the dated tables hold them."""

    def first_day_to_meet(self, tables: Tables, *, notified_on: date) -> date:
        """So many days after the notice (CSA art. 6:70 par. 1, in the forms of art. 2:32)."""
        return notified_on + timedelta(days=tables.integer("notice_days", notified_on))

    def rule_of(self, tables: Tables, *, decision: DecisionKind, convened_on: date, call: int) -> Rule:
        """The rule on the day of the notice; a second call has its own quorum (CSA art. 6:85)."""
        row = tables.row("decision", convened_on, decision)
        quorum = "quorum_numerator" if call == 1 else "second_call_quorum_numerator"
        return Rule(
            decision=decision, majority_numerator=row.integer("majority_numerator"),
            majority_denominator=row.integer("majority_denominator"), more_than=row["more_than"],
            quorum_base=QuorumBase(row["quorum_base"]), quorum_numerator=row.integer(quorum),
            quorum_denominator=row.integer("quorum_denominator"),
        )

    def first_day_to_vote(self, tables: Tables, *, held_on: date, convened_on: date) -> date:
        """Before the meeting only where the statutes allow it (CSA art. 6:75 par. 4): a dated row says how long."""
        return held_on - timedelta(days=tables.integer("early_voting_days", convened_on))

    def may_vote_by_post(self, tables: Tables, *, on: date) -> bool:
        """Votes in writing before the meeting only where the statutes allow them (CSA art. 6:80)."""
        return bool(tables.row("letters", on)["allowed"])

    def proxies_of(self, tables: Tables, *, on: date) -> ProxyRule:
        """Proxies are allowed unless the statutes restrict them (CSA art. 6:80); the row is that of the legal form."""
        row = tables.row("proxies", on, tables.row("company", on)["legal_form"])
        return ProxyRule(most=row.integer("most"), members_only=row["members_only"], cap=row.integer("cap"),
                         floor=row.integer("floor"))

    def petitions_of(self, tables: Tables, *, on: date) -> PetitionRule:
        """One tenth of the shares that were issued, three weeks (CSA art. 6:70 par. 1)."""
        row = tables.row("petition", on)
        return PetitionRule(base=PetitionBase(row["base"]), numerator=row.integer("numerator"),
                            denominator=row.integer("denominator"), days=row.integer("days"))

    def board_of(self, tables: Tables, *, on: date) -> BoardStatute:
        """Directors are appointed by the assembly (CSA art. 6:58); their number and term stand in the statutes."""
        row = tables.row("board", on)
        colleges = [tables.row("board_college", on, name) for name in row["colleges"]]
        return BoardStatute(
            colleges=[College(name=name, seats=one.integer("seats"), reserved=one.integer("reserved"),
                              reserved_for=one["reserved_for"])
                      for name, one in zip(row["colleges"], colleges, strict=True)],
            term_years=row.integer("term_years"), first_renewal=row.integer("first_renewal"),
            least=row.integer("least"), quorum_numerator=row.integer("quorum_numerator"),
            quorum_denominator=row.integer("quorum_denominator"), call_days=row.integer("call_days"))

    def window_of(self, tables: Tables, *, first_day: date, held_on: date, convened_on: date) -> Window:
        """From the first hour of the first day to the closing hour of the meeting, in the country's own time."""
        row = tables.row("voting_hours", convened_on)
        zone = ZoneInfo(row["zone"])
        return Window(
            opens_at=datetime.combine(first_day, time.fromisoformat(row["opens"]), zone),
            closes_at=datetime.combine(held_on, time.fromisoformat(row["closes"]), zone))


LAW = BelgianGovernance()
