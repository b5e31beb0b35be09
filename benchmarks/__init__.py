"""Side-by-side timings against peers. Each file measures one thing, prints ratios, and fails where it misses its bound."""
