"""Every shape that crosses the door of membership. SAID: the shapes in which its events leave."""

from services.membership.schemas.events import SAID

__all__ = ["SAID"]
