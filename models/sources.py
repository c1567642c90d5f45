"""What a person may name as a model beside the catalogue."""

from __future__ import annotations


def is_hub_id(spec: str) -> bool:
    """`org/name`, and not a path: no dot in front, no third part."""
    parts = spec.split("/")
    return len(parts) == 2 and all(
        part
        and not part.startswith(".")
        and part.replace("-", "").replace("_", "").replace(".", "").isalnum()
        for part in parts
    )


def hub_folder_name(hub_id: str) -> str:
    return hub_id.replace("/", "--")
