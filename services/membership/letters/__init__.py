"""Letters: what a member is told on paper and by mail at each step, in their language, once; and what became of it."""
