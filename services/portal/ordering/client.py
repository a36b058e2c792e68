"""The client of an order form: one whom the cooperative knows, or one who is registered now."""

from services.portal.frame.fields import Field
from services.portal.frame.languages import N_

FIELDS = (
    Field(name="client_name", words=N_("Name, as it stands on their invoices"), fills="organization"),
    Field(name="enterprise_number", words=N_("Enterprise number"), needed=False,
          hint=N_("A company has one; it stands on its website and letters.")),
    Field(name="vat_number", words=N_("VAT number, if they have one"), needed=False),
    Field(name="street", words=N_("Street and number"), fills="street-address"),
    Field(name="postcode", words=N_("Postcode"), fills="postal-code"),
    Field(name="city", words=N_("Town"), fills="address-level2"),
    Field(name="email", words=N_("E-mail of whoever signs for them"), fills="email", kind="email", needed=False,
          hint=N_("The link to sign goes there. Without it, you bring the signed form as a scan.")),
)
AT_FIELD = {"number_not_valid": "enterprise_number", "number_missing": "enterprise_number",
            "numbers_disagree": "vat_number"}
SHORTEST_NAME = 3
