"""What is refused about certificates of cover."""

from shared.errors import Refusal


class NothingCovered(Refusal):
    """Only what is insured is certified: no cover, no certificate."""

    sentence = "Order {order_id} has no cover: its declaration must be accepted before a certificate can be issued."


class CertificateNotPrinted(Refusal):
    """The paper is made by the job `print_certificates` in the minutes after, never by a service."""

    sentence = "Certificate {number} is issued; its paper is printed within minutes. Ask again then."
    named = "paper_not_ready"
    retryable = True
