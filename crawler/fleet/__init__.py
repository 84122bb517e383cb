"""Crawl one case with several machines: each crawls a shard of the sites into a case of its own, which is then adopted."""
