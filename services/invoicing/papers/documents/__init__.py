"""The paper, and the official rules on an e-invoice."""
