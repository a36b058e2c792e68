"""What payroll is asked: requests, with the national and bank numbers checked at the door."""

import re
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.be import bis, nn, vat

from services.payroll.documents.payslip import LANGUAGES
from services.payroll.domain.declaration import STATES
from services.payroll.domain.household import KINDS
from services.payroll.domain.payment import PAYMENT_STATES
from shared.fields import Count, Day, Flag, Id, Matching, MoneyField, OneOf, Rate, Shape, Text
from shared.latin import Latin


class NationalNumber(fields.String):
    """A Belgian national or bis number: eleven digits whose check digits are right."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        digits = re.sub(r"[ .-]", "", text)
        if not (nn.is_valid(digits) or bis.is_valid(digits)):
            raise ValidationError("Not a Belgian national number or bis number.")
        return digits


class Iban(fields.String):
    """An account number whose check digits and form are right."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        try:
            return str(IBAN(text, validate_bban=True).compact)
        except (SchwiftyException, ValueError):
            raise ValidationError("Not an IBAN.") from None


class EnterpriseNumber(fields.String):
    """A Belgian enterprise number: ten digits whose check digits are right."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if not vat.is_valid(text):
            raise ValidationError("Not a Belgian enterprise number.")
        return str(vat.compact(text))


class Address(Shape):
    """A structured address, as banks and authorities want it."""

    street = Latin(required=True, longest=70)
    building_number = Latin(required=True, longest=16)
    postcode = Latin(required=True, longest=16)
    town = Latin(required=True, longest=35)
    country = Matching("[A-Z]{2}", required=True)


class RegisterEmployer(Shape):
    """The cooperative as an employer, from a day on."""

    valid_from = Day(required=True)
    name = Latin(required=True, longest=70)
    street = Latin(required=True, longest=70)
    building_number = Latin(required=True, longest=16)
    postcode = Latin(required=True, longest=16)
    town = Latin(required=True, longest=35)
    country = Matching("[A-Z]{2}", required=True)
    enterprise_number = EnterpriseNumber(required=True)
    onss_number = Matching("[1-9][0-9]{5,8}", required=True)
    iban = Iban(required=True)
    bic = Matching("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", required=True)
    accident_insurer = Text(required=True, longest=96)
    accident_policy = Text(required=True, longest=40)


class RegisterWorker(Shape):
    """A worker's own data. They stay in payroll."""

    member_id = Id("mbr", required=True)
    first_name = Latin(required=True, longest=60)
    last_name = Latin(required=True, longest=60)
    national_number = NationalNumber(required=True)
    iban = Iban(required=True)
    household = OneOf(*KINDS, required=True)
    children = Count(load_default=0, limit=30)
    disabled_children = Count(load_default=0, limit=30)
    dependants_over_65 = Count(load_default=0, limit=10)
    language = OneOf(*LANGUAGES, load_default=None, allow_none=True)
    address = fields.Nested(Address, load_default=None, allow_none=True)

    @validates_schema
    def _children_are_counted(self, data: dict[str, Any], **_: Any) -> None:
        if data["disabled_children"] > data["children"]:
            raise ValidationError("Disabled children are among the children.", "disabled_children")


class ChangeAccount(Shape):
    """A worker's new account."""

    member_id = Id("mbr", required=True)
    iban = Iban(required=True)


class WhichDeclarationState(Shape):
    """A page of the declarations in one state."""

    state = OneOf(*STATES, required=True)
    after = Id("dec", load_default="")
    limit = Count(load_default=100, least=1, limit=500)


class WhichOrder(Shape):
    """One order."""

    order_id = Id("ord", required=True)


class RecordDeclarationAnswer(Shape):
    """What the authority answered: `reference` is its period number (1 to 12 digits), `reason` why it refused."""

    declaration_id = Id("dec", required=True)
    result = OneOf("accepted", "accepted_with_warning", "refused", required=True)
    reference = Text(load_default="", shortest=0, longest=12)
    reason = Text(load_default="", shortest=0)


class DecideLateDeclaration(Shape):
    """Whether a declaration that comes after the work began is made all the same, and why."""

    declaration_id = Id("dec", required=True)
    declare = Flag(required=True)
    reason = Text(required=True)


class WorkedDay(Shape):
    """A day and the hours worked on it."""

    on = Day(required=True)
    hours = Rate(required=True)


class QuotePay(Shape):
    """What a budget pays, or what budget a gross wage needs; for a full month, or for days and hours of one."""

    contract = OneOf("white_collar", required=True)
    budget = MoneyField(positive=True)
    gross = MoneyField(positive=True)
    household = OneOf(*KINDS, required=True)
    children = Count(load_default=0, limit=30)
    disabled_children = Count(load_default=0, limit=30)
    dependants_over_65 = Count(load_default=0, limit=10)
    ends_on = Day(required=True)
    days = fields.List(fields.Nested(WorkedDay), load_default=None, allow_none=True, validate=validate.Length(1, 31))

    @validates_schema
    def _one_of_both(self, data: dict[str, Any], **_: Any) -> None:
        if ("budget" in data) == ("gross" in data):
            raise ValidationError("Give either a budget or a gross wage.", "budget")


class WhichWage(Shape):
    """One wage."""

    wage_id = Id("wag", required=True)


class WhichWages(Shape):
    """A page of wages: of one member, one order or one state, or of all."""

    member_id = Id("mbr")
    order_id = Id("ord")
    state = OneOf(*PAYMENT_STATES)
    after = Id("wag", load_default="")
    limit = Count(load_default=100, least=1, limit=500)


class HowMany(Shape):
    """How many rows at most."""

    limit = Count(load_default=100, least=1, limit=500)


class WhichFund(Shape):
    """How many debtors to name."""

    debtors = Count(load_default=20, least=1, limit=500)


class WhichAdvances(Shape):
    """A page of advances."""

    only_open = Flag(load_default=True)
    after = Id("adv", load_default="")
    limit = Count(load_default=100, least=1, limit=500)
