"""Side-by-side timings against peers: each file measures one thing, prints ratios, fails where it misses a bound."""
