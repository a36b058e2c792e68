"""The names under which services meet at the broker.

A renamed queue strands its messages: rename one here only together with a step that empties the old one.
"""

from shared.bus.topology import bindings, exchanges
from shared.definitions import ServiceDefinition, installed_definitions

EXCHANGES = {
    "nameko-rpc": "topic",
    "dead-letters": "fanout",
    "membership.events": "topic",
    "membership.reports": "direct",
    "membership.repeats": "direct",
    "invoicing.events": "topic",
    "invoicing.reports": "direct",
    "invoicing.repeats": "direct",
    "payroll.events": "topic",
    "payroll.reports": "direct",
    "payroll.repeats": "direct",
    "governance.events": "topic",
    "governance.reports": "direct",
    "governance.repeats": "direct",
}
QUEUES = {
    ("dead-letters", "dead-letters", ""),
    ("rpc-membership", "nameko-rpc", "membership.*"),
    ("membership.reports", "membership.reports", "membership"),
    ("rpc-invoicing", "nameko-rpc", "invoicing.*"),
    ("invoicing.reports", "invoicing.reports", "invoicing"),
    ("rpc-payroll", "nameko-rpc", "payroll.*"),
    ("payroll.reports", "payroll.reports", "payroll"),
    ("rpc-governance", "nameko-rpc", "governance.*"),
    ("governance.reports", "governance.reports", "governance"),
    ("membership.hears.invoicing", "invoicing.events", "#"),
    ("membership.hears.invoicing", "invoicing.repeats", "membership"),
    ("membership.hears.membership", "membership.repeats", "membership"),
    ("membership.hears.membership", "membership.events", "#"),  # its desk hears its register
    ("membership.hears.payroll", "payroll.events", "#"),
    ("membership.hears.payroll", "payroll.repeats", "membership"),
    ("membership.hears.payroll", "payroll.events", "#"),
    ("membership.hears.payroll", "payroll.repeats", "membership"),
    ("invoicing.hears.membership", "membership.events", "#"),
    ("invoicing.hears.membership", "membership.repeats", "invoicing"),
    ("invoicing.hears.payroll", "payroll.events", "#"),
    ("invoicing.hears.payroll", "payroll.repeats", "invoicing"),
    ("payroll.hears.membership", "membership.events", "#"),
    ("payroll.hears.membership", "membership.repeats", "payroll"),
    ("payroll.hears.invoicing", "invoicing.events", "#"),
    ("payroll.hears.invoicing", "invoicing.repeats", "payroll"),
    ("governance.hears.membership", "membership.events", "#"),
    ("governance.hears.membership", "membership.repeats", "governance"),
    ("ballot-box", "", ""),
}


def queues(definitions: dict[str, ServiceDefinition]) -> set[tuple[str, str, str]]:
    """Every queue with its exchange and its key."""
    return {(binding.queue, binding.exchange, binding.key) for binding in bindings(definitions)}


def test_exchanges_have_the_names_and_kinds_that_they_always_had() -> None:
    assert exchanges(installed_definitions()) == EXCHANGES


def test_queues_have_the_names_and_bindings_that_they_always_had() -> None:
    assert queues(installed_definitions()) == QUEUES


def test_a_renamed_service_is_noticed() -> None:
    definitions = installed_definitions()
    definitions["wages"] = definitions.pop("payroll")
    assert exchanges(definitions) != EXCHANGES
    assert queues(definitions) != QUEUES


def test_no_queue_drops_a_message_by_age_by_number_or_after_a_few_deliveries() -> None:
    for binding in bindings(installed_definitions()):
        if binding.queue.endswith(".reports"):
            continue  # a lost report is reported again
        assert not {"x-message-ttl", "x-max-length", "x-expires"} & set(binding.arguments)
        assert int(binding.arguments.get("x-delivery-limit", 10**9)) >= 10**6
