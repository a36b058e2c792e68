"""What others read of a member is what the member wrote."""

from services.membership.directory.rules import Listing


def test_a_listing_is_the_members_own_words() -> None:
    words = {"city": "Gent", "trade": "light", "offers": "lamps", "reached_by": "at the office"}
    assert [getattr(Listing(**words), name) for name in words] == list(words.values())
