"""The commands of the matcher, and `box31` itself; nothing else imports them."""
