"""What has the form of a code, and the words that label one."""
