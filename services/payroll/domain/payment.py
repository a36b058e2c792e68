"""What becomes of a wage at the bank: sent, paid, perhaps given back and sent again; never two ways at once."""

from services.payroll.domain.errors import PaidAmountDiffers, WageNotReturned, WageNotSent
from shared.money import Money

PAYMENT_STATES = ("to_send", "nothing_to_pay", "sent", "paid", "returned")


def assert_pays(wage_id: str, state: str, *, paid: Money, net: Money) -> None:
    """The bank may pay, to the cent, a wage that it was asked to pay; also one that it gave back before."""
    _assert_moves(wage_id, state, ("sent", "returned"), moved=paid, net=net)


def assert_gives_back(wage_id: str, state: str, *, returned: Money, net: Money) -> None:
    """The bank gives back, to the cent, only a wage that it paid."""
    _assert_moves(wage_id, state, ("paid",), moved=returned, net=net)


def assert_may_go_again(wage_id: str, state: str) -> None:
    """Only what the bank gave back is sent again: anything else could be paid twice."""
    if state != "returned":
        raise WageNotReturned(wage_id=wage_id, state=state)


def _assert_moves(wage_id: str, state: str, awaited_in: tuple[str, ...], *, moved: Money, net: Money) -> None:
    if state not in awaited_in:
        raise WageNotSent(wage_id=wage_id, state=state)
    if moved != net:
        raise PaidAmountDiffers(wage_id=wage_id, paid=str(moved), net=str(net))
