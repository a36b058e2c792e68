"""What payroll must know of a member before it can declare and pay them: who they are, their account, their household."""
