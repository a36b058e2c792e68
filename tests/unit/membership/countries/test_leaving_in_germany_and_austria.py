"""Germany and Austria: leaving with the financial year, each side of the notice; what is known to end a membership."""

from datetime import date

import pytest

from services.membership.countries.at import LAW as AUSTRIA
from services.membership.countries.at.words import letter_words_of as austrian_words_of
from services.membership.countries.de import LAW as GERMANY
from services.membership.countries.de.leaving import end_of_year, room_for_distribution, worth_of
from services.membership.countries.de.references import names_shares, number_of_reference, printed, reference_of
from services.membership.countries.de.words import letter_words_of
from services.membership.events import LeavingReason
from services.membership.exits.errors import CauseDoesNotEnd
from services.membership.letters.documents import letter_words
from services.membership.letters.rules import LetterKind
from services.membership.payouts.errors import NetAssetsUnknown
from services.membership.payouts.rules import NetAssets, Room
from shared.countries import load_tables
from shared.errors import ParameterMissing
from shared.money import Money

DE, AT = (load_tables("services.membership", code) for code in ("DE", "AT"))
YEARS_END = date(2027, 12, 31)


@pytest.mark.parametrize(("on", "ends_on"), [
    (date(2027, 1, 1), YEARS_END), (date(2027, 9, 30), YEARS_END), (date(2027, 10, 1), date(2028, 12, 31))])
def test_in_germany_three_months_before_the_years_end(on: date, ends_on: date) -> None:
    assert GERMANY.resignation_takes_effect(DE, on=on, founder=True) == ends_on


@pytest.mark.parametrize(("on", "ends_on"), [
    (date(2027, 12, 3), YEARS_END), (date(2027, 12, 4), date(2028, 12, 31))])
def test_in_austria_four_weeks_before_it(on: date, ends_on: date) -> None:
    assert AUSTRIA.resignation_takes_effect(AT, on=on, founder=False) == ends_on


def test_a_year_that_begins_in_july_ends_in_june() -> None:
    assert end_of_year(date(2027, 6, 30), first_month=7) == date(2027, 6, 30)
    assert end_of_year(date(2027, 7, 1), first_month=7) == date(2028, 6, 30)


def test_heirs_are_members_to_the_years_end_in_germany_and_not_in_austria() -> None:
    died = date(2027, 5, 2)
    assert GERMANY.membership_ends_on(DE, LeavingReason.DEATH, on=died) == YEARS_END
    assert GERMANY.membership_ends_on(DE, LeavingReason.EXCLUSION, on=died) == YEARS_END
    assert AUSTRIA.membership_ends_on(AT, LeavingReason.DEATH, on=died) == died


@pytest.mark.parametrize("cause", [LeavingReason.BANKRUPTCY, LeavingReason.INCAPACITY])
def test_what_nobody_found_to_end_a_membership_is_refused(cause: LeavingReason) -> None:
    for law, tables in ((GERMANY, DE), (AUSTRIA, AT)):
        with pytest.raises(CauseDoesNotEnd):
            law.membership_ends_on(tables, cause, on=date(2027, 5, 2))


def test_what_is_not_known_is_refused_by_its_name() -> None:
    assert GERMANY.exit_paid_by(DE, effective_on=YEARS_END) == date(2028, 6, 30)
    with pytest.raises(ParameterMissing, match="exit_payment_months"):
        AUSTRIA.exit_paid_by(AT, effective_on=YEARS_END)
    for law, tables in ((GERMANY, DE), (AUSTRIA, AT)):
        with pytest.raises(ParameterMissing, match="exclusion_answer_months"):
            law.exclusion_answered_by(tables, notified_on=YEARS_END)


def accounts(as_of: date = YEARS_END, net: int = 100_00, shares: int = 10) -> NetAssets:
    return NetAssets(id="nas_1", as_of=as_of, net=Money(net), unavailable=Money(40_00), shares=shares)


def test_shares_are_worth_what_the_balance_of_their_last_day_says_and_nothing_before_it_is_approved() -> None:
    for missing in (None, accounts(as_of=date(2026, 12, 31))):
        with pytest.raises(NetAssetsUnknown):
            worth_of(shares=1, paid_in=Money(50_00), accounts=missing, effective_on=YEARS_END)
    worth = [worth_of(shares=1, paid_in=Money(50_00), accounts=accounts(net=net), effective_on=YEARS_END).amount.cents
             for net in (600_00, 500_00, 499_99, -1)]
    assert worth == [50_00, 50_00, 49_99, 0]


def test_what_the_statutes_keep_is_not_paid_out() -> None:
    assert room_for_distribution(statement=None, paid_since_statement=Money(0)) == Room(
        amount=Money(0), bound_by="net_assets_unknown")
    assert room_for_distribution(statement=accounts(), paid_since_statement=Money(15_00)).amount == Money(45_00)
    assert room_for_distribution(statement=accounts(), paid_since_statement=Money(75_00)).amount == Money(0)


def test_a_reference_is_checked_printed_in_fours_and_read_back() -> None:
    reference = reference_of(1)
    assert (reference[4:], printed(reference)) == ("M000000001", f"{reference[:4]} M000 0000 01")
    assert number_of_reference(reference) == 1
    mistyped = reference[:-1] + "2"
    assert (names_shares(mistyped), number_of_reference(mistyped)) == (True, None)
    assert not names_shares("RF18539007547034")


def test_nobody_is_asked_for_a_number_and_a_provider_names_people_in_its_own_way() -> None:
    assert GERMANY.person_number(DE, "", on=YEARS_END) == ""
    assert GERMANY.person_number(DE, "12 345 678 903", on=YEARS_END) is None
    said = {GERMANY.identified_person(DE, "x1", provider=provider, on=YEARS_END) for provider in ("eid", "bank")}
    assert said == {"eid/x1", "bank/x1"}
    assert GERMANY.identified_person(DE, "", provider="eid", on=YEARS_END) is None


@pytest.mark.parametrize("language", ["de", "en", "fr", "nl"])
def test_every_letter_has_its_words_and_none_names_the_law_of_another_country(language: str) -> None:
    for own in (letter_words_of(language), austrian_words_of(language)):
        words = letter_words(language, own)
        assert {*LetterKind} <= set(words)
        text = " ".join(sentence for section in words.values() for sentence in section.values())
        assert "6:1" not in text
    assert "65" in letter_words_of(language)[LetterKind.RESIGNATION]["text"]
    assert "77" in austrian_words_of(language)[LetterKind.RESIGNATION]["text"]


def test_each_has_its_own_holidays() -> None:
    assert date(2027, 10, 3) in GERMANY.holidays(2027)
    assert date(2027, 10, 26) in AUSTRIA.holidays(2027)
    assert date(2027, 10, 26) not in GERMANY.holidays(2027)
