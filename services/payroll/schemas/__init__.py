"""Every shape that crosses payroll's door: requests, responses, said, heard."""

from services.payroll.schemas import consumed, published, requests, responses
from services.payroll.schemas.published import PUBLISHED

__all__ = ["PUBLISHED", "consumed", "published", "requests", "responses"]
