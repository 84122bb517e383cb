"""Published trade statistics as they are exported: one module a form of table, each pure."""
