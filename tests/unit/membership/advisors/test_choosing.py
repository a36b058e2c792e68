"""Who gets the next member, and who may cover."""

from datetime import date
from decimal import Decimal

import pytest

from services.membership.advisors.errors import AdvisorNotActive, CoverAbsent
from services.membership.advisors.rules import (
    Advisor,
    Offers,
    Post,
    Profile,
    Spread,
    assert_active,
    assert_can_cover,
    choose_advisor,
    share_out,
)
from services.membership.sessions.errors import TimesReversed

ADA = Profile(member_id="mbr_1", language="fr", city="Bruxelles", activity="music")
SPREAD = Spread(members_per_advisor=400, specialist_lead=10)
FROM, UNTIL = date(2026, 7, 1), date(2026, 7, 15)


def advisor(name: str, *, members: int = 0, share: str = "1", languages: tuple[str, ...] = ("fr",),
            city: str = "Bruxelles", knows: str = "") -> Advisor:
    return Advisor(id=name, members=members, offers=Offers(
        languages=languages, cities=(city,), specialities=(knows,), working_share=Decimal(share)))


def chosen(*advisors: Advisor) -> str:
    found = choose_advisor(advisors, ADA, SPREAD)
    return found.id if found else ""


def test_the_language_never_gives_way() -> None:
    assert chosen(advisor("nl", languages=("nl",))) == ""


def test_room_comes_before_the_city_and_the_city_before_the_field() -> None:
    assert chosen(advisor("full", members=400), advisor("far", city="Mons", members=399)) == "far"
    assert chosen(advisor("near", members=9), advisor("expert", city="Mons", knows="music")) == "near"
    assert chosen(advisor("light"), advisor("expert", knows="music", members=9)) == "expert"


def test_who_knows_the_field_comes_first_until_they_lead_the_lightest_by_ten_of_a_full_post() -> None:
    light = advisor("a", members=20)
    assert chosen(light, advisor("expert", knows="music", members=29)) == "expert"
    assert chosen(light, advisor("expert", knows="music", members=30)) == "a"
    assert chosen(light, advisor("expert", knows="music", members=15, share="0.5")) == "a"
    assert chosen(advisor("far", city="Mons"), advisor("expert", knows="music", members=30)) == "expert"


def test_of_twenty_four_musicians_the_specialist_gets_fourteen_and_each_of_the_others_five() -> None:
    musicians = [Profile(member_id=f"mbr_{n}", language="fr", city="Bruxelles", activity="music") for n in range(24)]
    given = share_out([advisor("a"), advisor("b"), advisor("expert", knows="music")], musicians, SPREAD)
    names = [chosen.id for _, chosen in given]
    assert [names.count(name) for name in ("a", "b", "expert")] == [5, 5, 14]


def test_half_a_post_carries_half_the_members() -> None:
    assert chosen(advisor("full", members=5), advisor("half", members=3, share="0.5")) == "full"
    assert chosen(advisor("full", members=7), advisor("half", members=3, share="0.5")) == "half"


def test_members_go_to_who_works_here() -> None:
    assert_active("a", [advisor("a")], on=FROM)
    with pytest.raises(AdvisorNotActive):
        assert_active("b", [advisor("a")], on=FROM)


@pytest.mark.parametrize(("cover", "absent", "gone"), [("a", False, None), ("b", True, None), ("b", False, FROM)])
def test_who_covers_is_somebody_else_and_there(cover: str, *, absent: bool, gone: date | None) -> None:
    with pytest.raises(CoverAbsent):
        assert_can_cover(Post(id=cover, number=1, name="", active_until=gone), "a", from_on=FROM, until_on=UNTIL,
                         is_absent=absent)


def test_an_absence_ends_after_it_begins() -> None:
    there = Post(id="b", number=1, name="", active_until=UNTIL)
    assert_can_cover(there, "a", from_on=FROM, until_on=UNTIL, is_absent=False)
    with pytest.raises(TimesReversed):
        assert_can_cover(there, "a", from_on=FROM, until_on=FROM, is_absent=False)


def test_several_members_are_shared_out_as_if_they_came_one_by_one() -> None:
    others = [Profile(member_id=f"mbr_{n}", language="fr", city="Bruxelles", activity="music") for n in range(4)]
    given = share_out([advisor("a"), advisor("b", members=1)], others, SPREAD)
    assert [chosen.id for _, chosen in given] == ["a", "a", "b", "a"]


def test_who_fits_nobody_is_left_and_stops_no_other() -> None:
    alone = Profile(member_id="mbr_2", language="de", city="Eupen", activity="music")
    given = share_out([advisor("a")], [alone, ADA], SPREAD)
    assert [profile.member_id for profile, _ in given] == ["mbr_1"]
