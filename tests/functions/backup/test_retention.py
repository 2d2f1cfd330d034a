"""What is kept: never too little, in no case nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from functions.backup.retention import Kept, Tiers, kept_of

NOW = datetime(2027, 1, 20, 4, tzinfo=UTC)
DAY = timedelta(days=1)

tiers = st.builds(Tiers, days=st.integers(1, 40), weeks=st.integers(0, 15), months=st.integers(0, 15))
ages = st.lists(st.tuples(st.integers(-40 * 24, 900 * 24), st.booleans()), max_size=60, unique_by=lambda each: each[0])


def backups(ages_: list[tuple[int, bool]]) -> list[Kept]:
    return [Kept(NOW - timedelta(hours=age), f"b{age}", proved) for age, proved in ages_]


@given(ages=ages, tiers=tiers)
def test_the_newest_proved_one_is_always_kept_whatever_clocks_did(ages: list[tuple[int, bool]], tiers: Tiers) -> None:
    all_ = backups(ages)
    keep = kept_of(all_, now=NOW, tiers=tiers)
    proved = [each for each in all_ if each.proved]
    if proved:
        assert max(proved).name in keep
    if past := [each for each in proved if each.made_at <= NOW]:
        assert max(past).name in keep, "one that a wrong clock dated into the future does not stand in its place"
    assert not all_ or keep


@given(ages=ages, tiers=tiers)
def test_everything_of_the_first_days_is_kept_and_nothing_beyond_the_last_month_but_the_newest(
    ages: list[tuple[int, bool]], tiers: Tiers
) -> None:
    all_ = backups(ages)
    keep = kept_of(all_, now=NOW, tiers=tiers)
    oldest = NOW - timedelta(days=tiers.days, weeks=tiers.weeks) - tiers.months * timedelta(days=30.5)
    for each in all_:
        if each.made_at > NOW - tiers.days * DAY:
            assert each.name in keep
        elif each.made_at <= oldest and keep.get(each.name, NOW) is not None:
            assert each.name not in keep


@given(ages=ages, tiers=tiers)
def test_what_is_cleared_away_changes_nothing_about_what_is_kept(ages: list[tuple[int, bool]], tiers: Tiers) -> None:
    keep = kept_of(backups(ages), now=NOW, tiers=tiers)
    left = [each for each in backups(ages) if each.name in keep]
    assert kept_of(left, now=NOW, tiers=tiers) == keep


@given(ages=ages, tiers=tiers, later=st.integers(0, 200))
def test_what_was_certain_to_be_kept_is_kept_until_then(ages: list[tuple[int, bool]], tiers: Tiers, later: int) -> None:
    past = [each for each in backups(ages) if each.made_at <= NOW]
    keep = kept_of(past, now=NOW, tiers=tiers)
    left = [each for each in past if each.name in keep]
    then = NOW + later * DAY
    still = kept_of(left, now=then, tiers=tiers)
    for name, until in keep.items():
        if until is not None and until > then:
            assert name in still, (name, until)


@given(days=st.integers(0, 800), tiers=tiers)
def test_made_every_night_and_cleared_every_night_there_are_never_more_than_the_tiers_ask_for(
    days: int, tiers: Tiers
) -> None:
    left: list[Kept] = []
    for number in range(0, days, 7):
        for night in range(7):
            left.append(Kept(NOW + (number + night) * DAY, f"b{number + night}", proved=night != 3))
        keep = kept_of(left, now=NOW + (number + 6) * DAY, tiers=tiers)
        left = [each for each in left if each.name in keep]
    assert len(left) <= (tiers.days + 1) + (tiers.weeks + 2) + (tiers.months + 3) + 3


def test_of_a_week_the_newest_proved_one_is_kept() -> None:
    old = [Kept(NOW - days * DAY, f"b{days}", proved=days != 42) for days in (42, 43, 44)]  # one week of November
    fresh = Kept(NOW - DAY, "fresh", proved=True)
    keep = kept_of([*old, fresh], now=NOW, tiers=Tiers(30, 12, 0))
    assert set(keep) == {"fresh", "b43"}


def test_a_practice_that_stopped_making_backups_keeps_its_last() -> None:
    old = [Kept(NOW - 900 * DAY, "proved", proved=True), Kept(NOW - 890 * DAY, "newer")]
    assert set(kept_of(old, now=NOW, tiers=Tiers())) == {"proved", "newer"}
