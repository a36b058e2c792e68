"""The payslip's number."""


def printed_number(year: int, number: int) -> str:
    """The number as it stands on the payslip: 2026/000001."""
    return f"{year}/{number:06d}"
