"""Register = capital account = bank: compared every day, kept, proved."""
