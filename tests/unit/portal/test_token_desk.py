"""The token desk: what it takes for a login, what it gives, and for how long."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from starlette.testclient import TestClient

from services.portal.token_desk.app import desk_app
from services.portal.token_desk.directory import Directory
from services.portal.token_desk.exchange import DEVELOPMENT, GRANT, ID_TOKEN, RENEWAL, VISITOR, Desk, LoginNotAccepted
from shared.auth import Tokens, new_key
from shared.identifiers import new_id

SECRET = "s" * 32
PRIVATE, PUBLIC = new_key()
AMINA = {"login": "amina", "subject": "mbr_1", "name": "Amina", "language": "fr",
         "grants": [{"role": "member", "from_on": "2020-01-01", "until_on": None},
                    {"role": "board", "from_on": "2020-01-01", "until_on": "2020-12-31"}]}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    file = tmp_path / "people.json"
    file.write_text(json.dumps([AMINA]), encoding="utf-8")
    return file


def _desk(directory: Path, *, development: bool = True, **parts: Any) -> Desk:
    return Desk(private_key=PRIVATE, public_key=PUBLIC, key_id="k", country="BE", zone="Europe/Brussels",
                directory=Directory(directory), read_id_token=parts.get("read_id_token"), development=development)


def _swap(desk: Desk, token: str, kind: str, now: datetime | None = None) -> dict[str, Any]:
    return desk.swap(subject_token=token, kind=kind, now=now or datetime.now(UTC))


def test_a_login_becomes_a_house_token_of_five_minutes(directory: Path) -> None:
    answer = _swap(_desk(directory), "amina", DEVELOPMENT)
    caller = Tokens({"k": PUBLIC}, "BE").caller(answer["access_token"])
    assert (caller.subject, caller.roles) == ("mbr_1", {"member"})
    assert answer["expires_in"] == 300
    claims = jwt.decode(answer["access_token"], options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == 300


def test_how_strongly_the_provider_identified_somebody_is_in_the_token_and_in_every_renewal(directory: Path) -> None:
    for told, level in (({"sub": "amina", "acr": "high"}, "high"), ({"sub": "amina"}, "")):
        desk = _desk(directory, development=False, read_id_token=lambda _token, told=told: told)
        first = _swap(desk, "id", ID_TOKEN)
        again = _swap(desk, first["refresh_token"], RENEWAL)
        assert [Tokens({"k": PUBLIC}, "BE").caller(answer["access_token"]).assurance for answer in (first, again)] == [
            level, level]


def test_a_role_whose_time_is_over_is_not_given(directory: Path) -> None:
    assert _swap(_desk(directory), "amina", DEVELOPMENT)["roles"] == ["member"]


def test_a_renewal_brings_the_next_token_until_the_session_must_end(directory: Path) -> None:
    desk = _desk(directory)
    renewal = _swap(desk, "amina", DEVELOPMENT)["refresh_token"]
    assert _swap(desk, renewal, RENEWAL)["subject"] == "mbr_1"
    old = _swap(desk, "amina", DEVELOPMENT, datetime.now(UTC) - timedelta(hours=12, seconds=1))["refresh_token"]
    with pytest.raises(LoginNotAccepted):
        _swap(desk, old, RENEWAL)


def test_a_grant_that_was_taken_away_ends_with_the_next_swap(directory: Path) -> None:
    desk = _desk(directory)
    renewal = _swap(desk, "amina", DEVELOPMENT)["refresh_token"]
    directory.write_text(json.dumps([{**AMINA, "grants": []}]), encoding="utf-8")
    os.utime(directory, ns=(1, 1))
    with pytest.raises(LoginNotAccepted):
        _swap(desk, renewal, RENEWAL)


def test_a_house_token_is_no_renewal(directory: Path) -> None:
    desk = _desk(directory)
    with pytest.raises(LoginNotAccepted):
        _swap(desk, _swap(desk, "amina", DEVELOPMENT)["access_token"], RENEWAL)


def test_a_renewal_is_no_house_token(directory: Path) -> None:
    renewal = _swap(_desk(directory), "amina", DEVELOPMENT)["refresh_token"]
    with pytest.raises(Exception, match="not accepted"):
        Tokens({"": PUBLIC, "k": PUBLIC}, "BE").caller(renewal)


def test_nobody_is_played_in_production(directory: Path) -> None:
    with pytest.raises(LoginNotAccepted):
        _swap(_desk(directory, development=False), "amina", DEVELOPMENT)


def test_the_providers_word_is_taken_where_there_is_a_provider(directory: Path) -> None:
    with pytest.raises(LoginNotAccepted):
        _swap(_desk(directory), "id token", ID_TOKEN)
    desk = _desk(directory, read_id_token=lambda token: {"sub": "amina"} if token == "id token" else {})
    assert _swap(desk, "id token", ID_TOKEN)["subject"] == "mbr_1"


def test_the_visitor_gets_a_token_that_names_nobody(directory: Path) -> None:
    caller = Tokens({"k": PUBLIC}, "BE").caller(_swap(_desk(directory), "", VISITOR)["access_token"])
    assert (caller.subject, caller.roles) == ("visitor", {"visitor"})


def test_only_the_portal_may_swap(directory: Path) -> None:
    client = TestClient(desk_app(_desk(directory), SECRET))
    fields = {"grant_type": GRANT, "subject_token": "amina", "subject_token_type": DEVELOPMENT}
    assert client.post("/token", data=fields).status_code == 401
    assert client.post("/token", data=fields, auth=("portal", "wrong")).status_code == 401
    assert client.post("/token", data=fields, auth=("portal", SECRET)).json()["subject"] == "mbr_1"
    assert client.post("/token", data={**fields, "grant_type": "password"}, auth=("portal", SECRET)).status_code == 400
    assert client.get("/people").status_code == 404


def test_the_list_of_people_is_there_in_development_only(directory: Path) -> None:
    opened = TestClient(desk_app(_desk(directory), SECRET)).get("/people", auth=("portal", SECRET))
    assert [person["login"] for person in opened.json()] == ["amina"]
    closed = TestClient(desk_app(_desk(directory, development=False), SECRET)).get("/people", auth=("portal", SECRET))
    assert closed.status_code == 404


def test_an_advisor_gets_a_token_that_reads_what_a_member_may_read_and_names_both(directory: Path) -> None:
    claire = {**AMINA, "login": "claire", "subject": "emp-claire",
              "grants": [{"role": "advisor", "from_on": "2020-01-01", "until_on": None}]}
    directory.write_text(json.dumps([AMINA, claire]), encoding="utf-8")
    desk, member = _desk(directory), new_id("mbr")
    given = desk.swap(subject_token="claire", kind=DEVELOPMENT, now=datetime.now(UTC), on_behalf=member)
    caller = Tokens({"k": PUBLIC}, "BE").caller(given["access_token"])
    assert (caller.subject, caller.roles, caller.acting) == (member, {"member"}, "emp-claire")
    assert "refresh_token" not in given
    for who, whose in (("amina", member), ("claire", "person-clerk"), ("claire", "mbr_1")):
        with pytest.raises(LoginNotAccepted):
            desk.swap(subject_token=who, kind=DEVELOPMENT, now=datetime.now(UTC), on_behalf=whose)
