"""Keys of development: made once per checkout, named so that production refuses them."""

from dataclasses import dataclass
from pathlib import Path

from shared.auth import new_key, sign_token
from shared.files import write_atomically
from shared.identifiers import new_uuid7


@dataclass(frozen=True, slots=True)
class DevelopmentKeys:
    """The private key that signs tokens here, and the folder of the public one."""

    private: Path
    public: Path

    @property
    def key_id(self) -> str:
        """The name under which services know the key."""
        return self.private.stem

    def token(self, subject: str, *roles: str, country: str = "BE", seconds: int = 3_600) -> str:
        """A token for somebody who plays a part here, and logged in with a card."""
        return sign_token(self.private.read_text(encoding="utf-8"), key_id=self.key_id, subject=subject, roles=roles,
                          country=country, seconds=seconds, assurance="high")


def development_keys(folder: Path) -> DevelopmentKeys:
    """The checkout's keys, generated when there are none yet."""
    private, public = folder / "private", folder / "public"
    for room in (private, public):
        room.mkdir(parents=True, exist_ok=True)
    private.chmod(0o700)
    if found := sorted(private.glob("development-*.pem")):
        return DevelopmentKeys(found[0], public)
    return DevelopmentKeys(_generate(private, public), public)


def export_key(folder: Path) -> Path:
    """The private key that signs what members take along, generated when there is none yet."""
    file = development_keys(folder).private.parent / "exports.pem"
    if not file.exists():
        write_atomically(file, new_key()[0].encode(), mode=0o600)
    return file


def _generate(private: Path, public: Path) -> Path:
    secret, known = new_key()
    name = f"development-{new_uuid7().hex[-8:]}.pem"
    write_atomically(public / name, known.encode())
    write_atomically(private / name, secret.encode(), mode=0o600)
    return private / name
