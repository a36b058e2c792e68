"""Admission: a registration is written, verified, screened, then accepted or refused with reasons."""
