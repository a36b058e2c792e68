"""Shapes and fields: what crosses the bus. Strict on the way in, exact on the way out.

Money is `{"amount": "30.00", "currency": "EUR"}`, days are ISO dates, instants carry their offset, numbers with
decimals are strings. Floats are refused wherever they appear. A `Shape` refuses unknown fields; a `EventShape` (events
of others) ignores them, so that a publisher may add fields without breaking anybody.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, missing, validate

from shared.errors import Refusal
from shared.identifiers import is_id
from shared.money import Money, NotAnAmount, exact

LONGEST_TEXT = 2_000
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)  # no day that people have to do with lies outside
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what XML and databases refuse
_HIDDEN = re.compile(  # invisible, or turning the direction of reading; joiners inside emoji and some scripts may stay
    "[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\uffa0]")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DECIMAL = r"^-?[0-9]{1,15}(\.[0-9]{1,12})?$"
AMOUNT_PATTERN = r"^-?[0-9]{1,13}\.[0-9]{2}$"


class ShapeNotMet(Refusal):
    """What was sent does not have the shape that the service takes; details name each field."""

    sentence = "The request does not have the expected shape: {problems}"

    def __str__(self) -> str:
        return self.sentence.format(problems=" ".join(
            why if field in ("", "_schema") else f"{field if field.isprintable() else ascii(field)}: {why}"
            for field, why in self.details["problems"].items()))


class Shape(Schema):
    """A shape of ours: every field known, every field checked."""

    class Meta:
        unknown = RAISE


class EventShape(Schema):
    """What we rely upon in somebody else's event: further fields are his business."""

    class Meta:
        unknown = EXCLUDE


class Text(fields.String):
    """Text of people: without control characters and without what nobody sees, at most `longest` characters.

    Blank is no text: it is refused, or nothing where `shortest` is 0.
    """

    def __init__(self, *, longest: int = 200, shortest: int = 1, **kwargs: Any) -> None:
        kwargs.setdefault("validate", validate.Length(min=shortest, max=min(longest, LONGEST_TEXT)))
        super().__init__(**kwargs)
        self.shortest = shortest

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if _NOT_TEXT.search(text):
            raise ValidationError("Control characters are not text.")
        if _HIDDEN.search(text):
            raise ValidationError("Invisible characters are not text.")
        if text.strip():
            return text
        if self.shortest:
            raise ValidationError("Blank is not text.")
        return ""


class Matching(Text):
    """Text of one form, whole: with `$` alone a line break could follow, which banks and authorities refuse."""

    def __init__(self, pattern: str, *, error: str = "Not of the expected form.", **kwargs: Any) -> None:
        super().__init__(shortest=0, metadata={"pattern": f"^(?:{pattern})$"}, **kwargs)
        self._form = re.compile(pattern)
        self._error = error

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if not self._form.fullmatch(text):
            raise ValidationError(self._error)
        return text


class Email(Text):
    """An address to which mail can be sent, at most `longest` characters."""

    def __init__(self, *, longest: int = 200, **kwargs: Any) -> None:
        limits = [validate.Length(max=longest), validate.Email()]
        super().__init__(shortest=0, validate=limits, metadata={"format": "email"}, **kwargs)


class FileText(fields.String):
    """A whole file as text, at most `longest` characters: whoever reads it says what is wrong with it."""

    def __init__(self, *, longest: int = 5_000_000, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(1, longest), **kwargs)


class FileBytes(FileText):
    """A whole file as base64, at most `longest` characters; loaded as its bytes."""

    def _deserialize(  # type: ignore[override]  # what travels is text, what is loaded its bytes
        self, value: Any, attr: str | None, data: Any, **kwargs: Any,
    ) -> bytes:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError("Not base64.") from None


class OneOf(fields.String):
    """One of a fixed set of words."""

    def __init__(self, *words: str, **kwargs: Any) -> None:
        super().__init__(validate=validate.OneOf(words), **kwargs)
        self.words = words


class Id(fields.String):
    """An identifier with its prefix, as `mbr_0197...`."""

    def __init__(self, prefix: str, **kwargs: Any) -> None:
        metadata = {"pattern": f"^{prefix}_[0-9a-f]{{32}}$"} | kwargs.pop("metadata", {})
        super().__init__(metadata=metadata, **kwargs)
        self.prefix = prefix

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if not is_id(text, self.prefix):
            raise ValidationError(f"Not an id that starts with {self.prefix}_.")
        return text


class Hex(fields.String):
    """Bytes in small hexadecimal letters: `size` of them, or any number from 1 to 1,024."""

    def __init__(self, size: int | None = None, **kwargs: Any) -> None:
        length = f"{{{size}}}" if size else "{1,1024}"
        super().__init__(validate=validate.Regexp(rf"\A(?:[0-9a-f]{{2}}){length}\Z"), **kwargs)


class Day(fields.Field[date]):
    """A legal day, ISO 8601 (`2026-11-23`), in the centuries that people have to do with."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        try:
            day = date.fromisoformat(value) if isinstance(value, str) and _ISO_DAY.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None or not EARLIEST <= day <= LATEST:
            raise ValidationError("Not a day: write it as 2026-11-23.")
        return day

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value.isoformat()


class Instant(fields.Field[datetime]):
    """A moment with its offset, ISO 8601; naive times are refused."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        try:
            instant = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            instant = None
        if instant is None or instant.utcoffset() is None or not EARLIEST < instant.date() < LATEST:
            raise ValidationError("Not an instant: write it as 2026-11-23T10:00:00+01:00, with its offset.")
        return instant

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value.isoformat()


class Count(fields.Integer):
    """A whole number in a range; text, floats and booleans are refused."""

    def __init__(self, *, least: int = 0, limit: int = 2**31 - 1, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(min=least, max=limit), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if type(value) is not int:
            raise ValidationError("Not a whole number.")
        return value


class Flag(fields.Field[bool]):
    """True or false, nothing that merely looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("Not true or false.")
        return value


class Rate(fields.Field[Decimal]):
    """An exact decimal as text: a rate, a number of hours, a percentage."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if isinstance(value, str) and re.fullmatch(_DECIMAL, value):
            return Decimal(value)
        raise ValidationError("Not an exact decimal: write it as text.")

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else format(exact(value), "f")


class MoneyField(fields.Field[Money]):
    """Money as `{"amount": "30.00", "currency": "EUR"}`; negative only where `signed`, zero unless `positive`."""

    def __init__(self, *, signed: bool = False, positive: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.signed = signed
        self.positive = positive

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Money:
        if not isinstance(value, dict) or set(value) != {"amount", "currency"}:
            raise ValidationError('Not money: write it as {"amount": "30.00", "currency": "EUR"}.')
        amount, currency = value["amount"], value["currency"]
        if not isinstance(amount, str) or not isinstance(currency, str) or not re.fullmatch(_DECIMAL, amount):
            raise ValidationError("Not an exact amount: write it as text.")
        try:
            money = Money.of(amount, currency)
        except NotAnAmount:
            raise ValidationError("Not an amount of whole cents in a currency of three capital letters.") from None
        return self._in_range(money)

    def _in_range(self, money: Money) -> Money:
        if money.cents < 0 and not self.signed:
            raise ValidationError("A negative amount has no meaning here.")
        if money.cents == 0 and self.positive:
            raise ValidationError("An amount of zero has no meaning here.")
        return money

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> dict[str, str] | None:
        return None if value is None else {"amount": value.text, "currency": value.currency}


def load_shape(schema: Schema, data: Mapping[str, Any]) -> dict[str, Any]:
    """Read what was sent, or refuse with `ShapeNotMet` naming each field; values sent are never repeated."""
    try:
        loaded: dict[str, Any] = schema.load(data)
    except ValidationError as error:
        raise ShapeNotMet(problems=_flatten(error.messages)) from None
    return loaded


def _flatten(messages: Any, path: str = "") -> dict[str, str]:
    if isinstance(messages, dict):
        found: dict[str, str] = {}
        for key, inner in messages.items():
            where = str(key)[:60]
            found |= _flatten(inner, f"{path}.{where}" if path and where != "_schema" else where)
        return found
    return {path: " ".join(str(message) for message in messages)}


def dump_exactly(schema: Schema, value: Any) -> Any:
    """Write a value in its shape; a field that the value lacks is a defect of ours, not silently left out."""
    missing = [
        name for name, field in schema.dump_fields.items()
        if field.required and schema.get_attribute(value, field.attribute or name, _MISSING) is _MISSING
    ]
    if missing:
        raise TypeError(f"{type(schema).__name__} cannot be written: {', '.join(missing)} missing")
    return schema.dump(value, many=False)  # a list is written one by one, so that each is checked


def dump_fields(schema: Schema, value: Any) -> Any:
    """What `dump_exactly` writes, for a value of the class from which the shape was derived: in a third of the time."""
    written = {name: field.serialize(name, value, accessor=getattr) for name, field in schema.dump_fields.items()}
    return dump_exactly(schema, value) if missing in written.values() else written


_MISSING = object()
