"""A small client for our own API, as a signed-in person's browser would use it."""

from __future__ import annotations

import http.client
import json
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

PREFIX = "/api/v1"


class Unexpected(Exception):
    """An answer other than the one hoped for, in the words of the server."""


class Api:
    """One person at one address."""

    def __init__(self, base_url: str, *, timeout_seconds: float = 30) -> None:
        self._host = urlsplit(base_url).netloc
        self._base_url = base_url
        self._timeout_seconds = timeout_seconds
        self._cookies: dict[str, str] = {}
        self._token = ""

    def sign_in(self, username: str, password: str) -> None:
        answer = self.ask("POST", "/auth/sign-in", {"username": username, "password": password})
        self._token = answer["csrf_token"]

    def elsewhere(self, base_url: str) -> Api:
        """The same person, signed in as here, at another address of the same system."""
        other = Api(base_url, timeout_seconds=self._timeout_seconds)
        other._cookies, other._token = dict(self._cookies), self._token
        return other

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The answer's JSON. Raises Unexpected for a refusal, OSError when nobody answers."""
        status, text = self.send(method, PREFIX + path, body)
        if status >= 400:
            raise Unexpected(f"{method} {path}: {status} {_words(text)}")
        return json.loads(text) if text else None

    def send(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        """Status and body of the answer. OSError when nobody answers."""
        headers = self.headers()
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection(self._host, timeout=self._timeout_seconds)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            self._keep_cookies(answer)
            return answer.status, answer.read()
        except http.client.HTTPException as error:  # it went away in the middle of a sentence
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()

    def headers(self) -> dict[str, str]:
        """What a browser of this person would send with every request."""
        headers = {"Accept": "application/json", "Origin": self._base_url}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if self._token:
            headers["X-CSRF-Token"] = self._token
        return headers

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for header in answer.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: cookie.value for name, cookie in SimpleCookie(header).items()}


def _words(text: bytes) -> str:
    """What a problem document says, or the text itself."""
    try:
        problem = json.loads(text)
    except ValueError:
        return text[:200].decode(errors="replace")
    reasons = [str(reason.get("message", reason)) for reason in problem.get("errors") or ()]
    return " ".join([str(problem.get("title", "")), str(problem.get("detail") or ""), *reasons]).strip()
