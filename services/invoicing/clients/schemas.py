"""What is asked and answered about clients."""

from marshmallow import fields

from shared.fields import Count, Id, Matching, OneOf, Shape, Text

PAGE = 100
EMAIL = r"([^@\s]{1,64}@[^@\s]{1,190})?"


class RegisterClient(Shape):
    """A company as it is to be invoiced; numbers may be written with dots and blanks."""

    kind = OneOf("company", load_default="company")
    name = Text(required=True)
    country = Matching("[A-Z]{2}", error="Not a country: two capital letters (ISO 3166-1).", required=True)
    enterprise_number = Text(longest=30, shortest=0, load_default="")
    vat_number = Text(longest=30, shortest=0, load_default="")
    street = Text(required=True)
    postcode = Text(required=True, longest=12)
    city = Text(required=True, longest=80)
    email = Matching(EMAIL, error="Not an e-mail address.", load_default="")
    language = OneOf("fr", "nl", "de", "en", required=True)


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
