"""Firms of a case: their names across scripts and legal forms, their tax numbers, and who decided that two are one."""
