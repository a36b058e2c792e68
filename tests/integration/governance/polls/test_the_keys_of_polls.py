"""Keys made before anybody waits for them, and gone for everybody when their poll closes."""

from pathlib import Path

import psycopg
import pytest

from services.governance.ballots.use_cases import calculators
from services.governance.ballots.use_cases.keys import seal, unseal
from services.governance.ballots.use_cases.stock import fill_stock
from tests.builders import as_owner
from tests.integration.governance.builders import CONVENED, Host

BITS = 2048


def filled(host: Host, wanted: int) -> str:
    return fill_stock(host.dispatcher.database, CONVENED, lambda *_: None, bits=BITS, wanted=wanted)


def test_a_convening_takes_keys_from_the_stock_and_makes_none(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled(host, 3) == "3 keys were made; 3 are ready for the next convening."
    with monkeypatch.context() as nothing_made:
        nothing_made.setattr(calculators.CALCULATORS, "make_keys", _none_is_made)
        host.convene("ordinary", "ordinary")
    assert host.rows("select count(*) from spare_keys") == [(1,)]
    assert filled(host, 3) == "2 keys were made; 3 are ready for the next convening."
    moduli = host.rows("select count(distinct paper::jsonb ->> 'modulus') from polls")
    assert moduli == [(2,)]


def _none_is_made(_bits: int) -> None:
    raise AssertionError("a key was made while somebody waited")


def test_an_empty_stock_holds_up_no_convening(host: Host) -> None:
    assert len(host.convene("ordinary", "ordinary")["agenda"]) == 2


def bytes_on_disk(host: Host) -> bytes:
    """Heap and write-ahead log of governance's database, as a backup would copy them."""
    with psycopg.connect(as_owner(host.dispatcher.database.url), autocommit=True) as conn:
        conn.execute("checkpoint")
        row = conn.execute("select current_setting('data_directory'), oid from pg_database "
                           "where datname = current_database()").fetchone()
        assert row is not None
        recent = conn.execute("select name from pg_ls_waldir() order by modification desc limit 2").fetchall()
    data = Path(row[0])
    files = [*(data / "base" / str(row[1])).iterdir(), *(data / "pg_wal" / name for name, in recent)]
    return b"".join(file.read_bytes() for file in files if file.is_file())


def test_nothing_on_the_disk_holds_a_key_and_what_is_left_of_it_needs_the_secret(
    host: Host, monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A deleted row stays in heap and log; it is encrypted under a secret that is on another disk."""
    host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    sealed = bytes(host.rows("select sealed from poll_keys")[0][0])
    keys = unseal(sealed, poll_id)
    host.close(poll_id)
    left = bytes_on_disk(host)
    plain = [f"{keys.signing.p:x}".encode(), keys.signing.p.to_bytes(128), bytes.fromhex(keys.control.secret),
             keys.control.secret.encode()]
    assert not any(one in left for one in plain)
    assert sealed in left  # a backup does hold this
    monkeypatch.setenv("POLL_KEYS_SECRET", "whoever has the disk has not this")
    with pytest.raises(Exception, match="cannot be read"):
        unseal(sealed, poll_id)
    assert seal(keys, poll_id) != sealed


def test_a_key_that_were_written_unencrypted_would_be_found(host: Host) -> None:
    host.admit()
    assembly = host.convene()
    poll_id = host.rows("select poll_id from polls")[0][0]
    keys = unseal(bytes(host.rows("select sealed from poll_keys")[0][0]), poll_id)
    with psycopg.connect(as_owner(host.dispatcher.database.url)) as conn:
        conn.execute("insert into spare_keys values ('key_careless', 2048, %s)", [keys.signing.p.to_bytes(128)])
    assert keys.signing.p.to_bytes(128) in bytes_on_disk(host)
    assert assembly
