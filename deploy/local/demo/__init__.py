"""The demo: one working life, played over the bus with business days passed explicitly, and told as a story."""
