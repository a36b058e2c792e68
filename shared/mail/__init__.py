"""Mail that leaves the house: decided with its cause, sent by SMTP or into a folder, tried again, never lost unseen.

    send_mail(tx, Mail(to="ana@example.org", name="Ana", subject="Welcome", text="...", language="nl",
                       reference="welcome-mbr_1", about="mbr_1"), sender)      # in the transaction that decides it
    deliver_mail(database, transport_from(variables), on=today)               # by a job or a housekeeper, over and over

The mail is an outgoing document (channel `mail`), named by its reference: the same reference and text again is the same
mail. A temporary refusal is tried again after 1, 2, 4 ... minutes, at most 4 hours apart, for five days; a permanent
one, a bounce and a mail that was given up stand in `failed_mail` until a person settles it or has it sent again. A
crash between the server's yes and our record sends a mail twice, with the same Message-ID. Neither names nor addresses
are logged. Its tables stand beside those of `shared.bus` and `shared.outgoing`.
"""

from shared.mail.bounces import Bounce, NotABounce, read_bounce
from shared.mail.message import Enclosure, Mail, MailSender, MailUnsendable
from shared.mail.queue import (
    Delivered,
    deliver_mail,
    failed_mail,
    record_bounce,
    send_again,
    send_mail,
    settle_failure,
    waiting_mail,
)
from shared.mail.transports import FolderTransport, SmtpServer, SmtpTransport, Transport, transport_from

__all__ = [
    "Bounce", "Delivered", "Enclosure", "FolderTransport", "Mail", "MailSender", "MailUnsendable", "NotABounce",
    "SmtpServer", "SmtpTransport", "Transport", "deliver_mail", "failed_mail", "read_bounce", "record_bounce",
    "send_again", "send_mail", "settle_failure", "transport_from", "waiting_mail",
]
