"""What the tests of the edited grid share: finding sessions by what is done in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from infra.demo.api import Api

WEEK = date(2027, 3, 1)
PHONE: dict[str, Any] = {"width": 320, "height": 640, "has_touch": True, "is_mobile": True}


@dataclass(frozen=True)
class Session:
    """One session of one person, as the rota's answer has it."""

    code: str
    name: str
    day: date
    half: int

    @property
    def words(self) -> str:
        return f"{self.day:%a} {self.day.day} {self.day:%b} {('AM', 'PM')[self.half]}"


class Week:
    """The published rota, or the working copy, of one week."""

    def __init__(self, api: Api, layer: str = "published", monday: date = WEEK) -> None:
        self.answer = api.ask("GET", f"/rota?start={monday}&weeks=1&layer={layer}")
        self.monday = monday
        self.done = {(p, d, h): (activity, site) for p, d, h, activity, site in self.answer["assignments"]}
        self.away = {tuple(cell) for cell in self.answer["away"]}

    def session(self, person: int, day: int, half: int) -> Session:
        who = self.answer["people"][person]
        return Session(who["code"], who["name"], self.monday + timedelta(days=day), half)

    def doing(self, activity: str | None, *, groups: tuple[str, ...] = ("Partner", "Salaried")) -> list[Session]:
        """Everybody of these term types who does this in some session; None: neither at work nor away."""
        return [
            self.session(p, d, h)
            for p, person in enumerate(self.answer["people"])
            if person["group"].lower() in {group.lower() for group in groups}
            for d in range(5)
            for h in (0, 1)
            if (self.done.get((p, d, h), (None,))[0] == activity) and (activity or (p, d, h) not in self.away)
        ]

    def later(self, at: Session, days: int, half: int) -> Session:
        """A session of the same person, so many days on."""
        codes = [person["code"] for person in self.answer["people"]]
        return self.session(codes.index(at.code), (at.day - self.monday).days + days, half)

    def what(self, session: Session) -> str | None:
        """What is done in a session."""
        codes = [person["code"] for person in self.answer["people"]]
        at = (codes.index(session.code), (session.day - self.monday).days, session.half)
        return self.done.get(at, (None,))[0]


def waiting(api: Api) -> list[dict[str, Any]]:
    return list(api.ask("GET", "/rota/edits")["edits"])


def cell(page: Page, session: Session, first: str) -> Locator:
    """The cell of a session. `first`: the first Monday of the rota."""
    days = (session.day - date.fromisoformat(first)).days
    column = days // 7 * 10 + days % 7 * 2 + session.half
    row = page.locator("tr.person", has=page.get_by_role("rowheader", name=re.compile(f"^{session.name} ?\\d")))
    return row.locator(f'[data-c="{column}"]')


def address(view: str = "week", **more: str) -> str:
    """The rota page in its edit mode, at the week the tests change."""
    return f"/rota.html?start={WEEK}&view={view}&edit=1" + "".join(f"&{name}={value}" for name, value in more.items())


def ready(page: Page) -> None:
    """The working copy is drawn, and what waits is known."""
    expect(page.get_by_role("grid", name=re.compile("^Working copy"))).to_be_visible()
    expect(page.locator(".waiting")).to_contain_text(re.compile("wait"))


def act(page: Page, name: str) -> None:
    """Do something to what is chosen, with the buttons beside the grid."""
    page.get_by_role("region", name="Change it").get_by_role("button", name=name, exact=True).click()


def says(page: Page, words: str | re.Pattern[str]) -> None:
    """The news at the foot of the page."""
    expect(page.locator(".toast")).to_contain_text(words)
