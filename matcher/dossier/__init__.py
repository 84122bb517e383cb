"""From accepted pairs to a folder that a stranger can verify."""
