"""The registration's form: what it asks, and how what is wrong is said at its field."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.portal.frame.languages import N_
from shared.errors import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A question: its name on the wire, its words, what the browser may fill in, and whether it must be answered."""

    name: str
    words: str
    fills: str = "off"
    kind: str = "text"
    needed: bool = True
    hint: str = ""


FIELDS = (
    Field(name="given_name", words=N_("Given name"), fills="given-name"),
    Field(name="family_name", words=N_("Family name"), fills="family-name"),
    Field(name="national_number", words=N_("National number"),
          hint=N_("On the back of your identity card. It is needed to declare and insure you.")),
    Field(name="street", words=N_("Street and number"), fills="street-address"),
    Field(name="postcode", words=N_("Postcode"), fills="postal-code"),
    Field(name="town", words=N_("Town"), fills="address-level2"),
    Field(name="email", words=N_("E-mail"), fills="email", kind="email"),
    Field(name="phone", words=N_("Telephone (if you wish)"), fills="tel", kind="tel", needed=False),
    Field(name="activity", words=N_("What do you do?"),
          hint=N_("In a word or two: illustration, translation, lessons.")),
    Field(name="city", words=N_("Which of our offices is near you?")),
)
NAMES = tuple(field.name for field in FIELDS)
AT_FIELD = {"identity_number_wrong": "national_number", "activity_excluded": "activity", "place_unknown": "city",
            "exception_not_possible": "activity"}
MISSING = N_("Please fill this in.")
WRONG = N_("Please look at this again: it is not as it should be.")


def read_answers(form: Mapping[str, str]) -> dict[str, str]:
    """What was written, without the blanks around it."""
    return {name: form.get(name, "").strip() for name in NAMES}


def missing(answers: Mapping[str, str]) -> dict[str, str]:
    """The questions that must be answered and were not."""
    return {field.name: MISSING for field in FIELDS if field.needed and not answers[field.name]}


def faults_of(refusal: Refusal) -> dict[str, str]:
    """What a service refuses, at its field where it names one; else empty."""
    if refusal.code in AT_FIELD:
        return {AT_FIELD[refusal.code]: ""}
    problems = refusal.details.get("problems", {}) if refusal.code == "shape_not_met" else {}
    return {name: WRONG for name in problems if name in NAMES}
