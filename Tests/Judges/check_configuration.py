"""Checks that the configuration's schema and decoder give the same verdict on every document.

Usage: check_configuration.py FOLDER, where FOLDER holds the configuration.jsonl that the decoder's
test writes when GAPBOOK_CORPUS names that folder. Needs the package jsonschema.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEMA = ROOT / "docs" / "schemas" / "configuration-1.schema.json"


def main(folder):
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    lines = [json.loads(line) for line in (Path(folder) / "configuration.jsonl").open()]
    disagreements = []
    for line in lines:
        says = validator.is_valid(json.loads(line["document"]))
        # What only the decoder can see must pass the schema, else the mark is wrong.
        if says != (line["isAccepted"] or line["isDecoderOnly"]):
            disagreements.append(f"{line['name']}: the schema {'accepts' if says else 'refuses'}")
    for text in disagreements[:40]:
        print(text, file=sys.stderr)
    accepted = sum(line["isAccepted"] for line in lines)
    print(f"{len(lines)} configurations, {accepted} accepted: {len(disagreements)} disagreements")
    return 1 if disagreements or not lines else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
