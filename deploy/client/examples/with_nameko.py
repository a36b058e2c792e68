"""The same call with stock nameko."""

import os
import sys

from nameko.exceptions import RemoteError
from nameko.standalone.rpc import ClusterRpcProxy

with ClusterRpcProxy({"AMQP_URI": os.environ["AMQP_URI"]}, context_data={"auth_token": os.environ["TOKEN"]}) as rpc:
    try:
        print(rpc.membership.get_member(member_id=sys.argv[1]))
    except RemoteError as no:
        print(f"{no.exc_type}: {no.value}")
