"""What crosses the bus about declarations: registering who employs and who works, answers, signed orders."""

import re
from typing import Any

from babel import Locale
from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from services.payroll.declarations.rules import State
from services.payroll.orders.rules import CompletedWork, Order, OrderedPart
from services.payroll.workers.rules import Address, HouseholdKind
from shared.bus import Event
from shared.countries import countries_of
from shared.fields import Count, Day, EventShape, Flag, Id, Matching, MoneyField, OneOf, Rate, Shape, Text
from shared.latin import Latin
from shared.ledger import MAIN_ENTITY
from shared.papers import LANGUAGES

NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})  # codes that CLDR lists for other purposes
COUNTRIES = {code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code)} - NO_COUNTRIES
COUNTRIES.update(countries_of("services.payroll"))


class AddressShape(Shape):
    """A structured address, as banks and authorities want it."""

    street = Latin(required=True, longest=70)
    building_number = Latin(required=True, longest=16)
    postcode = Latin(required=True, longest=16)
    town = Latin(required=True, longest=35)
    country = Matching("[A-Z]{2}", required=True, validate=validate.OneOf(
        COUNTRIES, error="There is no such country: write its two letters, as BE."))


class RegisterEmployer(AddressShape):
    """A legal entity as an employer, from a day on; its numbers are checked by the country's schemes."""

    valid_from = Day(required=True)
    entity = Text(longest=40, load_default=MAIN_ENTITY)
    name = Latin(required=True, longest=70)
    enterprise_number = Text(required=True, longest=30)
    onss_number = Text(required=True, longest=30)
    iban = Text(required=True, longest=50)
    bic = Matching("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", required=True)
    accident_insurer = Text(required=True, longest=96)
    accident_policy = Text(required=True, longest=40)


class EmployerRegistered(Shape):
    """From when the employer's data are in force."""

    valid_from = Day(required=True)


class HouseholdShape(Shape):
    """Who lives from the wage."""

    household = OneOf(*HouseholdKind, required=True)
    children = Count(load_default=0, limit=30)
    disabled_children = Count(load_default=0, limit=30)
    dependants_over_65 = Count(load_default=0, limit=10)


class WorkerAddress(AddressShape):
    """Where a worker lives."""

    @post_load
    def value(self, data: dict[str, Any], **_: Any) -> Address:
        """The address."""
        return Address(**data)


class RegisterWorker(HouseholdShape):
    """A worker's own data. They stay in payroll."""

    member_id = Id("mbr", required=True)
    first_name = Latin(required=True, longest=60)
    last_name = Latin(required=True, longest=60)
    national_number = Text(required=True, longest=30)
    iban = Text(required=True, longest=50)
    language = OneOf(*LANGUAGES, load_default=None, allow_none=True)
    address = fields.Nested(WorkerAddress, load_default=None, allow_none=True)

    @validates_schema
    def _children_are_counted(self, data: dict[str, Any], **_: Any) -> None:
        if data["disabled_children"] > data["children"]:
            raise ValidationError("Disabled children are among the children.", "disabled_children")


class WorkerRegistered(Shape):
    """Who was registered, and how many waiting orders could be declared (or held back as late) by it."""

    member_id = Id("mbr", required=True)
    declarations = Count(required=True)


class CorrectNationalNumber(Shape):
    """A worker's national number as it should have been."""

    member_id = Id("mbr", required=True)
    national_number = Text(required=True, longest=30)


class DeclareAgain(Shape):
    """The order whose declaration was refused."""

    order_id = Id("ord", required=True)


class OrderDeclared(Shape):
    """Where the new declaration of an order stands."""

    order_id = Id("ord", required=True)
    state = OneOf(*State, required=True)


class GetDeclaration(Shape):
    """The order whose declaration is asked for."""

    order_id = Id("ord", required=True)


class ListDeclarations(Shape):
    """A page of the declarations in one state."""

    state = OneOf(*State, required=True)
    after = Id("dec", load_default="")
    limit = Count(load_default=100, least=1, limit=500)


class DeclarationDetail(Shape):
    """A declaration of employment and the cover that came with it."""

    declaration_id = Id("dec", required=True)
    order_id = Id("ord", required=True)
    member_id = Id("mbr", required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    state = OneOf(*State, required=True)
    late = Flag(required=True)
    sent_on = Day(required=True, allow_none=True)
    reference = fields.String(required=True)
    reason = fields.String(required=True)
    cover_id = fields.String(required=True, allow_none=True)


class RecordDeclarationAnswer(Shape):
    """What the authority answered: `reference` is the number that it gave, `reason` why it refused."""

    declaration_id = Id("dec", required=True)
    result = OneOf("accepted", "accepted_with_warning", "refused", required=True)
    reference = Text(load_default="", shortest=0, longest=12)
    reason = Text(load_default="", shortest=0)


class DecideLateDeclaration(Shape):
    """Whether a declaration that comes after the work began is made all the same, and why."""

    declaration_id = Id("dec", required=True)
    declare = Flag(required=True)
    reason = Text(required=True)


class DeclarationState(Shape):
    """Where a declaration stands now."""

    declaration_id = Id("dec", required=True)
    state = OneOf(*State, required=True)


class SignedPart(EventShape):
    """A part of a signed order."""

    part = Count(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    hours = Rate(load_default=None)


class OrderSigned(EventShape):
    """A client signed, or signed again for other work: it is declared before it begins."""

    order_id = Id("ord", required=True)
    activity_id = Id("act", required=True)
    member_id = Id("mbr", required=True)
    client_id = Id("cli", required=True)
    client_country = Text(required=True, longest=2)
    signed_on = Day(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    amount = MoneyField(required=True)
    contract = Text(required=True, longest=40)
    parts = fields.List(fields.Nested(SignedPart), required=True)
    signed_how = Text(load_default="recorded", longest=40)
    client_standing = Text(load_default="open", longest=40)


class CompletedDay(EventShape):
    """A day worked."""

    on = Day(required=True)
    hours = Rate(required=True)


class WorkCompleted(EventShape):
    """A part was completed: its wage falls due."""

    order_id = Id("ord", required=True)
    part = Count(required=True)
    completed_on = Day(required=True)
    registered_on = Day(required=True)
    days = fields.List(fields.Nested(CompletedDay), required=True)


class OrderStopped(EventShape):
    """What was not yet worked is given up; what was completed stays."""

    order_id = Id("ord", required=True)
    last_worked_on = Day(required=True)
    amount = MoneyField(required=True)


class OrderCancelled(EventShape):
    """The work will not take place."""

    order_id = Id("ord", required=True)


def signed_order(event: Event) -> Order:
    """The order that an event tells of."""
    return Order(**{**event.data, "parts": tuple(OrderedPart(**part) for part in event["parts"])})


def completed_work(event: Event) -> CompletedWork:
    """The work that an event tells of."""
    return CompletedWork(
        order_id=event["order_id"], part=event["part"], completed_on=event["completed_on"],
        registered_on=event["registered_on"], hours={day["on"]: day["hours"] for day in event["days"]})
