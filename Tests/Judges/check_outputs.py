"""Holds what the built command prints against the published schemas.

Usage: check_outputs.py GAPBOOK     run at the root of the repository
"""

import json
import pathlib
import subprocess
import sys

from jsonschema import Draft202012Validator


def strict(schema):
    """Forbids fields that the schema does not document; consumers must allow them, we must not."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: strict(part) for name, part in schema.items()}
    if "properties" in closed:
        closed.setdefault("additionalProperties", False)
    return closed


def validators():
    found = {}
    for path in pathlib.Path("docs/schemas").glob("*.schema.json"):
        schema = json.loads(path.read_text())
        Draft202012Validator.check_schema(schema)
        found[path.name] = Draft202012Validator(strict(schema))
    return found


def runs():
    for fixture in sorted(pathlib.Path("Fixtures").glob("*.json")):
        yield ["eval", str(fixture)]
        yield ["slots", str(fixture)]
        # The large practice has 100 types: one answer of it is enough.
        chosen = ["--practitioner", "P01"] if fixture.name == "large.json" else []
        yield ["why", str(fixture), "--at", "2026-03-04T12:15", *chosen]
        yield ["snapshot", "validate", str(fixture)]
    yield ["test"]
    yield ["eval", "README.md"]
    yield ["why", "Fixtures/harbour-dental.json", "--at", "noon"]
    yield ["eval", "Fixtures/harbour-dental.json", "--rules", "nowhere"]


def main(gapbook):
    known = validators()
    failures = 0
    count = 0
    for arguments in runs():
        answer = subprocess.run(
            [gapbook, *arguments, "--format", "json"], capture_output=True, text=True, check=False
        )
        count += 1
        output = json.loads(answer.stdout)
        name, version = output["format"].removeprefix("gapbook.").split("/")
        for error in known[f"{name}-{version}.schema.json"].iter_errors(output):
            failures += 1
            print(f"{' '.join(arguments)}: {error.json_path}: {error.message[:200]}")
    print(f"outputs against their schemas: {count} answers, {failures} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
