"""What everybody who takes part in a secret vote must spell alike, pure."""
