"""Measures the pages against a bare Flask page: `make bench`. It prints figures and fails on none."""
