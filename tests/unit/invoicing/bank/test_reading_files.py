"""`sharedco bank read`: any bank file, its movements, its balances, whose each reference is."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from services.invoicing.cli import bank as command
from tests.integration.invoicing.bank_files import Moved, camt, coda

MOVED = (Moved(amount="30.00", structured="100000000135"), Moved(amount="1210.00", structured="200000000169"),
         Moved(amount="-600.00", reference="wag" + "0" * 32), Moved(amount="7.00", free="café"))


def read(tmp_path: Path, content: bytes) -> tuple[int, dict[str, Any]]:
    file = tmp_path / "file"
    file.write_bytes(content)
    result = CliRunner().invoke(command, ["read", str(file), "--json", "--country", "BE"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, json.loads(result.output)


@pytest.mark.parametrize(("content", "file_format"), [
    (coda(*MOVED).encode("latin-1"), "coda"), (coda(*MOVED).encode(), "coda"), (camt(*MOVED).encode(), "camt053"),
    (camt(*MOVED).replace("UTF-8", "UTF-16").encode("utf-16"), "camt053")])
def test_movements_balances_and_owners_are_shown_and_no_name_of_others(
    tmp_path: Path, content: bytes, file_format: str,
) -> None:
    code, found = read(tmp_path, content)
    (statement,) = found["statements"]
    assert (code, found["format"], statement["closing"], statement["faults"]) == (0, file_format, "647.00", [])
    assert [one["owner"] for one in statement["movements"]] == ["membership", "invoicing", "payroll", ""]
    assert statement["movements"][3]["communication"] == "café"
    assert "THEATRE" not in json.dumps(found)


def test_a_statement_that_does_not_add_up_is_shown_with_its_fault(tmp_path: Path) -> None:
    code, found = read(tmp_path, camt(*MOVED, closing="1.00").encode())
    assert code == 1
    assert "not the new balance" in found["statements"][0]["faults"][0]


@pytest.mark.parametrize("content", [b"", b"nonsense", b"<Document/>", bytes(range(256)), b"0" * 128])
def test_what_is_no_bank_file_is_said_to_be_none_and_never_a_traceback(tmp_path: Path, content: bytes) -> None:
    code, found = read(tmp_path, content)
    assert (code, list(found)) == (2, ["error"])
