"""The registration's form: what it asks, and where a refusal of membership is said."""

from services.portal.frame.fields import Field
from services.portal.frame.languages import N_

FIELDS = (
    Field(name="given_name", words=N_("Given name"), fills="given-name"),
    Field(name="family_name", words=N_("Family name"), fills="family-name"),
    Field(name="national_number", words=N_("National number"),
          hint=N_("On the back of your identity card. It is needed to declare and insure you.")),
    Field(name="street", words=N_("Street and number"), fills="street-address"),
    Field(name="postcode", words=N_("Postcode"), fills="postal-code"),
    Field(name="town", words=N_("Town"), fills="address-level2"),
    Field(name="email", words=N_("E-mail"), fills="email", kind="email"),
    Field(name="phone", words=N_("Telephone (if you wish)"), fills="tel", kind="tel", needed=False),
    Field(name="activity", words=N_("What do you do?"),
          hint=N_("In a word or two: illustration, translation, lessons.")),
    Field(name="city", words=N_("Which of our offices is near you?")),
)
AT_FIELD = {"identity_number_wrong": "national_number", "activity_excluded": "activity", "place_unknown": "city",
            "exception_not_possible": "activity"}
