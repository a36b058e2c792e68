"""What a register that is taken over comes to: current members only."""

from datetime import date

from services.membership.admission.rules import Application
from services.membership.imports.rules import OldMember, OldMovement, OldRegister, Totals, refused_rows, totals_of
from services.membership.register.rules import MovementKind
from shared.money import Money

DAY = date(2020, 1, 1)


def member(number: int, left_on: date | None = None) -> OldMember:
    person = Application(given_name="A", family_name="B", national_number=str(number), street="", postcode="", town="",
                         country="BE", email="", phone="", language="fr", activity="", city="")
    return OldMember(line=number, number=number, person=person, accepted_on=DAY, admitted_on=DAY, left_on=left_on,
                     left_reason="", holds_until=None, founder=False)


def movement(number: int, kind: MovementKind, shares: int) -> OldMovement:
    return OldMovement(line=number, number=number, lot="a", kind=kind, shares=shares, amount=Money(3000 * shares),
                       effective_on=DAY)


def test_those_who_left_are_taken_over_and_not_counted() -> None:
    old = OldRegister(members=[member(1), member(2, left_on=DAY)], calls=[], movements=[
        movement(1, MovementKind.PAID, 2), movement(2, MovementKind.PAID, 1), movement(2, MovementKind.REDEEMED, -1)])
    assert list(refused_rows(old, today=DAY)) == []
    assert totals_of(old, currency="EUR") == Totals(members=1, shares=2, paid_in=Money(6000), calls=0, called=Money(0))
