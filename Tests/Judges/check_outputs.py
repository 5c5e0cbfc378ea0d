"""Holds what the built command prints, and what its service answers, against the published schemas.

Usage: check_outputs.py GAPBOOK [FOLDER]     run at the root of the repository

FOLDER holds the health.jsonl that the health answers' test writes when GAPBOOK_CORPUS names it.
"""

import gzip
import hashlib
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

from health_answers import health_answers
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
    yield ["snapshot", "diff", "Fixtures/harbour-dental.json", "Fixtures/near-miss.json"]
    yield ["test"]
    yield ["eval", "README.md"]
    yield ["why", "Fixtures/harbour-dental.json", "--at", "noon"]
    yield ["eval", "Fixtures/harbour-dental.json", "--rules", "nowhere"]


CONFIGURATION = """
ledger: gapbook.sqlite
rules: {rules}
connections:
  - {{ name: exports, system: files, path: exports }}
"""


def read(ledger, fixture):
    """Keeps a fixture as the practice's latest reading, as a sync would."""
    snapshot = json.loads(pathlib.Path(fixture).read_text())
    practice = snapshot["pms"]["practice"]
    snapshot["setup"], snapshot["claims"] = {"time_zone": "UTC"}, []
    text = json.dumps(snapshot).encode()
    digest = hashlib.sha256(text).hexdigest()
    with sqlite3.connect(ledger) as database:
        database.execute(
            "INSERT INTO reading VALUES (?, ?, ?, ?)",
            (digest, practice, len(text), gzip.compress(text)),
        )
        database.execute(
            "INSERT INTO latest_reading VALUES (?, ?, 1772485200)", (practice, digest)
        )
    database.close()


def book(ledger, practice, number, state, code=None, entry=None, told=None):
    """Stores a booking in that state, as the service would."""
    is_final = state in ("confirmed", "rejected", "ended")
    is_sent = state not in ("rejected", "intended")
    place = (None, None, None, None) if state == "rejected" else ("P1", "R1", 1772578800, 30)
    with sqlite3.connect(ledger) as database:
        database.execute(
            "INSERT INTO booking VALUES"
            " (?, ?, ?, ?, 'P1', 'R1', 29543580, 1800, 1772485200, 1, '', 1772485201,"
            " ?, ?, ?, ?, ?, ?, ?, 1772485202, ?, ?, ?, NULL, ?, ?, 1)",
            (
                number, practice, str(1040 + number), f"reference-{number}", *place, state, code,
                "removed" if state == "ended" else None, None if is_final else 1772485800,
                int(is_sent), 1772485202 if is_sent else None, entry, told,
            ),
        )
        database.execute(
            "INSERT INTO booking_event VALUES (?, 1, 1772485201, 'received', NULL),"
            " (?, 2, 1772485202, 'refused', 'D01-SLOT-TAKEN')",
            (number, number),
        )
        if state == "confirmed":
            database.execute(
                "INSERT INTO booking_message VALUES (NULL, ?, ?, 'confirmed', NULL, 2, 1)",
                (number, practice),
            )
    database.close()


def booking_runs(folder):
    """Commands over bookings in every kind of state."""
    ledger = folder / "gapbook.sqlite"
    yield ["bookings"]
    yield ["booking", "1041"]
    book(ledger, "harbour-dental", 1, "rejected", code="D01-SLOT-TAKEN", told="rejected")
    book(ledger, "harbour-dental", 2, "confirmed", entry="A1")
    book(ledger, "harbour-dental", 3, "ended", entry="A2", told="confirmed")
    book(ledger, "harbour-dental", 4, "needs_person", code="D03-TIMEOUT-UNKNOWN")
    book(ledger, "harbour-dental", 5, "reconciling")
    yield ["bookings"]
    yield ["bookings", "--state", "needs-person"]
    yield ["bookings", "--state", "ended", "--practice", "harbour-dental", "--limit", "1"]
    for number in range(1, 6):
        yield ["booking", str(1040 + number)]
    yield ["booking", "10411"]
    yield ["status"]
    yield ["doctor"]
    yield ["booking", "resolve", "1042", "--not-in-diary"]
    yield ["booking", "resolve", "1044", "--not-in-diary"]
    yield ["booking", "resolve", "1044", "--in-diary", "A7", "--anyway", "--why", "seen"]
    yield ["booking", "1044"]
    yield ["audit"]


def ledger_runs(folder):
    """Commands over a ledger in that folder, in an order in which each finds what it needs."""
    put = ["--pms", "exact", "--connection", "exports", "--pms-practice", "harbour-dental"]
    access = ["--marketplace-practice", "42", "--marketplace-key", "env:KEY", "--phone", "1"]
    zone = ["--time-zone", "Australia/Sydney"]
    yield ["practice", "list"]
    yield ["practice", "add", "harbour-dental", *put, *zone, *access, "--why", "go live"]
    yield ["practice", "add", "harbour-dental", *put, *zone]
    yield ["types", "add", "T1", "--name", "Exam", "--minutes", "30", "--practitioner", "P1"]
    yield ["types", "list"]
    yield ["refresh"]
    read(folder / "gapbook.sqlite", "Fixtures/harbour-dental.json")
    yield ["types", "add", "T1", "--name", "Examination", "--minutes", "30", "--all"]
    yield ["types", "list"]
    yield ["link", "--accept-proposals"]
    yield ["link", "--accept-proposals", "--include-fuzzy", "--yes"]
    yield ["link", "T1", "no such reason", "--all"]
    yield ["types", "list"]
    yield ["unlink", "T1", "--all", "--why", "again"]
    yield ["types", "remove", "T1", "--all"]
    yield ["assign", "no such reason"]
    yield ["assign", "--none"]
    yield ["alias", "add", "--type", "Sore tooth", "--reason", "Emergency"]
    yield ["alias", "add", "--healthengine", "HE online"]
    yield ["alias", "list"]
    yield ["alias", "remove", "--type", "Sore tooth"]
    yield ["parameter", "set", "publishing.horizon_days", "60"]
    yield ["parameter", "set", "publishing.horizon_days", "600"]
    yield ["parameter", "list"]
    yield ["parameter", "unset", "publishing.horizon_days"]
    yield ["refresh", "--practitioner", "nobody"]
    yield ["resync", "configuration"]
    yield ["practice", "change", "harbour-dental", "--phone", "02 5550 0100"]
    yield ["practice", "disable", "harbour-dental"]
    yield ["practice", "list"]
    yield ["practice", "enable", "harbour-dental"]
    yield ["practice", "list"]
    yield ["audit"]
    yield ["config", "check"]
    yield ["status"]
    yield ["rules", "check"]
    yield ["rules", "activate", "--yes"]
    yield ["rules", "activate", "--dry-run"]
    yield ["rules", "list"]
    yield ["rules", "rollback", "--yes"]
    yield ["sync", "--dry-run"]
    yield ["status", "--practice", "harbour-dental"]
    yield ["doctor"]
    yield from booking_runs(folder)
    yield ["ledger", "backup", str(folder / "backup.sqlite")]
    yield ["ledger", "verify"]
    with sqlite3.connect(folder / "gapbook.sqlite") as database:
        database.execute("DROP TRIGGER audit_is_never_changed")
    database.close()
    yield ["ledger", "verify"]


def all_runs(folder):
    yield from runs()
    configuration = folder / "gapbook.yaml"
    rules = pathlib.Path("rules").absolute()
    configuration.write_text(CONFIGURATION.format(rules=rules))
    for arguments in ledger_runs(folder):
        yield [*arguments, "--config", str(configuration)]


def outputs(gapbook, folder, corpus):
    """Everything that is judged, with what it is."""
    (folder / "commands").mkdir()
    for arguments in all_runs(folder / "commands"):
        answer = subprocess.run(
            [gapbook, *arguments, "--format", "json"], capture_output=True, text=True, check=False
        )
        yield " ".join(arguments), json.loads(answer.stdout)
    (folder / "service").mkdir()
    for answer in health_answers(gapbook, folder / "service"):
        yield f"GET /health, {answer['status']}", answer
    if corpus:
        for line in (pathlib.Path(corpus) / "health.jsonl").open():
            answer = json.loads(line)
            yield f"GET /health of the corpus, {answer['status']}", answer


def main(gapbook, corpus=None):
    with tempfile.TemporaryDirectory() as folder:
        return check(outputs(gapbook, pathlib.Path(folder), corpus))


def check(answers):
    known = validators()
    failures = 0
    count = 0
    for what, output in answers:
        count += 1
        name, version = output["format"].removeprefix("gapbook.").split("/")
        for error in known[f"{name}-{version}.schema.json"].iter_errors(output):
            failures += 1
            print(f"{what}: {error.json_path}: {error.message[:200]}")
    print(f"outputs against their schemas: {count} answers, {failures} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
