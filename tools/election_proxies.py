"""Roll marks: who asked for a credential, themselves or as the holder of a proxy that the member signed."""

from collections.abc import Iterator, Mapping
from typing import Any

from election_signatures import ed25519_verifies

OWN = ("member_id", "blinded_digest", "signature")
PROXY = ("holder_id", "holder_key", "proxy_signature", "given_for")
DESK = ("handed_out", "document_digest")


def line_of_mark(mark: Mapping[str, str]) -> str:
    """The mark as it is hashed: one that a holder made names them, their key, and the proxy; one from the desk how."""
    proxy = [mark[name] or "-" for name in PROXY] if "holder_id" in mark else []
    desk = [mark[name] or "-" for name in DESK] if "handed_out" in mark else []
    return " ".join([*(mark[name] for name in OWN), *proxy, *desk])


def asked_for(paper_digest: str, mark: Mapping[str, str], voting_key: str) -> bool:
    """Whether a member with a voting key asked for their credential, or signed the proxy of who did."""
    message = f"sharedco/mark/1/{paper_digest}/{mark['blinded_digest']}".encode()
    if "holder_id" not in mark:
        return ed25519_verifies(voting_key, message, mark["signature"])
    proxy = "/".join(("sharedco/proxy/1", mark["given_for"], mark["member_id"], mark["holder_id"], mark["holder_key"]))
    return ed25519_verifies(voting_key, proxy.encode(), mark["proxy_signature"]) \
        and ed25519_verifies(mark["holder_key"], message, mark["signature"])


def faults_of_proxies(published: Mapping[str, Any]) -> Iterator[str]:
    """Nobody represents themselves, and who is represented represents nobody: a proxy is not passed on."""
    held = {mark["member_id"]: mark["holder_id"] for mark in published["marks"] if "holder_id" in mark}
    for member_id, holder_id in held.items():
        if holder_id == member_id or holder_id in held:
            yield f"{holder_id} voted for {member_id} and is represented themselves"
