"""Homes: what plumbing finds in a service's rooms."""

import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.bus import handles
from shared.bus.handling import handlers_of
from shared.definitions import ServiceDefinition, definition_of, installed_definitions
from shared.fields import EventShape

SERVICE = '''class Bakery:
    """Bakes."""

    name = "bakery"
    requires_schemas = ("shared.bus", "shared.ledger")
'''
STORE = '''from shared.errors import Refusal
class BreadTwice(Refusal):
    """Once is enough."""
    sentence = "{constraint}"
CONSTRAINTS = {"breads_once": BreadTwice}
'''


@pytest.fixture
def bakery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServiceDefinition]:
    package = f"planted_{uuid.uuid4().hex}"
    (tmp_path / package).mkdir()
    for file, text in {"__init__.py": "", "service.py": SERVICE, "store.py": STORE}.items():
        (tmp_path / package / file).write_text(text)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    service = __import__(f"{package}.service", fromlist=["Bakery"]).Bakery
    yield definition_of(service)
    for name in [name for name in sys.modules if name.startswith(package)]:
        del sys.modules[name]


def test_a_home_knows_its_rooms_and_what_it_stands_on(bakery: ServiceDefinition) -> None:
    assert bakery.name == "bakery"
    assert bakery.migrations == ("shared.bus", "shared.ledger", bakery.package)
    assert "breads_once" in bakery.constraints


def test_a_room_that_is_not_there_holds_nothing(bakery: ServiceDefinition) -> None:
    assert bakery.module("reads") is None
    assert dict(bakery.published) == {}
    assert dict(bakery.jobs) == {}
    assert bakery.checks == []


def test_a_fault_inside_a_room_is_not_taken_for_its_absence(bakery: ServiceDefinition) -> None:
    assert bakery.service.__module__
    folder = Path(sys.modules[bakery.service.__module__].__file__ or "").parent
    (folder / "reads.py").write_text("import a_module_that_nobody_has\n")
    with pytest.raises(ModuleNotFoundError, match="a_module_that_nobody_has"):
        bakery.module("reads")


def test_every_installed_service_answers_under_the_name_of_its_entry_point() -> None:
    assert all(definition.name == name for name, definition in installed_definitions().items())


def test_one_service_hears_one_event_with_one_method() -> None:
    class Twice:
        @handles("invoicing.order_signed", EventShape)
        def on_order_signed(self, tx: object, consumed: object) -> None: ...

        @handles("invoicing.order_signed", EventShape)
        def on_order_signed_again(self, tx: object, consumed: object) -> None: ...

    with pytest.raises(TypeError, match="twice"):
        handlers_of(Twice)
