"""What each action of the audit, and each thing it is done to, is called. A test compares with the code that records.

`ENTITIES` also says who may read about it: accounts are the superusers' business, everything else every
administrator's.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Entity(NamedTuple):
    """A kind of thing changes are made to. Only superusers read about it where that is said."""

    words: str
    superusers_only: bool = False


ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "settings-changed": "Settings changed",
        "practice-set-up": "Practice set up",
        "practice-imported": "Practice imported from its files",
        "person-added": "Person added",
        "person-changed": "Person changed",
        "person-deactivated": "Person deactivated",
        "person-reactivated": "Person reactivated",
        "term-changed": "Working term changed",
        "term-corrected": "Working term corrected",
        "term-ended": "Working term ended",
        "term-added": "Working term added",
        "term-deleted": "Working term deleted",
        "supervision-added": "Supervision added",
        "supervision-changed": "Supervision changed",
        "supervision-deleted": "Supervision deleted",
        "group-added": "Group added",
        "group-renamed": "Group renamed",
        "group-deleted": "Group deleted",
        "groups-changed": "Groups of a person changed",
        "members-changed": "Members of a group changed",
        "run-requested": "Rota asked for",
        "run-stop-requested": "Run stopped",
        "run-given-up": "Run given up",
        "run-set-aside": "Run set aside",
        "run-taken-back": "Run taken back into the list",
        "run-ended": "Run ended",
        "rota-published": "Rota published",
        "supervision-overridden": "Trainee session published without a supervisor",
        "rota-acknowledged": "Changes of the rota seen",
        "duty-counted": "Duty of weeks gone by counted",
        "duty-adjusted": "Balance of duty adjusted",
        "alert-dismissed": "Alert dismissed",
        "alert-restored": "Dismissal of an alert taken back",
        "hand-off-begun": "Hand-off to the clinical system begun",
        "hand-off-ticked": "Hand-off line ticked",
        "hand-off-owner-changed": "Owner of the hand-off changed",
        "rota-edited": "Rota changed by hand",
        "rota-edit-undone": "Change by hand undone",
        "rota-edit-redone": "Change by hand done again",
        "rota-edits-discarded": "Changes by hand discarded",
        "leave-asked": "Leave asked for",
        "leave-approved": "Leave approved",
        "leave-declined": "Leave declined",
        "leave-cancelled": "Leave cancelled",
        "leave-reopened": "Approval of leave taken back",
        "leave-cut": "Leave cut short by sickness",
        "leave-kept": "Rest of leave kept",
        "leave-whole-again": "Leave cut by sickness whole again",
        "leave-imported": "Leave imported",
        "entitlement-posted": "Entitlement posted",
        "entitlement-adjusted": "Entitlement adjusted",
        "entitlement-reversed": "Entitlement entry reversed",
        "round-opened": "Round of popular weeks opened",
        "round-changed": "Round of popular weeks changed",
        "round-cancelled": "Round of popular weeks cancelled",
        "round-allocated": "Popular weeks given out",
        "bid-made": "Bid for popular weeks made",
        "bid-withdrawn": "Bid for popular weeks withdrawn",
        "backup-asked": "Backup asked for",
        "backup-proof-asked": "Proof of a backup asked for",
        "backup-notice-chosen": "Chosen whether to be told of failed backups",
        "database-restored": "Database restored from a backup",
        "export-asked": "Export of everything asked for",
        "export-taken": "Export of everything taken away",
        "practice-imported-whole": "Whole practice imported from an export",
        "account-made": "Account made",
        "account-changed": "Account changed",
        "account-deactivated": "Account deactivated",
        "account-reactivated": "Account reactivated",
        "signed-out": "Sign-ins ended",
        "password-changed": "Password changed",
        "password-reset-sent": "Password reset sent",
        "password-reset": "Password reset",
        "email-change-asked": "Change of email asked for",
        "email-confirmed": "Email confirmed",
        "invitation-sent": "Invitation sent",
        "invitation-sent-again": "Invitation sent again",
        "invitation-accepted": "Invitation accepted",
        "invitation-revoked": "Invitation revoked",
        "mail-sent-again": "Mail sent again",
        "mail-settled": "Mail that failed seen to",
        "retention-changed": "Time things are kept changed",
        "person-made-nameless": "Person made nameless",
    }
)

ENTITIES: Mapping[str, Entity] = MappingProxyType(
    {
        "account": Entity("Account", superusers_only=True),
        "alert": Entity("Alert"),
        "backup": Entity("Backup"),
        "duty_ledger": Entity("Fairness of duty"),
        "invitation": Entity("Invitation", superusers_only=True),
        "group": Entity("Group of people"),
        "leave_request": Entity("Leave"),
        "leave_round": Entity("Popular weeks"),
        "ledger": Entity("Entitlement"),
        "mail": Entity("Mail", superusers_only=True),
        "retention": Entity("Time things are kept"),
        "person": Entity("Person"),
        "practice": Entity("Practice"),
        "rota_edit": Entity("Change of the rota"),
        "rota_version": Entity("Rota"),
        "hand_off": Entity("Hand-off to the clinical system"),
        "run": Entity("Run"),
    }
)

SUPERUSERS_ONLY = tuple(sorted(name for name, entity in ENTITIES.items() if entity.superusers_only))


def action_in_words(action: str) -> str:
    """What was done; an action of an older version, which has no words any more, as it is stored."""
    return ACTIONS.get(action) or _plain(action)


def entity_in_words(entity: str) -> str:
    """What it was done to."""
    return ENTITIES[entity].words if entity in ENTITIES else _plain(entity)


def field_in_words(path: str) -> str:
    """'leave.notice_weeks' as 'leave, notice weeks'."""
    return path.replace("_", " ").replace(".", ", ")


def _plain(name: str) -> str:
    words = name.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
