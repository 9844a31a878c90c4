"""Speed and memory, measured beside baselines in the same run."""
