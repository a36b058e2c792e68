"""Sessions are scheduled of trainings that are offered."""

from datetime import date

import pytest

from services.membership.trainings.errors import TrainingEnded, TrainingNotPublished, TrainingPublished
from services.membership.trainings.rules import Training, assert_draft, assert_offered, assert_published


def test_a_training_that_ended_has_no_new_sessions() -> None:
    assert_offered(Training(id="trn_1", title="Invoices", language="fr", ended_on=None))
    with pytest.raises(TrainingEnded):
        assert_offered(Training(id="trn_1", title="Invoices", language="fr", ended_on=date(2026, 1, 1)))


def test_a_draft_is_rewritten_and_a_published_training_is_enrolled_in() -> None:
    draft = Training(id="trn_1", title="Invoices", language="fr", ended_on=None)
    shown = Training(id="trn_1", title="Invoices", language="fr", ended_on=None, published_on=date(2026, 1, 1))
    assert_draft(draft)
    assert_published(shown)
    with pytest.raises(TrainingPublished):
        assert_draft(shown)
    with pytest.raises(TrainingNotPublished):
        assert_published(draft)
