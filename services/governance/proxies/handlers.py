"""What others may ask of proxies."""

from services.governance.proxies import reads, schemas, use_cases
from services.governance.proxies.rules import Proxy
from shared.bus import allow, command, query
from shared.postgres import Tx

READERS = allow("member", "returning_officer", "board", "auditor")


class ProxyHandlers:
    """Who represents whom."""

    @command(schemas.GiveProxy, response=schemas.ProxyShape, allow=allow("returning_officer", self_by="principal_id"))
    def give_proxy(
        self, tx: Tx, *, assembly_id: str, principal_id: str, holder_id: str, holder_key: str, signature: str,
        document_digest: str,
    ) -> Proxy:
        """Have a member represented at an assembly, and at its second call."""
        return use_cases.give_proxy(tx, assembly_id=assembly_id, principal_id=principal_id, holder_id=holder_id,
                                    holder_key=holder_key, signature=signature, document_digest=document_digest)

    @command(schemas.EndProxy, allow=allow(self_by="member_id"))
    def end_proxy(self, tx: Tx, *, proxy_id: str, member_id: str) -> None:
        """Revoke a proxy, or hand it back; a vote for which the credential was taken stays."""
        use_cases.end_proxy(tx, proxy_id=proxy_id, member_id=member_id)

    @command(schemas.RegisterHolder, allow=allow("returning_officer"))
    def register_holder(self, tx: Tx, *, assembly_id: str, holder_id: str, is_there: bool) -> None:
        """Note that a holder who is no member came, or left."""
        use_cases.register_holder(tx, assembly_id=assembly_id, holder_id=holder_id, is_there=is_there)

    @query(schemas.ListProxies, response=schemas.ProxyShape, allow=READERS, many=True)
    def list_proxies(self, tx: Tx, *, assembly_id: str) -> list[Proxy]:
        """The proxies that stand for an assembly; like the attendance list, every member may see them."""
        return reads.list_standing(tx, assembly_id)
