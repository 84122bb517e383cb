"""Which sites are due, and texts for cron and systemd."""
