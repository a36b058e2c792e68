"""Several calls at once from asyncio: AMQP_URI and TOKEN come from whoever runs the house (`sharedco token`)."""

import asyncio
import os
import sys

from sharedco_client import Refusal
from sharedco_client.aio import Connection, Membership


async def main() -> None:
    """Ask for every member that is named, at once."""
    async with Connection(os.environ["AMQP_URI"], token=os.environ["TOKEN"]) as connection:
        membership = Membership(connection)
        found = await asyncio.gather(*(membership.get_member(member_id=member) for member in sys.argv[1:]),
                                     return_exceptions=True)
    for one in found:
        print(f"{one.code}: {one.message}" if isinstance(one, Refusal) else one)


asyncio.run(main())
