"""Files that others read while we write them."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy.local.keys import development_keys
from shared.cli.settings import write_file
from shared.files import write_atomically


def test_a_reader_sees_the_old_file_or_the_new_one_and_never_a_part(tmp_path: Path) -> None:
    path, versions = tmp_path / "note", (b"short", b"long" * 50_000)
    write_atomically(path, versions[0])
    done = threading.Event()
    seen: set[bytes] = set()

    def read() -> None:
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for round_ in range(200):
        write_atomically(path, versions[round_ % 2])
    done.set()
    reader.join()
    assert seen == set(versions)
    assert list(tmp_path.iterdir()) == [path]


def test_two_who_write_the_same_file_at_once_do_not_mix(tmp_path: Path) -> None:
    path, versions = tmp_path / "note", (b"a" * 200_000, b"b" * 100_000)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda n: write_atomically(path, versions[n % 2]), range(100)))
    assert path.read_bytes() in versions
    assert list(tmp_path.iterdir()) == [path]


def test_settings_and_private_keys_are_their_owners_alone(tmp_path: Path) -> None:
    write_file(tmp_path / "stack" / "settings", {"DATABASE_URL": "postgresql://secret"})
    keys = development_keys(tmp_path / "keys")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "stack" / "settings", keys.private)} == {0o600}
    assert (keys.public / keys.private.name).stat().st_mode & 0o444
