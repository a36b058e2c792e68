"""Proxies: given, held, revoked and handed back by members; entered on paper, and ballots handed out, at the desk."""
