"""Every shape that crosses payroll's door: asked, answered, said, heard."""

from services.payroll.schemas import answered, asked, heard, said
from services.payroll.schemas.said import SAID

__all__ = ["SAID", "answered", "asked", "heard", "said"]
