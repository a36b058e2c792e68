"""An event is believed only from its service: the broker vouches for who published, and the inbox compares."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from shared.bus.connection import user_for, user_of
from shared.bus.parking import NotReplayable, replay_parked
from tests.builders import FreshDatabase
from tests.integration.bus.consuming import Ear, again, ear_of, foreign, published
from tests.integration.bus.test_parking_operators import act, first_parked


@pytest.fixture
def ear(fresh_database: FreshDatabase) -> Iterator[Ear]:
    for ear in ear_of(fresh_database("shared.bus")):
        ear.inbox.user_for = lambda source: source
        yield ear


def test_an_event_from_the_user_of_its_source_is_applied(ear: Ear) -> None:
    assert ear.inbox.take([replace(published(1), user="invoicing")]).applied == 1


@pytest.mark.parametrize("user", ["", "payroll", "guest"])
def test_an_event_from_anybody_else_is_set_aside_and_takes_no_place(ear: Ear, user: str) -> None:
    forged, real = replace(published(1, number=666), user=user), replace(published(1), user="invoicing")
    assert ear.inbox.take([forged]).parked == 1
    assert ear.ask("select code, event_id, version from parked") == [("not_from_its_service", None, 0)]
    assert ear.inbox.take([real]).applied == 1
    assert ear.effects == [("ord_1", 1)]


def test_a_forgery_under_the_id_of_a_real_event_does_not_displace_it(ear: Ear) -> None:
    real = replace(published(1), user="invoicing")
    ear.inbox.take([replace(real, user="payroll")])
    assert ear.inbox.take([again(real)]).applied == 1


def test_a_forgery_can_only_be_thrown_away(ear: Ear) -> None:
    ear.inbox.take([replace(published(1), user="payroll")])
    with pytest.raises(NotReplayable):
        act(ear, replay_parked, first_parked(ear))


def test_a_source_that_is_not_declared_foreign_needs_a_version(ear: Ear) -> None:
    stranger = replace(foreign(id="f1"), source="invoicing", user="invoicing")
    assert ear.inbox.take([stranger]).parked == 1
    assert ear.parked == [("", 0, "without_version")]


def test_a_foreign_source_is_taken_without_a_version_and_from_its_own_users(ear: Ear) -> None:
    assert ear.inbox.take([foreign(id="f1", user="till-3")]).applied == 1


@pytest.mark.parametrize(("uri", "user", "expected"), [
    ("amqp://payroll:x@host/", "payroll", "invoicing"),
    ("amqp://be-payroll:x@host/", "be-payroll", "be-invoicing"),
    ("amqp://guest:guest@host/", "guest", "guest"),
    ("amqp://host/", "guest", "guest"),
    ("memory://", "", ""),
])
def test_the_user_of_a_source_follows_from_ones_own(uri: str, user: str, expected: str) -> None:
    assert user_of(uri) == user
    assert user_for("invoicing", uri, "payroll") == expected
