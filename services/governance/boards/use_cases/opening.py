"""Handing in shares, and opening ballots with them."""

from services.governance.ballots.use_cases.sealing import opens
from services.governance.boards import reads, store
from services.governance.boards.errors import SealNotOpened
from services.governance.boards.rules import shares as rules
from services.governance.boards.rules.shares import Handing
from services.governance.boards.use_cases import counting
from services.governance.polls.rules.poll import sealing_of
from services.governance.polls.use_cases.answers import lock_poll
from shared.postgres import Tx


def hand_in_share(tx: Tx, *, poll_id: str, share: str) -> Handing:
    """A scrutineer's share of the sealing key, after the close: with enough of them the ballots are opened and counted.

    When enough are here the key is published with the board: everybody can open every ballot, and count.
    """
    poll = lock_poll(tx, poll_id)
    sealing = sealing_of(poll)
    store.add_share(tx, poll_id, rules.number_of(sealing, share, poll_id=poll_id), share)
    shares = reads.find_shares(tx, poll_id)
    secret = rules.key_from(sealing, shares)
    if secret is not None:
        if not opens(secret, sealing.key):
            raise SealNotOpened(poll_id=poll_id)
        board = reads.get_sealed_board(tx, poll_id)
        poll = counting.declare(tx, poll, board, opened=counting.open_ballots(secret, board), opened_with=secret)
    return Handing(poll_id=poll_id, state=poll.state, shares=len(shares), needed=sealing.threshold)
