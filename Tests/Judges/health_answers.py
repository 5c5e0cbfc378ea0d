"""Answers of /health, from a service that runs: check_outputs.py holds them against their schema."""

import json
import pathlib
import re
import resource
import signal
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request

SERVED = """
ledger: gapbook.sqlite
rules: {rules}
listen: 127.0.0.1:0
sync: {{ seconds: 5 }}
connections:
  - {{ name: exports, system: files, path: exports }}
practices:
{practices}
"""

PRACTICE = (
    "  - {{ id: {0}, system: exact, connection: exports, pms_practice: {0},"
    " time_zone: Australia/Sydney }}"
)


def asked(address):
    """What /health answers."""
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def until(address, is_so):
    """The first answer of /health that is as it should be."""
    for _ in range(600):
        status, body = asked(address)
        if is_so(status, body):
            return body
        time.sleep(0.1)
    raise SystemExit(f"/health never came to be as expected: {status} {body}")


def change(folder, *statements):
    with sqlite3.connect(folder / "gapbook.sqlite", timeout=60) as database:
        for statement in statements:
            database.execute(statement)
    database.close()


def limit_writes(service, most):
    """Lets the service write no file further than to that byte, as where the disk refuses."""
    _, hard = resource.prlimit(service.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (most, hard))


def health_answers(gapbook, folder):
    """Answers of a running service, through the states that come about at once."""
    for name in ("harbour-dental", "stopped-dental"):
        (folder / "exports" / name).mkdir(parents=True)
        snapshot = json.loads(pathlib.Path("Fixtures/harbour-dental.json").read_text())
        snapshot["pms"]["practice"] = name
        (folder / "exports" / name / "pms.json").write_text(json.dumps(snapshot))
    rules = pathlib.Path("rules").absolute()
    practices = "\n".join(PRACTICE.format(name) for name in ("harbour-dental", "stopped-dental"))
    (folder / "gapbook.yaml").write_text(SERVED.format(rules=rules, practices=practices))
    log = (folder / "serve.log").open("w+")
    service = subprocess.Popen(
        [gapbook, "serve", "--config", str(folder / "gapbook.yaml")],
        stdout=log,
        stderr=log,
        # SIGXFSZ stays ignored, so that a write over the limit fails and ends nothing.
        restore_signals=False,
    )
    try:
        address = None
        for _ in range(600):
            found = re.search(r"http://127\.0\.0\.1:\d+", (folder / "serve.log").read_text())
            if found or service.poll() is not None:
                address = found and found[0]
                break
            time.sleep(0.1)
        yield until(address, lambda status, body: status == 200 and body["unhealthy"] == 0)
        stop = "INSERT INTO stop VALUES ('stopped-dental', 'pms', 'no consent', 1772485200)"
        change(folder, stop)
        yield until(address, lambda status, body: status == 200 and body["attention"])
        change(folder, "UPDATE practice SET is_enabled = 0 WHERE id = 'stopped-dental'")
        yield until(address, lambda status, body: body["practices"]["disabled"] == 1)
        limit_writes(service, 1)
        yield until(address, lambda status, body: status == 503 and body["ledger"])
        limit_writes(service, resource.RLIM_INFINITY)
        yield until(address, lambda status, body: status == 200 and "ledger" not in body)
        change(folder, "PRAGMA legacy_alter_table = ON", "ALTER TABLE practice RENAME TO away")
        yield until(address, lambda status, body: status == 503 and body["status"] == "no ledger")
    finally:
        service.send_signal(signal.SIGKILL)
        service.wait()
        log.close()
