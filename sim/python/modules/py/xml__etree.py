"""Documents as trees of elements."""
