"""Which items a goods record is compared with."""
