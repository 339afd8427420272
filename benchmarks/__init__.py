"""What is measured against what. ``python -m benchmarks`` holds figures against thresholds.toml."""
