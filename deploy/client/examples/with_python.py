"""A first call with the client package: AMQP_URI and TOKEN come from whoever runs the house (`sharedco token`)."""

import os
import sys

from sharedco_client import Connection, Membership, Refusal

with Connection(os.environ["AMQP_URI"], token=os.environ["TOKEN"]) as connection:
    try:
        print(Membership(connection).get_member(member_id=sys.argv[1]))
    except Refusal as no:
        print(f"{no.code}: {no.message}")
