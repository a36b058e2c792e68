"""What governance asks of a country: how an assembly is called, and what a decision needs."""

from datetime import date
from typing import Protocol, cast

from services.governance.directors.rules.statute import BoardStatute
from services.governance.elections.rules.majority import DecisionKind, Rule
from services.governance.petitions.rules import PetitionRule
from services.governance.polls.rules.paper import Window
from services.governance.proxies.rules import ProxyRule
from shared.parameters import Tables
from shared.postgres import Tx


class GovernanceLaw(Protocol):
    """The law of cooperatives, and the statutes where the law leaves it to them."""

    def first_day_to_meet(self, tables: Tables, *, notified_on: date) -> date:
        """The first day on which an assembly may be held whose notice leaves on this day."""
        ...

    def rule_of(self, tables: Tables, *, decision: DecisionKind, convened_on: date, call: int) -> Rule:
        """What a decision needs at the first or second call of an assembly that was convened on this day."""
        ...

    def first_day_to_vote(self, tables: Tables, *, held_on: date, convened_on: date) -> date:
        """The first day on which a poll of an assembly may be open: the day it is held, or before it by statute."""
        ...

    def may_vote_by_post(self, tables: Tables, *, on: date) -> bool:
        """Whether the statutes let members vote by a letter before the meeting."""
        ...

    def proxies_of(self, tables: Tables, *, on: date) -> ProxyRule:
        """What law and statutes of this legal form say of proxies on a day."""
        ...

    def petitions_of(self, tables: Tables, *, on: date) -> PetitionRule:
        """How much of the shares or members has an assembly convened, and how soon the board does it."""
        ...

    def board_of(self, tables: Tables, *, on: date) -> BoardStatute:
        """What the statutes say of the board of directors on a day: seats by college, terms, quorum."""
        ...

    def window_of(self, tables: Tables, *, first_day: date, held_on: date, convened_on: date) -> Window:
        """When a poll opens and closes if the convening says nothing else."""
        ...


def law(tx: Tx) -> GovernanceLaw:
    """The law of the country of this transaction."""
    return cast("GovernanceLaw", tx.law)
