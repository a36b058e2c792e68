"""The stock of keys: made by a job before a convening needs them, because a key of 3072 bits takes a while."""

from datetime import date

from services.governance.ballots import store
from services.governance.ballots.store import SpareKeys
from services.governance.ballots.use_cases.calculators import CALCULATORS
from services.governance.ballots.use_cases.keys import BITS, PollKeys, seal, unseal
from shared.definitions import Advance
from shared.identifiers import new_id
from shared.postgres import Database, Tx

IN_STOCK = 24  # a long agenda
ACTOR = "key-stock"


def take_keys(tx: Tx, bits: int) -> PollKeys:
    """Keys of one poll: from the stock, or made now where it is empty; each key serves one poll."""
    spare = store.draw_spare_keys(tx, bits=bits)
    return unseal(spare.sealed, spare.key_id) if spare else CALCULATORS.make_keys(bits)


def fill_stock(database: Database, on: date, advance: Advance, *, bits: int = BITS, wanted: int = IN_STOCK) -> str:
    """Make keys until so many are in stock."""
    with database.reading(on=on, actor=ACTOR) as tx:
        missing = max(0, wanted - store.count_spare_keys(tx, bits=bits))
    for made in range(1, missing + 1):
        key_id, keys = new_id("key"), CALCULATORS.make_keys(bits)
        with database.transaction(on=on, actor=ACTOR) as tx:
            store.add_spare_keys(tx, SpareKeys(key_id=key_id, sealed=seal(keys, key_id)), bits=bits)
        advance(made, missing)
    return f"{missing} keys were made; {wanted} are ready for the next convening."
