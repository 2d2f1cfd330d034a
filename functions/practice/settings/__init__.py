"""The practice's settings, first-run set-up, bank holidays and closures.

The settings are one document, practice.json's keys. It is made once, by set-up or an import, and never deleted.
"""

ROUTES: tuple[tuple[str, str], ...] = (
    ("/settings", "functions.practice.settings.handler:TheSettings"),
    ("/settings/preview", "functions.practice.settings.handler:Preview"),
    ("/bank-holidays", "functions.practice.settings.handler:BankHolidays"),
    ("/set-up", "functions.practice.settings.handler:SetUp"),
)
