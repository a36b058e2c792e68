"""`sharedco deploy check`: what a choice of services lacks, and whether it can do without."""

import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from shared.bus.dispatch import methods_of
from shared.bus.handling import Handler, handlers_of
from shared.cli.deploying import deploy, missing_tables
from shared.definitions import installed_definitions
from shared.errors import Refusal

HANDLERS = [(name, handler) for name, definition in installed_definitions().items()
            for handler in handlers_of(definition.service).values()]
ALL = "ballot_box,governance,invoicing,membership,payroll"


def check(country: str, services: str) -> tuple[int, list[str]]:
    ran = CliRunner().invoke(deploy, ["check", "--country", country, "--services", services])
    if isinstance(ran.exception, Refusal):
        raise ran.exception
    return ran.exit_code, ran.output.splitlines()


def test_the_whole_house_lacks_nothing_in_belgium() -> None:
    assert check("be", ALL) == (0, [f"{ALL.replace(',', ', ')} can do their work in BE"])


def test_a_subset_is_told_what_to_call_where_a_source_is_not_deployed() -> None:
    code, told = check("BE", "ballot_box,governance")
    assert code == 0
    assert "without  governance: nobody publishes membership.member_admitted; call import_roll instead" in told


def test_what_a_service_only_shows_less_of_is_told_and_is_no_fault() -> None:
    code, told = check("BE", "membership,invoicing")
    assert code == 0
    assert "without  membership: nobody publishes payroll.cover_opened; the advisor's desk does not show it" in told


@pytest.mark.parametrize(("country", "services", "missing"), [
    ("BE", "payroll", "payroll: nobody publishes invoicing.work_completed, and no method takes its place"),
    ("BE", "governance", "governance: goes with ballot_box"),
    ("DE", "membership", "membership: has the parameter payer_account for BE, and not for DE"),
    ("IT", "invoicing", "invoicing: has no tables of IT, only of AT, BE, DE"),
])
def test_what_is_missing_is_named_and_ends_with_exit_code_1(country: str, services: str, missing: str) -> None:
    code, told = check(country, services)
    assert code == 1
    assert f"MISSING  {missing}" in told


def test_a_service_that_is_not_installed_is_refused() -> None:
    with pytest.raises(Refusal, match="No service astrology is installed here"):
        check("BE", "astrology")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    package = f"planted_{uuid.uuid4().hex}"
    for country, parameters in {"be": ("fee", "price"), "de": ("fee",)}.items():
        folder = tmp_path / package / "countries" / country
        folder.mkdir(parents=True)
        rows = (f'[[{name}]]\nvalid_from = 2020-01-01\nvalue = "1"\nsource = "planted"\n' for name in parameters)
        (folder / "tables.toml").write_text("".join(rows))
        (folder / "law.toml").write_text(f'[[own_{country}]]\nvalid_from = 2020-01-01\nvalue = 1\nsource = "planted"\n')
    (tmp_path / package / "__init__.py").write_text("")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    yield package
    sys.modules.pop(package, None)


def test_a_parameter_that_only_another_country_has_is_named_and_not_what_its_own_law_asks(package: str) -> None:
    assert list(missing_tables(package, "DE")) == ["has the parameter price for BE, and not for DE"]
    assert list(missing_tables(package, "BE")) == []
    assert list(missing_tables(package, "FR")) == ["has no tables of FR, only of BE, DE"]


@pytest.mark.parametrize(("service", "handler"), HANDLERS, ids=lambda value: getattr(value, "type", value))
def test_what_is_to_be_called_instead_of_an_event_is_a_method_of_the_service(service: str, handler: Handler) -> None:
    assert set(handler.replaced_by) <= set(methods_of(installed_definitions()[service].service))
