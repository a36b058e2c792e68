"""Changes of a person's number."""

from services.membership.person_numbers.errors import NumberUnchanged


def assert_changes(before: str, number: str) -> None:
    """A change changes something."""
    if before == number:
        raise NumberUnchanged
