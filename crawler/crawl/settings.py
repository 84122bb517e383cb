"""Scrapy settings: every changed default with its reason. tests/crawler/crawl/test_settings.py asserts each.

Case and profile set further ones when a spider is made (crawler/spiders/site.py): the User-Agent with the case's
contact, delays, limits, and the exceptions to the address guard.
"""

from __future__ import annotations

BOT_NAME = "box31"
SPIDER_MODULES = ["crawler.spiders"]

# --- one way to the network ---------------------------------------------------------------------------------
# Both schemes go through the handler that keeps every byte and asks the address guard; no other scheme is fetched,
# since file:, data:, ftp: and s3: links on a hostile page must lead nowhere.
DOWNLOAD_HANDLERS = {
    "http": "crawler.capture.handler.VerbatimHandler",
    "https": "crawler.capture.handler.VerbatimHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
# A proxy from the environment would connect where the guard cannot see it.
HTTPPROXY_ENABLED = False
# A capture of a server whose certificate does not fit its name is worth less than a recorded refusal.
DOWNLOAD_VERIFY_CERTIFICATES = True
# Consoles and remote controls open ports on the researcher's machine.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# The cookie middleware asks a third party for its list of public suffixes, and a cookie makes visits linkable.
COOKIES_ENABLED = False
# Where a page was found is nobody's business but the archive's.
REFERER_ENABLED = False
# Scrapy's user name and password for sites; Box31 archives what is public.
HTTPAUTH_USER = ""

# --- what a response may cost -------------------------------------------------------------------------------
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024  # Scrapy's 1 GiB let a 0.9 MB gzip take 1.9 GB of memory
DOWNLOAD_WARNSIZE = 0  # the archive records sizes
DOWNLOAD_TIMEOUT = 60  # seconds for the whole exchange; Scrapy's 180 is too long for a server that drips
# A body cut off in the middle is evidence too: it is kept and marked, not thrown away.
DOWNLOAD_FAIL_ON_DATALOSS = False
# Bodies stay as they came; crawler.capture.content_coding decodes them within the size limit.
COMPRESSION_ENABLED = False

# --- one response, one capture, one decision ----------------------------------------------------------------
# Robots, redirects, retries and host limits are decided by the spider, where each decision is written in the same
# transaction as the capture it rests on; Scrapy's middlewares decide in memory and lose it in a crash.
ROBOTSTXT_OBEY = False  # obeyed by the spider (crawler.profile.robots), robots.txt itself is archived
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
RETRY_ENABLED = False
HTTPERROR_ALLOW_ALL = True  # an error page is a capture as well
SCHEDULER = (
    "crawler.crawl.frontier.FrontierScheduler"  # Scrapy's own loses crawls after kill -9 (scrapy/scrapy#7978)
)
DOWNLOADER_MIDDLEWARES = {
    # It ignores ports, and the frontier takes only hosts of the profile.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
}
# Addresses have their own limit (crawler.profile.urls), depth and query limits are the frontier's.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}

# --- manners ------------------------------------------------------------------------------------------------
CONCURRENT_REQUESTS = 8  # over all hosts of a site
CONCURRENT_ITEMS = 1  # nothing is yielded to Scrapy; it would start 100 idle tasks for each answer
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # makers' servers are often small
DOWNLOAD_DELAY = 1.0  # seconds between requests to one host; box31.toml and the profile may change it
AUTOTHROTTLE_ENABLED = True  # slower when the server is slow
AUTOTHROTTLE_START_DELAY = 1.0  # not Scrapy's 5: the delay above is polite already
AUTOTHROTTLE_MAX_DELAY = 60.0
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    # Bodies are kept in the coding the server chose, and every reader of WARC files knows these two; warcio and pywb
    # fail on br where brotli is 1.2, and know no zstd. A server that sends those all the same is read here.
    "Accept-Encoding": "gzip, deflate",
    # Not Scrapy's "en": a maker's page in its own language is the original.
    "Accept-Language": "*",
}

# --- the rest -----------------------------------------------------------------------------------------------
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"  # the handler is aiohttp's
LOG_LEVEL = "INFO"  # DEBUG writes two lines for each page
LOG_DATEFORMAT = "%Y-%m-%dT%H:%M:%S%z"  # with the offset: logs are compared with captures, which are in UTC
LOGSTATS_INTERVAL = 0.0  # the progress line says it
# Nothing is mailed or exported by Scrapy.
EXTENSIONS = {
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
}
