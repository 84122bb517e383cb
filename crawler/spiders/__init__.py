"""The spider that Scrapy finds."""
