"""Documents that leave the house: decided with their cause, named for ever, sent by atomic rename, answered later."""

from shared.outgoing.documents import (
    Document,
    answers_to,
    documents_about,
    get_document,
    record_answer,
    send_out,
    take_back,
)
from shared.outgoing.sender import CHECK, send_pending

__all__ = ["CHECK", "Document", "answers_to", "documents_about", "get_document", "record_answer", "send_out",
           "send_pending", "take_back"]
