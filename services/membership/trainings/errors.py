"""What is refused about trainings."""

from shared.errors import Refusal


class TrainingEnded(Refusal):
    """The training is not offered any more."""

    sentence = "The training {training_id} is not offered any more."
