"""The letters that remind clients, and what a collector is handed."""
