"""From the web to the archive to records: sites, captures, catalog items, news posts."""
