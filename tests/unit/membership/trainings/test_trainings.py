"""Sessions are scheduled of trainings that are offered."""

from datetime import date

import pytest

from services.membership.trainings.errors import TrainingEnded
from services.membership.trainings.rules import Training, assert_offered


def test_a_training_that_ended_has_no_new_sessions() -> None:
    assert_offered(Training(id="trn_1", title="Invoices", language="fr", ended_on=None))
    with pytest.raises(TrainingEnded):
        assert_offered(Training(id="trn_1", title="Invoices", language="fr", ended_on=date(2026, 1, 1)))
