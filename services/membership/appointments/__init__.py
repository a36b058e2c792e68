"""Appointments: hours that advisors offer to one member or to a group; booked, given back, moved by an absence."""
