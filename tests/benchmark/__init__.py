"""Measures the pages against a bare Flask page: `make bench`. Prints figures, fails on none."""
