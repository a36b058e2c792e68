"""What social security is told and owed, period by period: every worker, every employment, every contribution."""
