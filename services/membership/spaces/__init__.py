"""Rooms and desks to work in: opened by the desk, booked by members."""
