"""Members and their activities."""

from datetime import date

from tests.integration.invoicing.driver import MEMBER, Host


def test_only_an_admitted_member_opens_an_activity(host: Host) -> None:
    assert host.refusal("open_activity", member_id=MEMBER, name="Régie")["exc_type"] == "not_admitted"
    host.member()
    opened = host.call("open_activity", member_id=MEMBER, name="Régie", subject=MEMBER, by=("member",))
    assert opened["name"] == "Régie"


def test_a_member_works_until_the_day_he_leaves(host: Host) -> None:
    host.member()
    host.hear("membership.member_left", member_id=MEMBER, left_on="2026-09-02")
    host.call("open_activity", member_id=MEMBER, name="Régie")
    host.on = date(2026, 9, 2)
    assert host.refusal("open_activity", member_id=MEMBER, name="Son")["exc_type"] == "not_admitted"
    host.hear("membership.member_admitted", member_id=MEMBER, admitted_on="2026-09-03")
    host.on = date(2026, 9, 3)
    host.call("open_activity", member_id=MEMBER, name="Son")


def test_where_membership_is_not_deployed_its_members_are_imported(host: Host) -> None:
    assert host.call("import_members", members=[{"member_id": MEMBER, "admitted_on": "2026-01-05"}]) == {"count": 1}
    host.call("open_activity", member_id=MEMBER, name="Régie")


def test_where_membership_is_not_deployed_those_who_left_are_imported_too(host: Host) -> None:
    host.on = date(2026, 9, 2)
    for left_on, refused in (("2026-09-03", False), ("2026-09-02", True)):
        host.call("import_members",
                  members=[{"member_id": MEMBER, "admitted_on": "2026-01-05", "left_on": left_on}])
        if refused:
            assert host.refusal("open_activity", member_id=MEMBER, name="Son")["exc_type"] == "not_admitted"
        else:
            host.call("open_activity", member_id=MEMBER, name="Son")
