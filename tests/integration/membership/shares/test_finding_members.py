"""The desk finds members by what people know of themselves; who looked, and what for, is kept."""

import json
from datetime import date
from types import SimpleNamespace
from typing import Any, Self

import pytest
from click.testing import CliRunner

from services.membership import cli
from tests.integration.membership.conftest import Desk, Refused


def found(desk: Desk, **asked: Any) -> list[str]:
    return [row["name"] for row in desk.call("find_members", purpose="a call from the member", **asked)]


def test_members_are_found_by_name_address_number_city_state_and_arrears(desk: Desk) -> None:
    ada = desk.member(given_name="Ada", family_name="Peeters", email="ada@example.org")
    desk.member(given_name="Bo", family_name="100% Maes", email="bo_m@example.org", city="Gent")
    desk.candidate(given_name="Chris", family_name="Nys", email="c@example.org")
    [row] = desk.rows("select number from members where id = %s", ada)
    assert found(desk) == ["Ada Peeters", "Bo 100% Maes", "Chris Nys"]
    assert found(desk, text="peet") == found(desk, text=str(row["number"])) == ["Ada Peeters"]
    assert found(desk, text="100%") == found(desk, text="bo_m@") == found(desk, city="Gent") == ["Bo 100% Maes"]
    assert found(desk, text="%") == ["Bo 100% Maes"]
    assert found(desk, state="candidate") == ["Chris Nys"]
    assert found(desk, in_arrears=True, on=date(2026, 6, 1)) == ["Chris Nys"]
    assert found(desk, after=row["number"]) == ["Bo 100% Maes", "Chris Nys"]
    assert found(desk, text="9" * 40) == []


def test_who_looks_says_what_for_and_leaves_a_trace(desk: Desk) -> None:
    desk.member(family_name="Peeters")
    with pytest.raises(Refused, match="purpose_missing"):
        desk.call("find_members", text="peeters")
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("find_members", roles=("member",), purpose="curious")
    found(desk, text="peeters")
    kept = desk.rows("select rows_read, what from register_reads order by id")
    assert [(row["rows_read"], "refused" in row["what"]) for row in kept] == [(0, True), (0, True), (1, False)]


def test_the_command_finds_and_shows_the_card_of_a_member(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    member = desk.member(given_name="Ada", family_name="Peeters")
    [row] = desk.rows("select number from members where id = %s", member)

    class Line:
        def __init__(self, *_: Any, **__: Any) -> None:
            """Whatever a client takes."""

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            """Nothing is open."""

        def call(self, target: str, **fields: Any) -> Any:
            return desk.call(target.removeprefix("membership."), purpose="on the phone", **fields)

    monkeypatch.setattr(cli, "BusClient", Line)
    monkeypatch.setattr(cli, "here", lambda: SimpleNamespace(amqp_uri=""))
    ran = CliRunner().invoke(cli.member, ["find", "peeters", "--purpose", "x", "--token", "t"])
    head, line, total = (row.split() for row in ran.output.splitlines())
    assert (head[0], line, total) == ("number", [str(row["number"]), "Ada", "Peeters", "Bruxelles", "member", "1", "0"],
                                      ["1", "found."])
    assert cli.commands.commands["find"] is cli.member.commands["find"]
    told = CliRunner().invoke(cli.member, ["find", "peeters", "--purpose", "x", "--token", "t", "--json"])
    assert [one["number"] for one in json.loads(told.output)] == [row["number"]]
    one = CliRunner().invoke(cli.member, ["card", str(row["number"]), "--purpose", "x", "--token", "t", "--json"])
    assert json.loads(one.output)["member"]["shares"] == 1
    shown = CliRunner().invoke(cli.commands, ["card", str(row["number"]), "--purpose", "x", "--token", "t"])
    assert (shown.exit_code, "Rue Coenraets 72" in shown.output, "1 shares, votes" in shown.output) == (0, True, True)
    nobody = CliRunner().invoke(cli.commands, ["card", "99999", "--purpose", "x", "--token", "t"])
    assert (nobody.exit_code, nobody.output) == (1, "There is no member 99999.\n")
