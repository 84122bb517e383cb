"""What `sites/<name>.yaml` may say: profile, thresholds, schedule, robots rules, URLs."""
