"""The draft as text and as a page: gaps on top, everybody in it, nothing obeyed that a practice wrote."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser

from functions.rota_generate.solver.search import solve
from infra.draft_sheet import Sheet
from infra.draft_views import FORMATS
from shared.domain.calendar import Half, Session
from shared.domain.outcome import Outcome
from shared.domain.problem import Problem
from tests.made_up import practice_of

VOID = {"meta", "br"}


@cache
def solved(name: str) -> tuple[Problem, Outcome]:
    practice = practice_of(name)
    assert practice.horizon is not None
    problem = Problem(practice, practice.horizon)
    return problem, solve(problem, seed=1, seconds=1)


def view(format: str, name: str) -> str:
    return FORMATS[format](*solved(name)).decode()


class Page(HTMLParser):
    """Checks that tags close in order, and notes what there is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_text_begins_with_what_is_missing() -> None:
    lines = view("text", "lone-moor").splitlines()
    assert lines[0] == "Lone Moor Surgery, Mon 8 Mar 2027 to Fri 19 Mar 2027, 2 weeks"
    assert lines[3] == "Gaps"
    assert lines[4].startswith("  Mon 8 Mar, doctors in: need 2, have 1")
    assert lines[5].startswith("  Mon 8 Mar AM, duty: need 4, have 1")


def test_gaps_stand_in_order_of_date() -> None:
    problem, outcome = solved("glen-strath")
    dates = sorted((gap.date, gap.half or "") for gap in outcome.gaps if gap.date)
    words = Sheet(problem, outcome).gaps()
    assert len(words) == len(dates)
    assert words[0].startswith("Mon 11 Jan")


def test_the_grid_tells_letters_leave_closures_and_other_sites_apart() -> None:
    lines = view("text", "glen-strath").splitlines()
    people = [line for line in lines if line.startswith("Dr Ní Bhriain")]
    assert len(people) == 3  # a fortnight each
    assert "=" in people[1]
    assert "#" in people[0]  # 28 December and New Year
    assert any("at Isla" in line and "Dr" in line for line in lines)
    assert max(map(len, people)) <= 92


def test_duty_is_told_day_by_day_with_what_is_missing() -> None:
    text = view("text", "lone-moor")
    assert "Tue 9 Mar: Dr Only, 2 MISSING" in text
    assert "Mon 8 Mar: AM Dr Only, 3 MISSING; PM 4 MISSING" in text
    assert "Wed 17 Mar" in text  # Saint Patrick's day
    assert "Saint Patrick" in text


def test_duty_is_compared_with_a_fair_part() -> None:
    problem, outcome = solved("northgate")
    rows = Sheet(problem, outcome).fairness()
    assert {fair.person.code for fair in rows} == {"P1", "P2", "P3", "P4", "S1", "S2"}
    assert abs(sum(fair.share for fair in rows) - sum(fair.counts for fair in rows)) < 0.01


def test_by_hand_people_are_not_shown() -> None:
    assert "Dr Pateley" not in view("text", "calder-bridge")


def test_the_page_is_whole_and_needs_nothing_else() -> None:
    for name in ("glen-strath", "plain-field", "northgate"):
        page = view("html", name)
        parsed = Page(page)
        assert parsed.open == []
        assert "script" not in parsed.tags
        assert not parsed.attributes & {"src", "href", "onclick"}
        assert "prefers-color-scheme: dark" in page
        assert "@media print" in page
        assert parsed.tags.count("h1") == 1


def test_the_page_escapes_what_people_wrote() -> None:
    page = view("html", "glen-strath")
    assert "Glen Strath &amp; Isla &quot;Health&quot; &lt;Centre&gt;" in page
    assert "<Centre>" not in page


def test_the_page_has_gaps_on_top_and_a_table_a_week() -> None:
    page = view("html", "glen-strath")
    assert page.index("<h2>Gaps</h2>") < page.index("<table")
    assert page.count('<table class="grid">') == 6
    assert "<h2>Gaps</h2>" not in view("html", "northgate")


def test_somebody_in_several_terms_has_one_row_and_is_at_home_where_the_term_of_the_day_says() -> None:
    problem, outcome = solved("high-weir")
    sheet = Sheet(problem, outcome)
    assert [person.code for person in sheet.people].count("S1") == 1
    people = {person.code: person for person in sheet.people}
    days = {day.isoformat(): day for day in problem.horizon.days()}
    moved = sheet.square(people["S1"], Session(days["2027-03-09"], Half.AM))
    assert moved.cell is not None and moved.cell.site == "MILL" and not moved.elsewhere
    assert sheet.square(people["S2"], Session(days["2027-02-17"], Half.AM)).sign == "."  # not here yet, nor closed to
    assert sheet.square(people["P1"], Session(days["2027-02-17"], Half.AM)).sign == "#"
    assert sheet.shut(days["2027-02-17"]) == ["Weir Fair"]


def test_a_square_says_why_somebody_is_not_at_work() -> None:
    problem, outcome = solved("glen-strath")
    sheet = Sheet(problem, outcome)
    people = {person.code: person for person in sheet.people}
    day = next(day for day in problem.horizon.days() if day.isoformat() == "2027-01-12")
    assert sheet.square(people["G1"], Session(day, Half.AM)).sign == "="
    assert sheet.square(people["R1"], Session(day, Half.AM)).sign == "."
    flood = day.replace(day=14)
    assert sheet.square(people["G3"], Session(flood, Half.AM)).sign == "#"
    assert sheet.shut(flood) == ["Flood at ISLA"]
