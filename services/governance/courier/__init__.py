"""The way to the ballot box: who carries messages there, and the canary that goes before a poll opens."""
