"""A bis number becomes a national number: the same person, dated, and told to those who know them by it."""

from datetime import date

import pytest

from tests.integration.membership.conftest import Desk, Refused, national_number

TODAY = date(2026, 6, 1)


def bis(serial: int) -> str:
    """A BIS number (Act 15-1-1990 art. 4): born in month 41, of somebody whose sex is known."""
    base = f"804101{serial:03d}"
    return f"{base}{97 - int(base) % 97:02d}"


def change(desk: Desk, member: str, number: str, **changes: str) -> str:
    answer = desk.call("change_person_number", **{
        "member_id": member, "national_number": number, "effective_on": "2026-05-20", "reason": "register entry seen",
        "on": TODAY, **changes})
    found: str = answer["change_id"]
    return found


def test_a_bis_number_becomes_a_national_number_and_each_who_is_to_be_told_stands_in_a_list(desk: Desk) -> None:
    member, new = desk.member(national_number=bis(15)), national_number(81_001)
    made = change(desk, member, new)
    [kept] = desk.call("list_person_numbers", member_id=member, by=member, roles=("member",))
    assert (kept["number_before"], kept["number"], kept["effective_on"]) == (bis(15), new, "2026-05-20")
    to_tell = [row["recipient"] for row in desk.call("list_numbers_to_tell")]
    assert to_tell == ["insurer_of_accidents", "payroll", "social_security", "tax_administration"]
    for recipient in to_tell:
        desk.call("record_number_told", change_id=made, recipient=recipient, on=TODAY)
    assert desk.call("list_numbers_to_tell") == []
    with pytest.raises(Refused, match="nothing_to_tell"):
        desk.call("record_number_told", change_id=made, recipient="payroll", on=TODAY)


def test_nobody_joins_twice_with_the_number_that_they_had_before(desk: Desk) -> None:
    member = desk.member(national_number=bis(17))
    change(desk, member, national_number(81_002))
    with pytest.raises(Refused, match="person_known"):
        desk.register(national_number=bis(17))
    with pytest.raises(Refused, match="person_known"):
        desk.register(national_number=national_number(81_002))


def test_a_number_of_somebody_else_that_cannot_exist_or_changes_nothing_is_refused(desk: Desk) -> None:
    member, other = desk.member(national_number=bis(19)), desk.member(national_number=national_number(81_003))
    assert other
    for number, code in ((national_number(81_003), "person_known"), ("80010100151", "identity_number_wrong"),
                         (bis(19), "number_unchanged")):
        with pytest.raises(Refused, match=code):
            change(desk, member, number)
    with pytest.raises(Refused, match="day_not"):
        change(desk, member, national_number(81_004), effective_on="2026-06-02")
    with pytest.raises(Refused, match="assurance_too_low"):
        change(desk, member, national_number(81_004), assurance="low")
    assert desk.rows("select 1 from person_number_changes") == []
