"""The proofs that `sharedco verify` asks of membership."""

from services.membership.comparison.reads import verify_three_ways
from services.membership.own_data.reads import verify_erasures
from services.membership.register.reads import verify_register
from services.membership.register.use_cases import verify_anchors
from shared import ledger, outgoing
from shared.definitions import Check

CHECKS: list[Check] = [
    ledger.CHECK, outgoing.CHECK, Check("register", verify_register),
    Check("anchors", verify_anchors), Check("capital", verify_three_ways),
    Check("erasures", verify_erasures),
]
