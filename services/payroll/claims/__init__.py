"""Claims on the accident insurance: reported in time, documented, decided, paid, settled; who waits for whom."""
