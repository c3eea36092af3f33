"""What organisations buy: what may be told of it, and to whom."""
