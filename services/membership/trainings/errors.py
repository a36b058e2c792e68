"""What is refused about trainings."""

from shared.errors import Refusal


class TrainingNotPublished(Refusal):
    """Members enrol in what the desk has published."""

    sentence = "The training {training_id} is a draft."


class TrainingPublished(Refusal):
    """What members have seen is not rewritten under them: end it, and offer another."""

    sentence = "The training {training_id} was published on {published_on}."


class PriceInOtherMoney(Refusal):
    """A price is asked in the money of the country."""

    sentence = "Prices are in {currency}."


class FeeNotOpen(Refusal):
    """A fee is settled once, and only where there is one."""

    sentence = "Nothing is open of the seat {seat_id}."


class TrainingEnded(Refusal):
    """The training is not offered any more."""

    sentence = "The training {training_id} is not offered any more."
