"""Checks of each crawl against what was seen before, and the alarms they raise."""
