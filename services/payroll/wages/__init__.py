"""From an employment budget to a net wage: quoted, worked out, booked."""
