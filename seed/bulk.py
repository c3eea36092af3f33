"""Much made-up data, for the benchmark. The same seed number gives the same data."""
