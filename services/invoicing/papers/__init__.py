"""The papers of issued documents: made, judged by the official rules, sent."""
