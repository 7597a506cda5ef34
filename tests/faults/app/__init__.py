"""A product as small as possible: one kind of work with one visible effect."""
