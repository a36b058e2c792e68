"""`sharedco`: every command explains itself, and whatever goes wrong is one sentence and an exit code."""

import getpass
import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg
import pytest

from deploy.local.databases import prepare
from deploy.local.keys import development_keys
from deploy.local.postgres import PostgresServer, fresh_name
from shared import clock
from shared.cli.calling import PAPERS, NoPaper, written
from shared.cli.ids import with_whole_ids
from shared.cli.root import Commands, main, sharedco
from shared.cli.settings import read_file, write_file
from shared.cli.working import await_migrations
from shared.migrations import MigrationRefused
from shared.settings import read_settings

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Said:
    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            main(list(arguments))
            code = 0
        except SystemExit as left:
            code = int(left.code or 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture
def settings(
    tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch,
) -> Iterator[dict[str, str]]:
    keys, prefix = development_keys(tmp_path / "keys"), fresh_name("cli") + "_"
    given = prepare(postgres, ["membership"], prefix=prefix) | {
        "SHAREDCO_ENV": "test", "COUNTRY": "BE", "AMQP_URI": "amqp://guest:guest@127.0.0.1:1/",
        "TOKEN_PUBLIC_KEYS": str(keys.public), "TOKEN_PRIVATE_KEY_FILE": str(keys.private)}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    yield given
    postgres.drop(f"{prefix}membership")


def commands() -> list[str]:
    assert isinstance(sharedco, Commands)
    return sharedco.list_commands(sharedco.make_context("sharedco", ["--help"], resilient_parsing=True))


@pytest.mark.parametrize("name", commands())
def test_every_command_explains_itself(say: Said, name: str) -> None:
    code, out, _ = say(name, "--help")
    assert code == 0
    assert len(out.splitlines()[2].strip()) > 20


def test_the_list_names_every_command_with_its_sentence(say: Said) -> None:
    _, out, _ = say("--help")
    assert all(any(line.strip().startswith(f"{name} ") and len(line.split()) > 3 for line in out.splitlines())
               for name in ("call", "demo", "job", "migrate", "parked", "up", "verify"))


def test_a_missing_setting_is_a_sentence_and_exit_code_2(
    say: Said, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHAREDCO_ENV", raising=False)
    code, out, err = say("migrate")
    assert (code, out) == (2, "")
    assert err.startswith("There are no settings here: work in a checkout where `make up` runs, name its file ")
    monkeypatch.setenv("SHAREDCO_ENV", "development")
    assert say("migrate") == (
        2, "", "The setting COUNTRY is missing: give it, or COUNTRY_FILE with the path of a file.\n")


@pytest.mark.parametrize(("arguments", "told"), [
    (("call", "membership"), "names no method"),
    (("call", "membership.get_member", "{oops"), "must be a JSON object"),
    (("call", "membership.get_member", "[]"), "must be a JSON object"),
    (("job", "do_wonders"), "There is no job do_wonders; there are: "),
    (("migrate", "astrology"), "No service astrology is installed here"),
    (("replay", "--to", "membership", "--from", "governance", "--since", "2026-01-01"), "consumes nothing from"),
    (("call", "membership.get_member", "{}", "--seconds", "1"), "The broker is away"),
    (("tail", "astrology"), "No service astrology is installed here"),
    (("tail", "membership"), "The broker does not answer: 127.0.0.1:1 "),
    (("topology", "membership"), "The broker does not answer: 127.0.0.1:1 "),
])
def test_a_refusal_is_a_sentence_and_exit_code_1(
    say: Said, settings: dict[str, str], arguments: tuple[str, ...], told: str,
) -> None:
    code, _, err = say(*arguments)
    assert code == 1
    assert told in err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("arguments", [
    ("nonsense",), ("job",), ("job", "x", "--on", "yesterday"), ("verify", "--loud"),
])
def test_what_cannot_be_read_is_shown_with_its_usage(say: Said, arguments: tuple[str, ...]) -> None:
    code, _, err = say(*arguments)
    assert code == 2
    assert "Usage: " in err or "Error: " in err


def test_a_fault_of_ours_shows_no_traceback(say: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down() -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("shared.cli.working.here", break_down)
    code, _, err = say("migrate")
    assert code == 1
    assert err.startswith("Something failed on our side (ZeroDivisionError: by nought).")


def test_migrate_makes_the_database_and_says_what_it_did(say: Said, settings: dict[str, str]) -> None:
    code, out, err = say("migrate", "membership")
    assert (code, err) == (0, "")
    assert out.startswith("membership: ")
    assert "applied (shared.bus 0001 " in out
    assert say("migrate", "membership")[1] == "membership: up to date\n"
    with psycopg.connect(settings["DATABASE_URL_MEMBERSHIP"]) as conn, \
            pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute("delete from event_log")


def test_a_changed_migration_is_refused_in_a_sentence(
    say: Said, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise MigrationRefused("membership 0001 changed after it was applied")

    monkeypatch.setattr("shared.cli.working.apply_migrations", refuse)
    assert say("migrate", "membership") == (1, "", "Refused: membership 0001 changed after it was applied.\n")


def test_a_new_version_waits_until_its_migrations_are_done(
    say: Said, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shared.cli.working.await_migrations", partial(await_migrations, seconds=0))
    code, _, err = say("migrate", "--wait", "membership")
    assert code == 1
    assert "membership still lacks shared.bus 0001" in err
    say("migrate", "membership")
    assert say("migrate", "--wait", "membership") == (0, "membership: up to date\n", "")


def test_a_job_a_proof_and_the_parked_messages_of_an_empty_house(say: Said, settings: dict[str, str]) -> None:
    say("migrate", "membership")
    assert say("job", "call_yearly_shares", "--on", clock.now().date().isoformat())[0] == 0
    code, out, _ = say("verify", "membership")
    assert code == 0
    assert "NOT PROVED, DATABASE_URL_INVOICING is not given" in out
    assert "the whole house is not proved" in out.splitlines()[-1]
    assert say("parked", "list", "membership")[1] == "0 parked\n"


def test_a_day_far_from_the_clock_needs_a_second_person(say: Said, settings: dict[str, str]) -> None:
    say("migrate", "membership")
    far = ("job", "call_yearly_shares", "--on", (clock.now().date() + timedelta(days=7)).isoformat())
    assert "(day_too_far)" in say(*far)[2]
    assert "(day_too_far)" in say(*far, "--force", getpass.getuser())[2]
    assert say(*far, "--force", "somebody-else")[0] == 0


def test_what_can_be_called_is_listed_and_explained(say: Said) -> None:
    code, out, _ = say("methods", "membership")
    assert code == 0
    assert "membership.get_member" in out
    code, out, _ = say("explain", "membership.get_member")
    assert code == 0
    assert "member_id" in out
    assert "try: sharedco call membership.get_member '{" in out
    assert "(method_unknown)" in say("explain", "membership.wonder")[2]


def test_the_jobs_are_listed_with_when_and_how_they_went(say: Said, settings: dict[str, str]) -> None:
    say("migrate", "membership")
    code, out, _ = say("jobs", "membership")
    assert code == 0
    line = next(line for line in out.splitlines() if line.startswith("suspend_arrears"))
    assert "after call_yearly_shares" in line
    assert "never" in line


def test_status_names_what_needs_a_person(say: Said, settings: dict[str, str]) -> None:
    say("migrate", "membership")
    code, out, _ = say("status", "membership")
    assert code == 1
    assert "without a broker" in out
    assert out.splitlines()[-1] == "next: look at membership"


def test_help_is_there_without_loading_anything() -> None:
    code = ("import sys, atexit; atexit.register(lambda: print('LOADED', sorted({'kombu', 'psycopg', 'nameko', "
            "'marshmallow', 'structlog', 'rich'} & set(sys.modules)), file=sys.stderr)); "
            "from shared.cli import main; main(['--help'])")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "LOADED []" in ran.stderr


def test_verify_names_a_fault_and_leaves_with_1(
    say: Said, settings: dict[str, str], postgres: PostgresServer,
) -> None:
    say("migrate", "membership")
    with psycopg.connect(settings["DATABASE_URL_MEMBERSHIP"]) as conn:
        conn.execute("insert into aggregates (aggregate, version, digest) values ('mbr_1', 1, 'made up')")
    code, out, _ = say("verify", "membership")
    assert code == 1
    assert "FAULT  membership: the chain of events" in out
    assert "mbr_1" in out


def test_verify_of_the_whole_house_fails_loudly_when_it_is_not_the_whole_house(
    say: Said, settings: dict[str, str],
) -> None:
    say("migrate", "membership")
    code, out, _ = say("verify")
    assert code == 3
    assert "payroll: its own proofs: NOT PROVED, DATABASE_URL_PAYROLL is not given" in out
    assert "all is well" not in out
    assert say("verify", "--part")[0] == 0


def test_who_ever_reported_is_to_be_compared_even_where_its_code_is_not(
    say: Said, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    say("migrate", "membership")
    with psycopg.connect(settings["MIGRATION_URL_MEMBERSHIP"]) as conn:
        conn.execute("insert into consumers values ('library', now(), now())")
    _, out, _ = say("verify", "membership")
    assert "membership: every event consumed exactly once by library: NOT PROVED" in out
    monkeypatch.setenv("DATABASE_URL_LIBRARY", settings["DATABASE_URL_MEMBERSHIP"])
    assert "  ok   membership: every event consumed exactly once by library" in say("verify", "membership")[1]


def test_a_replay_that_could_send_nothing_is_refused(
    say: Said, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    since = ("--since", "2026-01-01", "--dry-run")
    say("migrate", "membership")
    code, out, _ = say("replay", "--to", "payroll", *since)
    assert code == 0
    assert "invoicing: NOT replayed, DATABASE_URL_INVOICING is not given" in out
    assert "membership: 0 events of 0 streams would be sent to payroll" in out
    monkeypatch.delenv("DATABASE_URL_MEMBERSHIP")
    code, _, err = say("replay", "--to", "payroll", *since)
    assert code == 1
    assert "(nothing_to_replay)" in err
    assert "(nobody_hears)" in say("replay", "--to", "payroll", "--from", "governance", *since)[2]


def test_verify_without_any_database_is_a_wrong_setting(say: Said, settings: dict[str, str]) -> None:
    assert say("verify", "payroll")[0] == 2


def test_a_signed_token_names_whom_and_what_for(say: Said, settings: dict[str, str]) -> None:
    code, out, _ = say("token", "--as", "auditor-7", "--role", "auditor", "--purpose", "yearly audit")
    assert code == 0
    assert out.count(".") == 2


def test_without_a_private_key_no_token_is_signed(
    say: Said, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TOKEN_PRIVATE_KEY_FILE")
    code, _, err = say("token", "--as", "somebody")
    assert code == 2
    assert "TOKEN_PRIVATE_KEY_FILE" in err


def test_settings_of_a_stack_are_found_from_below_and_only_their_owner_reads_them(
    say: Said, settings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / ".local" / "stack" / "settings"
    write_file(file, settings)
    assert read_file(file) == settings
    assert file.stat().st_mode & 0o077 == 0
    for name in settings:
        monkeypatch.delenv(name)
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert say("migrate", "membership")[0] == 0


def test_contracts_are_written_without_a_broker(say: Said, tmp_path: Path) -> None:
    code, out, _ = say("contracts", "export", str(tmp_path))
    assert code == 0
    assert "files written" in out
    assert (tmp_path / "membership" / "asyncapi.json").exists()


def test_the_list_of_what_is_parked_is_whole(say: Said, settings: dict[str, str]) -> None:
    say("migrate", "membership")
    with psycopg.connect(settings["DATABASE_URL_MEMBERSHIP"]) as conn:
        conn.execute("""
            insert into parked (source, event_id, type, aggregate, version, attempts, code, error, replayable, headers,
                                content_type, body)
            select 'invoicing', n::text, 'order_signed', '', 0, 1, 'x', 'x', true, '{}', '', ''
            from generate_series(1, 205) n""")
    _, out, _ = say("parked", "list", "membership")
    assert out.endswith("205 parked\n")
    assert len(out.splitlines()) == 207
    _, out, _ = say("parked", "list", "membership", "--causes")
    assert "205" in out.splitlines()[1]
    assert len(say("parked", "list", "membership", "--json")[1].splitlines()) == 205


def test_a_parked_message_is_looked_at_before_anybody_is_asked_and_thrown_away_only_then(
    say: Said, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    say("migrate", "membership")
    with psycopg.connect(settings["DATABASE_URL_MEMBERSHIP"]) as conn:
        conn.execute("""
            insert into parked (source, event_id, type, aggregate, version, attempts, code, error, replayable, headers,
                                content_type, body)
            values ('invoicing', '', 'order_signed', '', 0, 1, 'undecodable', 'x', false, '{}', '', '')""")
    discard = ("parked", "discard", "membership", "1", "--why", "a test")
    assert say(*discard[:3], "7", *discard[4:])[2].startswith("Refused (not_found)")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    code, out, _ = say(*discard)
    assert (code, out.splitlines()[0]) == (
        130, "membership 1: source=invoicing  type=order_signed  code=undecodable")
    assert say(*discard, "--yes")[1] == "message 1 of membership is discarded\n"
    assert say("parked", "list", "membership")[1] == "0 parked\n"


def test_follow_shows_calls_events_and_what_was_set_aside_in_the_order_of_time(
    say: Said, settings: dict[str, str],
) -> None:
    say("migrate", "membership")
    with psycopg.connect(settings["MIGRATION_URL_MEMBERSHIP"]) as conn:
        conn.execute("insert into event_log values (gen_random_uuid(), 'member_admitted', 'mbr_1', 1, '2026-11-23', "
                     "'2026-11-23 10:00:02+00', '', '', '{}', '')")
        for asked, answer in (("accept_registration", '{"member_id": "mbr_1"}'), ("get_other", "{}")):
            conn.execute("insert into rpc_requests values ('desk', %s, 'r', '', %s, '2026-11-23 10:00:01+00')",
                         (asked, answer))
        conn.execute("insert into parked (source, event_id, type, aggregate, version, attempts, code, error, "
                     "replayable, headers, content_type, body, parked_at) values ('invoicing', 'e', 'order_signed', "
                     "'mbr_1', 2, 1, 'unlucky', '', true, '', '', '', '2026-11-23 10:00:03+00')")
    code, out, err = say("follow", "mbr_1")
    assert (code, err) == (0, "")
    assert [line.split()[3:] for line in out.splitlines()[1:-1]] == [
        ["call", "accept_registration", "by", "desk"], ["published", "member_admitted", "#1"],
        ["parked", "invoicing.order_signed", "#2:", "unlucky"]]
    assert say("follow", "2026-00001")[0] == 1


def test_the_beginning_of_an_id_is_enough_where_it_fits_one_thing_only(say: Said, settings: dict[str, str]) -> None:
    say("migrate", "membership")
    one, other = f"mbr_01a2{'0' * 28}", f"mbr_01a3{'0' * 28}"
    with psycopg.connect(settings["MIGRATION_URL_MEMBERSHIP"]) as conn:
        conn.execute("insert into aggregates values (%s, 0, ''), (%s, 0, '')", (one, other))
    assert say("follow", "mbr_01a2")[1].endswith(f"0 entries of {one}\n")
    assert say("follow", "mbr_01a")[0] == 0  # too short to be the beginning of an id: taken as it is
    code, _, err = say("follow", "mbr_01a4")
    assert (code, err) == (1, "Refused (id_unknown): No id begins with mbr_01a4.\n")
    with psycopg.connect(settings["MIGRATION_URL_MEMBERSHIP"]) as conn:
        conn.execute("insert into aggregates values (%s, 0, '')", (f"mbr_01a2{'f' * 28}",))
    assert say("follow", "mbr_01a2")[2].startswith("Refused (id_not_unique): mbr_01a2 is the beginning of 2 ids, ")
    read = read_settings(settings)
    assert with_whole_ids({"member_id": "mbr_01a3", "words": "a", "count": 3}, read) == {
        "member_id": other, "words": "a", "count": 3}


def test_a_paper_of_an_answer_goes_to_a_file_and_only_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    for field in PAPERS:
        assert written({"name": "a", field: "JVBERg=="}, file) == {"name": "a", field: f"written to {file}"}
        assert file.read_bytes() == b"%PDF"
    assert written({"content": '{"a": 1}'}, file) == {"content": f"written to {file}"}
    assert file.read_bytes() == b'{"a": 1}'
    for answer in ({"name": "a"}, ["JVBERg=="], None):
        with pytest.raises(NoPaper):
            written(answer, file)
