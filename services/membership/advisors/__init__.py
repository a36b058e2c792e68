"""Advisors: who accompanies whom, in balance; who covers whom when away."""
