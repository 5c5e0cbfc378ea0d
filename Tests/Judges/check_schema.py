"""Checks that the snapshot schema and the decoder give the same verdict on every document.

Usage: check_schema.py FOLDER, where FOLDER holds the corpus.jsonl that the decoder's test writes
when GAPBOOK_CORPUS names that folder. Needs the package jsonschema.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEMA = ROOT / "docs" / "schemas" / "snapshot-1.schema.json"


def names_in(value):
    """The names of all fields in a document."""
    if isinstance(value, dict):
        return set(value).union(*map(names_in, value.values()))
    return set().union(*map(names_in, value)) if isinstance(value, list) else set()


def names_declared(schema):
    """The names of all fields that the schema describes."""
    if isinstance(schema, list):
        return set().union(*map(names_declared, schema))
    if not isinstance(schema, dict):
        return set()
    return set(schema.get("properties", {})).union(*map(names_declared, schema.values()))


def main(folder):
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    lines = [json.loads(line) for line in (Path(folder) / "corpus.jsonl").open()]
    disagreements = []
    for line in lines:
        says = validator.is_valid(json.loads(line["document"]))
        # What only the decoder can see must pass the schema, else the mark is wrong.
        if says != (line["isAccepted"] or line["isDecoderOnly"]):
            disagreements.append(f"{line['name']}: the schema {'accepts' if says else 'refuses'}")
    whole = (json.loads(line["document"]) for line in lines if line["name"] in ("exact", "oasis"))
    unused = names_declared(schema) - set().union(*map(names_in, whole))
    disagreements += [f"no example has the schema's field {name}" for name in sorted(unused)]
    for text in disagreements[:40]:
        print(text, file=sys.stderr)
    accepted = sum(line["isAccepted"] for line in lines)
    alone = sum(line["isDecoderOnly"] for line in lines)
    print(f"{len(lines)} documents, {accepted} accepted, {alone} refused by the decoder only: "
          f"{len(disagreements)} disagreements")
    return 1 if disagreements or not lines else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
