"""What payroll asks of a country, and the countries that come with it."""
