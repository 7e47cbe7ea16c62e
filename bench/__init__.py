"""What Linja costs, measured beside a floor in the same run. See docs/performance.md."""
