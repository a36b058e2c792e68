"""Payroll's offline commands."""

from click.testing import CliRunner

from services.payroll.cli import commands


def test_every_rule_of_a_day_is_shown_with_its_confidence_and_source() -> None:
    shown = CliRunner().invoke(commands, ["rules", "--on", "2026-11-23"])
    assert shown.exit_code == 0
    (bonus,) = [line for line in shown.output.splitlines() if line.startswith("work_bonus.white")]
    assert "from 2026-09-01" in bonus
    assert "ONSS" in bonus


def test_a_day_that_is_no_day_is_refused() -> None:
    assert CliRunner().invoke(commands, ["rules", "--on", "tomorrow"]).exit_code == 2
