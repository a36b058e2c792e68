"""Who may open the register, and what of a name enters its chain."""

from datetime import date

import pytest

from services.membership.register.errors import AssuranceTooLow, DayNotOver, PurposeMissing
from services.membership.register.rules import NOBODY, Holder, assert_known_day, assert_may_read

ADA = Holder(given_name="Ada", family_name="Peeters", street="Rue Coenraets 72", postcode="1060", town="Bruxelles",
             country="BE")


def test_direct_access_needs_the_level_and_a_purpose_and_an_extract_a_purpose_only() -> None:
    assert_may_read(assurance="high", needed="high", purpose="audit")
    assert_may_read(assurance="", needed="", purpose="for my bank")
    with pytest.raises(AssuranceTooLow):
        assert_may_read(assurance="substantial", needed="high", purpose="audit")
    for purpose in ("", "  "):
        with pytest.raises(PurposeMissing):
            assert_may_read(assurance="high", needed="high", purpose=purpose)


def test_nothing_is_known_of_tomorrow() -> None:
    assert_known_day(date(2026, 1, 5), today=date(2026, 1, 5))
    with pytest.raises(DayNotOver):
        assert_known_day(date(2026, 1, 6), today=date(2026, 1, 5))


def test_a_name_enters_the_chain_salted_and_an_erased_one_shows_nothing() -> None:
    assert ADA.digest("salt") == ADA.digest("salt") != ADA.digest("pepper")
    assert (ADA.name, ADA.domicile) == ("Ada Peeters", "Rue Coenraets 72, 1060 Bruxelles, BE")
    assert (NOBODY.name, NOBODY.domicile) == ("(erased)", "(erased)")
