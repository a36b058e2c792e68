"""Every shape that crosses the door of membership. PUBLISHED: the shapes in which its events leave."""

from services.membership.schemas.events import PUBLISHED

__all__ = ["PUBLISHED"]
