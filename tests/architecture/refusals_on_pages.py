"""Which refusals can reach a page: every method that a page calls, followed through the code, which is only read.

    python -m tests.architecture.refusals_on_pages        the codes, and which of them have no sentence

From the method of the service to every function that it names (as `walks` does), through what a country decides; of
each place the refusals that it names, and those into which its store turns a broken constraint.
"""

import ast
import importlib
import re
import sys
from collections.abc import Iterable
from functools import cache

from services.portal.frame.refusals import AWAY_CODES, NOT_HERE_CODES, SENTENCES
from shared.errors import Refusal, snake_case
from tests.architecture import walks
from tests.architecture.walks import ROOT, Code, Place

SERVICES = ("membership", "invoicing", "payroll", "governance")
NOT_FROM_A_PAGE = {  # why no reader meets them, though the code that they stand in is reached
    "The books of a service are written by the service: a breach is a fault of ours, with a reference to quote.": (
        "document_booked_before", "entry_not_balanced", "floor_reached", "part_invoiced", "invoice_empty"),
    "Another method of the same capability meets this constraint of its store.": (
        "annulled_before", "budget_received_before", "called_this_year", "employer_known_before", "grant_recorded",
        "holding_too_small", "order_known_before", "payment_known", "payment_reversed_before", "transfer_to_oneself",
        "year_closed", "referred_before", "attached_before", "hours_full", "hours_taken", "appointment_at_once",
        "facilitator_elected"),
    "The page does not ask for it: it sends no such field, or one that it chose itself.": (
        "closer_key_unsafe", "closers_too_few", "college_without_members", "sealing_keys_mixed", "sealing_unsafe",
        "strategy_unknown",
        "language_unknown", "yearly_file_not_known", "day_not_over", "takes_no_payments", "price_in_other_money",
        "act_before_its_cause", "days_of_the_desk", "known_before_it_happened"),
    "Governance has just approved it, in the same transaction.": ("approval_missing", "used_already"),
    "Payroll has just listed the order that is named.": ("order_unknown",),
    "The clock of a machine, or its settings: the operator's.": ("numbers_go_forward", "keys_unreadable"),
}
_TARGET = re.compile(r"(membership|invoicing|payroll|governance)\.([a-z_]+)")


def methods_of_pages() -> dict[str, set[str]]:
    """The methods that pages name, by service: whole, or as a bare word beside a template such as `invoicing.{...}`."""
    found: dict[str, set[str]] = {service: set() for service in SERVICES}
    for file in sorted((ROOT / "services" / "portal").rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        texts = [node.value for node in ast.walk(tree)
                 if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        for service, method in (match.groups() for text in texts if (match := _TARGET.fullmatch(text))):
            found[service].add(method)
        for service in {text.removesuffix(".") for text in texts} & set(SERVICES):
            found[service] |= {text for text in texts for place in code_of(service).methods.get(text, [])
                               if walks._is_marked(place.node)}
    return found


def refusals_of(service: str, method: str) -> dict[str, type[Refusal]]:
    """The refusals that a method can come to, by code: those that it names on its way, and those of constraints."""
    places = places_from(service, next(place for place in code_of(service).methods[method]
                                       if walks._is_marked(place.node)))
    found = [refusal for module in {place.module for place in places} for refusal in _constraints(module)]
    return named_at(places) | {refusal.named or snake_case(refusal.__name__): refusal for refusal in found}


def named_at(places: Iterable[Place]) -> dict[str, type[Refusal]]:
    """The refusals that places name, by code."""
    return {refusal.named or snake_case(refusal.__name__): refusal
            for place in places for refusal in _refusals_at(place)}


def places_from(service: str, begin: Place) -> list[Place]:
    """Everything of a service to which a place leads."""
    places, waiting = {id(begin.node): begin}, [begin]
    while waiting:
        for place in _named_by(service, waiting.pop()):
            if id(place.node) not in places:
                places[id(place.node)] = place
                waiting.append(place)
    return list(places.values())


def code_of(service: str) -> Code:
    """The code of a service."""
    return walks.read(ROOT, service)


@cache
def _named_by(service: str, place: Place) -> list[Place]:
    """Where a reader goes on from a place: what it names, and every country's answer where it asks `law(tx)`."""
    code, found = code_of(service), []
    for node in walks._expressions(place.node):
        found += [target] if (target := code.named_by(node, place)) else []
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call) \
                and ast.unparse(node.value.func).endswith("law"):
            found += [one for one in code.methods.get(node.attr, []) if ".countries." in one.module]
    return found


@cache
def _refusals_at(place: Place) -> list[type[Refusal]]:
    """The refusals that a place names, but for those that it catches."""
    caught = {name.id for node in ast.walk(place.node) if isinstance(node, ast.ExceptHandler) and node.type
              for name in ast.walk(node.type) if isinstance(name, ast.Name)}
    module = importlib.import_module(place.module)
    names = {node.id for node in ast.walk(place.node) if isinstance(node, ast.Name)} - caught
    things = [getattr(module, name, None) for name in names]
    return [thing for thing in things
            if isinstance(thing, type) and issubclass(thing, Refusal) and thing is not Refusal]


@cache
def _constraints(module: str) -> list[type[Refusal]]:
    """What a store makes of broken constraints."""
    found: dict[str, type[Refusal]] = getattr(importlib.import_module(module), "CONSTRAINTS", {})
    return list(found.values())


def without_sentence() -> dict[str, set[str]]:
    """The codes without a sentence, each with the methods that can come to it."""
    known = SENTENCES.keys() | AWAY_CODES | NOT_HERE_CODES
    found: dict[str, set[str]] = {}
    for service, methods in methods_of_pages().items():
        for method in sorted(methods):
            for code in refusals_of(service, method).keys() - known:
                found.setdefault(code, set()).add(f"{service}.{method}")
    return found


if __name__ == "__main__":
    for code, methods in sorted(without_sentence().items()):
        print(code, *sorted(methods))  # noqa: T201 - its purpose
    sys.exit(0)
