"""Wages worked out by the partner's own payroll, where no rules from gross to net are ours: asked for, checked."""
