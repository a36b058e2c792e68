"""Logs: one constant event per line, ids as fields, and nobody's name, account or key."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from shared.logs import BLANK, SpeaksOfPeople, configure_logs, without_personal_data


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Logging is the process's own: leave it as it was found."""
    root, handlers, level = logging.getLogger(), logging.getLogger().handlers[:], logging.getLogger().level
    before = structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)


def fail() -> None:
    try:
        raise KeyError("BE71096123456769")  # noqa: TRY301 - the cause of the next
    except KeyError as error:
        raise ValueError("Jeanne owes 30 EUR") from error


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def configured(environment: str) -> tuple[Any, io.StringIO]:
    out = io.StringIO()
    configure_logs(environment, stream=out)
    return structlog.get_logger(), out


def test_a_line_of_production_is_json_with_an_instant_in_utc() -> None:
    log, out = configured("production")
    log.info("member_admitted", member_id="mbr_1", count=3)
    line, = lines(out)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "member_admitted", "level": "info", "member_id": "mbr_1", "count": 3}


@pytest.mark.parametrize("key", ["name", "last_name", "iban", "auth_token", "niss", "body", "kwargs", "EMAIL"])
def test_a_field_that_speaks_of_people_or_secrets_is_blanked_in_production_and_refused_in_tests(key: str) -> None:
    log, out = configured("production")
    log.info("member_admitted", **{key: "Jeanne"})
    assert lines(out)[0][key] == BLANK
    log, _ = configured("test")
    with pytest.raises(SpeaksOfPeople):
        log.info("member_admitted", **{key: "Jeanne"})


def test_an_event_that_is_a_sentence_is_refused_in_tests() -> None:
    log, _ = configured("test")
    with pytest.raises(SpeaksOfPeople):
        log.info("Member Jeanne was admitted")


@pytest.mark.parametrize("text", [
    "BE71096123456769", "BE71 0961 2345 6769", "to NL91ABNA0417164300 today", "85.07.30-033.28",
    "eyJhbGci.eyJzdWIi.c2ln",
])
def test_what_looks_like_an_account_a_national_number_or_a_token_is_blanked_in_any_value(text: str) -> None:
    assert BLANK in without_personal_data(text)
    assert BLANK in str(without_personal_data({"deep": [text, ("x", text)]}))


@pytest.mark.parametrize("text", [
    "mbr_018f0000000070008000000000000001", "2026-11-23", "INV-2026/000001", "payroll 3.14",
])
def test_ids_days_and_figures_stay(text: str) -> None:
    assert without_personal_data(text) == text


def test_a_failure_keeps_its_frames_and_in_production_loses_its_text() -> None:
    log, out = configured("production")
    try:
        fail()
    except ValueError:
        log.exception("call_failed", correlation="c")
    failure = lines(out)[0]["failure"]
    assert failure["type"] == "builtins.ValueError"
    assert failure["cause"]["type"] == "builtins.KeyError"
    assert failure["frames"][-1].endswith("test_logs.py:30 fail")
    assert "Jeanne" not in out.getvalue()
    assert "BE71" not in out.getvalue()


def test_in_development_a_failure_has_its_text() -> None:
    log, out = configured("development")
    try:
        fail()
    except ValueError:
        log.exception("call_failed")
    assert "Jeanne owes 30 EUR" in out.getvalue()


def test_a_library_s_warning_keeps_its_text_and_loses_its_arguments() -> None:
    _, out = configured("production")
    logging.getLogger("kombu.mixins").warning("cannot decode %r", b"Jeanne")
    logging.getLogger("kombu.mixins").info("not said at all")
    line, = lines(out)
    assert (line["event"], line["library"]) == ("cannot decode %r", "kombu.mixins")
    assert "Jeanne" not in out.getvalue()
