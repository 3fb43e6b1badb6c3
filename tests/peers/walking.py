"""A plain browser without a screen: follows redirects between our service (Django's test client) and a real peer."""

import html
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

OURS = "testserver"


class Walker:
    """Follows addresses; ours go to the test client, the peer's over HTTP on loopback."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.web = requests.Session()
        self.visited: list[str] = []

    def go(self, address: str) -> Any:
        """Open an address and follow redirects until a page comes; return the page (ours or the peer's)."""
        at = address
        for _step in range(25):
            self.visited.append(at)
            parts = urlsplit(at)
            if parts.netloc in ("", OURS):
                answer = self.client.get(parts.path + (f"?{parts.query}" if parts.query else ""))
            else:
                answer = self.web.get(at, allow_redirects=False)
            if answer.status_code not in (301, 302, 303, 307):
                answer.at = at
                return answer
            at = urljoin(at, answer.headers["Location"])
        raise AssertionError(f"round and round: {self.visited[-4:]}")

    def fill(self, page: Any, **fields: str) -> Any:
        """Fill in the only form of a page of the peer's and go where it leads."""
        text = page.text
        action = html.unescape(re.search(r'<form[^>]* action="([^"]+)"', text)[1])
        hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', text))
        answer = self.web.post(urljoin(page.at, action), data={**hidden, **fields}, allow_redirects=False)
        if answer.status_code in (302, 303):
            return self.go(urljoin(page.at, answer.headers["Location"]))
        answer.at = page.at
        return answer

    def sign_in(self, address: str, *, who: str) -> Any:
        """Walk from our button through the peer's own sign-in and consent, back to us."""
        page = self.go(address)
        for _step in range(4):
            if urlsplit(page.at).netloc in ("", OURS):
                return page
            if 'name="login"' in page.text:
                page = self.fill(page, prompt="login", login=who, password="x")
            else:
                page = self.fill(page, prompt="consent")
        return page
