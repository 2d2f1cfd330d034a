"""What tests about people share: the day they are on, and how somebody works."""

from __future__ import annotations

from datetime import date
from typing import Any

TODAY = date(2027, 1, 13)  # a Wednesday

TERM: dict[str, Any] = {
    "role": "Salaried",
    "site": "ELM",
    "wte": "0.5",
    "pattern": "SSSS------",
    "pattern_b": "",
    "flexible_days_per_week": "",
    "annual_leave_sessions": "30",
    "flags": ["duty"],
    "session_minutes": 250,
    "note": "",
}
