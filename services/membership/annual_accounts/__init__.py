"""The year of an entity over all its ledgers: its result, its net assets, and what the assembly decides of them."""
