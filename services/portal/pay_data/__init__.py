"""What payroll must know of a member before it declares and pays them: who they are, their account, their household."""
