"""What is asked and answered about clients."""

from marshmallow import fields

from services.invoicing.clients.rules import ClientKind
from services.invoicing.events import ClientStanding
from shared.fields import Count, Day, Id, Matching, OneOf, Shape, Text

PAGE = 100
EMAIL = r"([^@\s]{1,64}@[^@\s]{1,190})?"


class RegisterClient(Shape):
    """A client as it is to be invoiced; numbers may be written with dots and blanks."""

    kind = OneOf(*ClientKind, load_default=ClientKind.COMPANY)
    name = Text(required=True)
    country = Matching("[A-Z]{2}", error="Not a country: two capital letters (ISO 3166-1).", required=True)
    enterprise_number = Text(longest=30, shortest=0, load_default="")
    vat_number = Text(longest=30, shortest=0, load_default="")
    street = Text(required=True)
    postcode = Text(required=True, longest=12)
    city = Text(required=True, longest=80)
    email = Matching(EMAIL, error="Not an e-mail address.", load_default="")
    language = OneOf("fr", "nl", "de", "en", required=True)


class CorrectClient(Shape):
    """What is put right of a client; what is not named stays as it is."""

    client_id = Id("cli", required=True)
    kind = OneOf(*ClientKind, load_default=None)
    name = Text(load_default=None)
    country = Matching("[A-Z]{2}", error="Not a country: two capital letters (ISO 3166-1).", load_default=None)
    enterprise_number = Text(longest=30, shortest=0, load_default=None)
    vat_number = Text(longest=30, shortest=0, load_default=None)
    street = Text(load_default=None)
    postcode = Text(longest=12, load_default=None)
    city = Text(longest=80, load_default=None)
    email = Matching(EMAIL, error="Not an e-mail address.", load_default=None)
    language = OneOf("fr", "nl", "de", "en", load_default=None)


class ListClientVersions(Shape):
    """Names a client."""

    client_id = Id("cli", required=True)


class ChangeClientStanding(Shape):
    """How far a client is trusted from now on, and why."""

    client_id = Id("cli", required=True)
    standing = OneOf(*ClientStanding, required=True)
    reason = Text(required=True, longest=1_000)


class ListStandingChanges(Shape):
    """Names a client."""

    client_id = Id("cli", required=True)


class StandingChange(Shape):
    """How far a client was trusted from a day on, and why."""

    standing = fields.String(required=True)
    reason = fields.String(required=True)
    changed_on = Day(required=True)


class ListSimilarClients(Shape):
    """What was typed of a name: three letters at least."""

    name = Text(required=True, shortest=3, longest=100)


class SimilarClient(Shape):
    """A client as somebody is offered who might register them again."""

    client_id = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    country = fields.String(required=True)
    city = fields.String(required=True, attribute="address.city")
    enterprise_number = fields.String(required=True)


class GetClient(Shape):
    """Names a client."""

    client_id = Id("cli", required=True)


class ListClients(Shape):
    """A page of clients."""

    after = Id("cli", load_default="")
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class AddressDetail(Shape):
    """A seat."""

    street = fields.String(required=True)
    postcode = fields.String(required=True)
    city = fields.String(required=True)
    country = fields.String(required=True)


class ClientDetail(Shape):
    """A client."""

    client_id = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    country = fields.String(required=True)
    enterprise_number = fields.String(required=True)
    vat_number = fields.String(required=True)
    address = fields.Nested(AddressDetail, required=True)
    email = fields.String(required=True)
    language = fields.String(required=True)
    version = Count(required=True)
    standing = fields.String(required=True)


class ClientVersion(Shape):
    """What was known of a client, since when, and who recorded it."""

    version = Count(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    country = fields.String(required=True)
    enterprise_number = fields.String(required=True)
    vat_number = fields.String(required=True)
    street = fields.String(required=True)
    postcode = fields.String(required=True)
    city = fields.String(required=True)
    email = fields.String(required=True)
    language = fields.String(required=True)
    recorded_on = Day(required=True)
    recorded_by = fields.String(required=True)
