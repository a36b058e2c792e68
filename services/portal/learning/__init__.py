"""Trainings and rooms: what is offered, the seats and hours that a member has; the desk offers and opens them."""
