"""From the web to the archive to records: sites, captures, catalog items, news posts."""

from crawler.case.sqlite_utils_import import skip_optional_imports

skip_optional_imports()
