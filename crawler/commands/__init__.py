"""The commands of the crawler; nothing else imports them."""
