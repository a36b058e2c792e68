"""What every page stands on: asking services, figures and days, languages, forms, errors, security."""
