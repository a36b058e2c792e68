"""The questions of payroll, and how the answers go to it; faults stand at their fields."""

from collections.abc import Mapping
from typing import Any

from services.portal.frame.fields import MISSING, Field, missing, read_answers
from services.portal.frame.languages import N_

WHO = (
    Field(name="first_name", words=N_("Given name"), fills="given-name"),
    Field(name="last_name", words=N_("Family name"), fills="family-name"),
    Field(name="national_number", words=N_("National number"),
          hint=N_("On the back of your identity card. It goes to social security, and nowhere else.")),
    Field(name="street", words=N_("Street"), fills="address-line1"),
    Field(name="building_number", words=N_("Number")),
    Field(name="postcode", words=N_("Postcode"), fills="postal-code"),
    Field(name="town", words=N_("Town"), fills="address-level2"),
)
ACCOUNT = (Field(name="iban", words=N_("Account (IBAN)"), hint=N_("Your wages go there.")),)
COUNTS = (
    Field(name="children", words=N_("Children who live from your income")),
    Field(name="disabled_children", words=N_("How many of them are disabled")),
    Field(name="dependants_over_65", words=N_("Other people over 65 who live from your income")),
)
HOUSEHOLDS = {
    "single": N_("I live alone, or with people who do not count for my tax"),
    "lone_parent": N_("I live alone with my children"),
    "couple_two_incomes": N_("I have a partner who earns their own living"),
    "couple_one_income": N_("I have a partner without income of their own"),
    "couple_low_income": N_("I have a partner with a small income of their own"),
    "couple_low_pension": N_("I have a partner with a small pension"),
}
AT_FIELD = {"account_not_reachable": "iban", "number_not_valid": "national_number"}
NOT_A_COUNT = N_("Write a whole number, 0 if there is nobody.")
CHOOSE = N_("Choose one of the answers.")
ADDRESS = ("street", "building_number", "postcode", "town")
MOST = 30

Read = tuple[dict[str, Any], dict[str, str]]


def read_household(form: Mapping[str, str]) -> Read:
    """Who lives from the wage, and what lacks, by field."""
    answers = {field.name: form.get(field.name, "").strip() or "0" for field in COUNTS}
    faults = {name: NOT_A_COUNT for name, text in answers.items()
              if not (text.isascii() and text.isdigit() and int(text) <= MOST)}
    household = form.get("household", "")
    if household not in HOUSEHOLDS:
        faults["household"] = CHOOSE
    if faults:
        return {}, faults
    return {"household": household, **{name: int(text) for name, text in answers.items()}}, {}


def read_worker(form: Mapping[str, str], country: str) -> Read:
    """Everything that payroll must know, and what lacks, by field."""
    fields = (*WHO, *ACCOUNT)
    answers, (household, faults) = read_answers(fields, form), read_household(form)
    faults = missing(fields, answers) | faults
    address = {name: answers.pop(name) for name in ADDRESS}
    return {**answers, **household, "address": {**address, "country": country}}, faults


def read_account(form: Mapping[str, str]) -> Read:
    """Another account, and what lacks."""
    iban = form.get("iban", "").strip()
    return {"iban": iban}, {} if iban else {"iban": MISSING}
