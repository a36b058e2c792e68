"""Documents that leave: once per name, whole or not at all, answered once."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shared.countries import Country
from shared.errors import NotFound
from shared.outgoing import Document, answers_to, documents_about, record_answer, send_out, send_pending, sender
from shared.outgoing.documents import DocumentDiffers, DocumentNameUnsafe
from shared.outgoing.sender import verify_documents
from shared.parameters import Tables
from shared.postgres import Database
from tests.builders import DAY, FreshDatabase


@pytest.fixture
def database(fresh_database: FreshDatabase) -> Iterator[Database]:
    opened = Database(fresh_database("shared.bus", "shared.outgoing"), country=Country(Tables("BE", {}))).open()
    yield opened
    opened.close()


def document(content: bytes = b"<a/>", name: str = "one.xml") -> Document:
    return Document(channel="onss", name=name, media_type="application/xml", content=content, about="ord_1")


def decide(database: Database, *documents: Document) -> list[str]:
    with database.transaction(on=DAY, actor="test") as tx:
        return [send_out(tx, document) for document in documents]


def test_a_document_is_sent_once_with_the_bytes_that_were_decided(database: Database, tmp_path: Path) -> None:
    decide(database, document())
    assert send_pending(database, tmp_path, DAY) == [tmp_path / "onss" / "one.xml"]
    assert (tmp_path / "onss" / "one.xml").read_bytes() == b"<a/>"
    assert send_pending(database, tmp_path, DAY) == []
    assert [path.name for path in (tmp_path / "onss").iterdir()] == ["one.xml"]


def test_deciding_the_same_document_again_is_the_same_document(database: Database) -> None:
    first, second = decide(database, document(), document())
    assert first == second


def test_another_content_under_the_same_name_is_refused(database: Database) -> None:
    decide(database, document())
    with pytest.raises(DocumentDiffers):
        decide(database, document(b"<b/>"))


def test_a_document_of_an_undone_transaction_never_leaves(database: Database, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction(on=DAY, actor="test") as tx:
        send_out(tx, document())
        raise ZeroDivisionError
    assert send_pending(database, tmp_path, DAY) == []


class PowerCut(BaseException):
    """The end of a process."""


def cut_at(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """End the process at one step of the sender."""
    def end(*_: object, **__: object) -> None:
        raise PowerCut

    monkeypatch.setattr(sender, step, end)


@pytest.mark.parametrize("step", ["write_atomically", "_let_leave", "_sync"])
def test_a_document_that_the_channel_takes_away_at_once_leaves_once_whenever_the_process_ends(
    database: Database, tmp_path: Path, step: str,
) -> None:
    decide(database, document())
    taken: list[bytes] = []

    def take_away() -> None:
        for file in (tmp_path / "onss").glob("*.xml"):
            taken.append(file.read_bytes())
            file.unlink()

    with pytest.MonkeyPatch.context() as patch:
        if step == "_let_leave":
            sender._prepare(database, tmp_path, DAY, set())
        cut_at(patch, step)
        with pytest.raises(PowerCut):
            send_pending(database, tmp_path, DAY)
        take_away()
    for _ in range(2):
        send_pending(database, tmp_path, DAY)
        take_away()
    assert taken == [b"<a/>"]
    with database.transaction(on=DAY, actor="test") as tx:
        sent, = documents_about(tx, "ord_1")
        assert [answer["kind"] for answer in answers_to(tx, sent["id"])] == ["sent"]


def test_a_channel_that_cannot_be_written_holds_up_no_other(database: Database, tmp_path: Path) -> None:
    stuck = [Document(channel="bank", name=f"{n}.xml", media_type="application/xml", content=b"x", about="ord_1")
             for n in range(101)]  # more than one batch
    decide(database, *stuck)
    decide(database, document())
    (tmp_path / "bank").write_text("a file where a folder should be")
    assert send_pending(database, tmp_path, DAY) == [tmp_path / "onss" / "one.xml"]
    (tmp_path / "bank").unlink()
    assert len(send_pending(database, tmp_path, DAY)) == 101


@pytest.mark.parametrize("name", ["../one.xml", "a/b.xml", "", ".hidden", "a" * 121])
def test_a_name_that_is_not_a_plain_file_name_is_refused(name: str) -> None:
    with pytest.raises(DocumentNameUnsafe):
        document(name=name)


def test_answers_are_recorded_once_and_told(database: Database) -> None:
    (document_id,) = decide(database, document())
    with database.transaction(on=DAY, actor="test") as tx:
        assert record_answer(tx, document_id, "accepted", "A") is True
        assert record_answer(tx, document_id, "accepted", "A") is False
        assert [answer["kind"] for answer in answers_to(tx, document_id)] == ["accepted"]
        assert [row["name"] for row in documents_about(tx, "ord_1")] == ["one.xml"]
        with pytest.raises(NotFound):
            record_answer(tx, "doc_none", "sent")


def test_a_changed_document_is_named(database: Database) -> None:
    (document_id,) = decide(database, document())
    assert list(verify_documents(database)) == []
    with psycopg.connect(database.url) as conn:
        conn.execute("set session_replication_role = replica")
        conn.execute("update outgoing_documents set content = 'x'")
    assert document_id in next(verify_documents(database))
