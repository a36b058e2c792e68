"""The questions of a form, and how what a service refuses is said at its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.portal.frame.languages import N_
from shared.errors import Refusal

MISSING = N_("Please fill this in.")
WRONG = N_("Please look at this again: it is not as it should be.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A question: its name on the wire, its words, what the browser may fill in, and whether it must be answered."""

    name: str
    words: str
    fills: str = "off"
    kind: str = "text"
    needed: bool = True
    hint: str = ""


def read_answers(fields: Sequence[Field], form: Mapping[str, str]) -> dict[str, str]:
    """What was written, without the blanks around it."""
    return {field.name: form.get(field.name, "").strip() for field in fields}


def missing(fields: Sequence[Field], answers: Mapping[str, str]) -> dict[str, str]:
    """The questions that must be answered and were not."""
    return {field.name: MISSING for field in fields if field.needed and not answers[field.name]}


def faults_of(refusal: Refusal, fields: Sequence[Field], at_field: Mapping[str, str]) -> dict[str, str]:
    """What a service refuses, at its field where it names one (no words: the refusal's own); else empty."""
    if refusal.code in at_field:
        return {at_field[refusal.code]: ""}
    problems = refusal.details.get("problems", {}) if refusal.code == "shape_not_met" else {}
    return {field.name: WRONG for field in fields if field.name in problems}
