"""People, their working terms, groups, and who supervises whom.

A person's `version` counts every change on their page. Terms are split from a date, and rewritten in the past only by
somebody who says so; see docs/decisions/0009.
"""

_PEOPLE = "functions.practice.people.handler"
_TERMS = "functions.practice.people.handler_terms"
_GROUPS = "functions.practice.people.handler_groups"
_SUPERVISION = "functions.practice.people.handler_supervision"

ROUTES = (
    ("/people", f"{_PEOPLE}:People"),
    ("/staff", f"{_PEOPLE}:Staff"),
    ("/term-warnings", f"{_PEOPLE}:TermWarnings"),
    ("/people/{code}", f"{_PEOPLE}:OnePerson"),
    ("/people/{code}/deactivation", f"{_PEOPLE}:Deactivation"),
    ("/people/{code}/terms", f"{_TERMS}:Terms"),
    ("/people/{code}/terms/{term_id:int}", f"{_TERMS}:OneTerm"),
    ("/people/{code}/terms/{term_id:int}/change", f"{_TERMS}:TermChange"),
    ("/people/{code}/terms/{term_id:int}/end", f"{_TERMS}:TermEnd"),
    ("/people/{code}/groups", f"{_GROUPS}:PersonGroups"),
    ("/people/{code}/links", f"{_SUPERVISION}:Links"),
    ("/people/{code}/links/{link_id:int}", f"{_SUPERVISION}:OneLink"),
    ("/groups", f"{_GROUPS}:Groups"),
    ("/groups/{group_code}", f"{_GROUPS}:OneGroup"),
    ("/groups/{group_code}/members", f"{_GROUPS}:GroupMembers"),
)
OWNS = ("staff_group", "staff_group_member", "supervision_link")
