"""Text that ends in a file for the bank, which knows the letters of the latin alphabet and no others.

Apart from the other fields, because only who writes such files installs the tables of letters.
"""

from typing import Any

from marshmallow import ValidationError
from text_unidecode import unidecode  # type: ignore[import-untyped]

from shared.fields import Text


class Latin(Text):
    """Text of which something is left in latin letters: banks refuse a file with one empty name whole."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if not unidecode(text).strip():
            raise ValidationError("Banks have no letters for this: write it in latin ones.")
        return text
