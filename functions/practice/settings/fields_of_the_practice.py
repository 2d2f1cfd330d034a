"""Fields about the practice itself: its name, its buildings, the weeks it plans, how people are told."""

from __future__ import annotations

from functions.practice.settings.field import Choice, Field, Kind

NATIONS = (
    Choice("england-and-wales", "England and Wales"),
    Choice("england", "England"),
    Choice("wales", "Wales"),
    Choice("scotland", "Scotland"),
    Choice("northern-ireland", "Northern Ireland"),
)

PRACTICE = (
    Field(
        "name", "Name of the practice",
        "Stands at the head of every page, on printed rotas and in mail.", Kind.TEXT, must=True,
    ),
    Field(
        "nation", "Nation", "Decides whose bank holidays close the practice.", Kind.CHOICE,
        default="england-and-wales", choices=NATIONS,
    ),
    Field(
        "list_size", "List size", "Shown in reports; no rota depends on it.", Kind.WHOLE,
        unit="registered patients", low=0, high=10_000_000,
    ),
    Field("contact.address", "Address", "Kept for letters and print.", Kind.LINES),
    Field("contact.telephone", "Telephone", "Kept for letters and print.", Kind.TEXT),
    Field("contact.email", "Email", "Where people reach the office.", Kind.TEXT),
    Field(
        "horizon.start", "First Monday of the planned weeks",
        "Generating starts here unless somebody chooses other weeks.", Kind.DATE, unit="a Monday", must=True,
    ),
    Field(
        "horizon.weeks", "Weeks to plan", "How many weeks a rota is generated for unless somebody chooses others.",
        Kind.WHOLE, unit="weeks", low=1, high=104, must=True,
    ),
    Field(
        "fixed_period_weeks", "Fixed period",
        "Weeks ahead in which people rely on the rota. Changes inside it are pointed out before they are made.",
        Kind.WHOLE, unit="weeks from today", low=0, high=52, default=6,
    ),
    Field("notes", "Notes", "For whoever reads the settings next; the system does nothing with them.", Kind.SENTENCES),
)  # fmt: skip

SITES = (
    Field(
        "sites[].code", "Code", "A short name used in files and in the grid, as MAIN.", Kind.TEXT, must=True,
    ),
    Field("sites[].name", "Name", "What people call the building. The code when left out.", Kind.TEXT),
    Field(
        "sites[].rooms", "Consulting rooms", "More people in clinic than rooms is reported as a room clash.",
        Kind.WHOLE, unit="rooms", low=0, high=999, must=True,
    ),
)  # fmt: skip

NOTIFICATIONS = (
    Field(
        "notifications.mail", "Mail", "When mail goes to people who have not chosen for themselves.", Kind.CHOICE,
        default="immediate",
        choices=(Choice("immediate", "At once, one for each event"), Choice("daily", "Once a day, all together")),
    ),
)  # fmt: skip
