"""What the partner's own payroll is told of an employment: it sends the authorities their notice, and answers here.

`list_declarations` says the same over the broker, and `record_declaration_answer` takes the answer.
"""

import json

from services.payroll.declarations.rules import Form
from shared.outgoing import Document

CHANNEL = "outside_payroll"


def notice(form: Form) -> Document:
    """A notice in ids and days: whom they stand for the partner's payroll knows itself."""
    told = form.declaration
    content = {
        "act": form.act, "declaration_id": told.declaration_id, "order_id": told.order_id, "member_id": told.member_id,
        "contract": form.contract, "starts_on": told.starts_on.isoformat(), "ends_on": told.ends_on.isoformat()}
    return Document(channel=CHANNEL, name=f"{form.act}_{told.declaration_id}.json", media_type="application/json",
                    content=json.dumps(content, sort_keys=True).encode(), about=told.order_id)
