"""The employment contract of an order as a paper: written as it is ordered, signed by both, amended with it, ended."""
