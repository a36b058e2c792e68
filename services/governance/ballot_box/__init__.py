"""The ballot box: a service of its own that takes ballots and cannot know whose they are."""
