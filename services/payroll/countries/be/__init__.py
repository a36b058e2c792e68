"""Belgium."""

from services.payroll.countries.be.law import Belgium

LAW = Belgium()
