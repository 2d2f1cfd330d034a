"""The page of figures, read as Prometheus reads it."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families


class Figures:
    """Every sample on the page by its name and labels."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.families = list(text_string_to_metric_families(text))

    @property
    def names(self) -> set[str]:
        """Every name a rule may use, of figures that are not there yet as well."""
        ends = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}
        return {family.name + end for family in self.families for end in ends.get(family.type, ("",))}

    def all(self, name: str, /, **labels: str) -> list[tuple[dict[str, str], float]]:
        return [
            (sample.labels, sample.value)
            for family in self.families
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        ]

    def one(self, name: str, /, **labels: str) -> float:
        ((_, value),) = self.all(name, **labels)
        return value
