"""The employer and the workers as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, Self

from shared.ledger import MAIN_ENTITY


class HouseholdKind(StrEnum):
    """Who lives from the wage, as far as it decides what is withheld."""

    SINGLE = "single"
    LONE_PARENT = "lone_parent"
    COUPLE_ONE_INCOME = "couple_one_income"
    COUPLE_TWO_INCOMES = "couple_two_incomes"
    COUPLE_LOW_INCOME = "couple_low_income"
    COUPLE_LOW_PENSION = "couple_low_pension"


class ContractKind(StrEnum):
    """The kinds of employment contract that are paid here."""

    WHITE_COLLAR = "white_collar"
    STUDENT = "student"  # under the solidarity contribution, within the hours of a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """Who lives from the wage. `children` counts all dependent children, `disabled_children` those among them."""

    kind: HouseholdKind = HouseholdKind.SINGLE
    children: int = 0
    disabled_children: int = 0
    dependants_over_65: int = 0

    @classmethod
    def from_fields(cls, data: Mapping[str, Any]) -> Self:
        """The household that a request or a row describes."""
        return cls(kind=HouseholdKind(data["household"]), children=data["children"],
                   disabled_children=data["disabled_children"], dependants_over_65=data["dependants_over_65"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A structured address, as banks and authorities want it."""

    street: str
    building_number: str
    postcode: str
    town: str
    country: str

    @property
    def lines(self) -> tuple[str, str]:
        """The address as a letter bears it."""
        return f"{self.street} {self.building_number}", f"{self.postcode} {self.town}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """A legal entity of the cooperative as an employer, from a day on."""

    valid_from: date
    entity: str = MAIN_ENTITY
    name: str
    address: Address
    enterprise_number: str
    onss_number: str
    iban: str
    bic: str
    accident_insurer: str
    accident_policy: str

    @classmethod
    def from_fields(cls, data: Mapping[str, Any]) -> Self:
        """The employer that a request or a row describes."""
        own = {field.name: data[field.name] for field in fields(cls) if field.name != "address"}
        return cls(**own, address=Address(**{field.name: data[field.name] for field in fields(Address)}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Somebody who works: personal data that no event, log line or refusal carries."""

    member_id: str
    first_name: str
    last_name: str
    national_number: str
    iban: str
    language: str
    household: Household = field(default_factory=Household)
    address: Address | None = None

    @classmethod
    def from_fields(cls, data: Mapping[str, Any]) -> Self:
        """The worker whom a request or a row describes."""
        own = {name: data[name] for name in ("member_id", "first_name", "last_name", "national_number", "iban")}
        return cls(**own, household=Household.from_fields(data), language=data["language"] or "",
                   address=Address(**data["address"]) if data["address"] else None)

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"
