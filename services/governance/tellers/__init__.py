"""The tellers: ballots on paper, counted after the close by two who agree, in one count with those of the box."""
