"""`sharedco logs`: the last lines of the stack's processes."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.local import stack
from deploy.local.commands import logs


def test_the_last_lines_of_the_processes_that_are_named_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stack, "LOCAL", tmp_path)
    folder = tmp_path / "stack" / "logs"
    folder.mkdir(parents=True)
    (folder / "payroll.log").write_text("".join(f"line {n}\n" for n in range(100)), encoding="utf-8")
    (folder / "payroll-relay.log").write_bytes(b"\xff broken\n")
    run = CliRunner()
    assert run.invoke(logs, ["payroll", "--lines", "2"]).output == "== payroll\nline 98\nline 99\n"
    assert run.invoke(logs, []).output.startswith("== payroll\nline 60\n")
    assert "== payroll-relay\n\ufffd broken\n" in run.invoke(logs, []).output
    assert run.invoke(logs, ["payroll", "--path"]).output == f"{folder / 'payroll.log'}\n"
    refused = run.invoke(logs, ["payrol"])
    assert refused.exit_code == 2
    assert "payrol has no log here; there are payroll, payroll-relay." in refused.output
