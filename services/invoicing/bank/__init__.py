"""The bank: statements taken in, each movement told and given to its owner."""
