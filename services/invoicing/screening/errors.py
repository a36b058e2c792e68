"""What is refused before an order form leaves."""

from shared.errors import Refusal


class ClientBlocked(Refusal):
    """Nothing more is agreed with a client who was blocked."""

    sentence = "Order {number} cannot go to its client: the cooperative agrees nothing more with them."


class TradeExcluded(Refusal):
    """Some trades are not done under the shared number at all."""

    sentence = "Order {number} is for a trade that the cooperative does not take on: {trade}. {source}"


class ScreeningNotOpen(Refusal):
    """A question is decided once; only a refused one is appealed."""

    sentence = "The screening of order {number} is {state}."


class AnotherPersonDecides(Refusal):
    """Neither who works the order nor who refused it before decides."""

    sentence = "The screening of order {number} is decided by somebody who neither works it nor refused it."
