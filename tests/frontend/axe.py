"""What axe-core finds wrong on a page, as sentences."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.paths import ROOT

AXE = ROOT / "frontend-static/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: Page, script: str) -> list[str]:
    """Every WCAG 2.2 AA violation: rule, what it says, and where. The page must have been opened past its CSP."""
    page.evaluate(script)
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS
    )
    assert found["passes"], "axe looked at nothing"
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]
