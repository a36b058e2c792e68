"""Payroll: declares work, pays every wage on time whether or not the client has paid, keeps the guarantee fund."""
