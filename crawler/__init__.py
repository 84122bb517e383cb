"""From the web to the archive to records: sites, captures, catalog items, news posts."""

from crawler.sparing import come_light

come_light()
