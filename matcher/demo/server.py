"""The demo maker's site on loopback."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

# The site's pages name this address; it is rewritten to the one in use.
FICTIONAL_BASE = b"http://www.hengdun-armor.example"
REWRITTEN = {".html": "text/html", ".xml": "application/xml", ".txt": "text/plain"}


class SiteHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder; pages, sitemap and robots.txt name the address they are asked at."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path = path / "index.html"
        if path.suffix not in REWRITTEN or not path.is_file():
            super().do_GET()
            return
        here = f"http://{self.headers.get('Host', 'localhost')}".encode()
        body = path.read_bytes().replace(FICTIONAL_BASE, here)
        self.send_response(200)
        self.send_header("Content-Type", REWRITTEN[path.suffix])
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", self.date_time_string(int(path.stat().st_mtime)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the crawl reports what it asked for."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve `folder` on a free loopback port; gives its base URL, such as http://127.0.0.1:8001."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(SiteHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
