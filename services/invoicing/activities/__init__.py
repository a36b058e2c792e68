"""Who may work through the cooperative, and what each does under the shared number."""
