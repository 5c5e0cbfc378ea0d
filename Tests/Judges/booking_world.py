"""A practice, a marketplace and the service between: real processes, driven over HTTP alone."""

import base64
import datetime
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

CONFIGURATION = """
ledger: gapbook.sqlite
rules: {rules}
listen: 127.0.0.1:0
connections:
  - {{ name: pms, system: {system}, url: "{pms}", {credentials}, calls_per_minute: 6000,
      insertion: {{ longest_delay_seconds: 3 }} }}
marketplace:
  {{ url: "{market}", api_key: env:MARKETPLACE_KEY, user_agent: Gapbook (a@example.net) TEST }}
patient_keys:
  - {{ id: "1", key: env:PATIENT_KEY }}
sync: {{ seconds: 5 }}
poll: {{ seconds: 1 }}
practices:
  - {{ id: surgery, connection: pms, pms_practice: {practice}, time_zone: {zone},
      phone: "02 5550 0100", marketplace: {{ practice: he-{practice}, key: env:PRACTICE_KEY }} }}
"""
SYSTEMS = {
    "exact": {
        "practice": "harbour-dental", "zone": "Australia/Sydney", "books": ["P1", "P2"],
        "reason": ("R1", "Exam and clean", 45),
        "credentials": 'sign_in_url: "{pms}", client_id: simulated-client, secret: env:PMS_SECRET'},
    "oasis": {
        "practice": "banksia-dental", "zone": "Australia/Perth", "books": ["101", "102"],
        "reason": ("2", "Check-up and Clean", 45), "credentials": "api_key: env:PMS_SECRET"},
}


def until(what, condition, seconds=180):
    """Asks again until it is so; a machine may be slow, so the limit is far."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.3)
    raise TimeoutError(f"never: {what}")


class World:
    def __init__(self, gapbook, system, reference, overlaps):
        self.gapbook, self.system = os.path.abspath(gapbook), SYSTEMS[system]
        self.practice = self.system["practice"]
        self.folder = tempfile.TemporaryDirectory()
        self.processes, self.service = [], None
        snapshot = os.path.abspath(f"Fixtures/{self.practice}.json")
        self.pms = self.stand_in(
            system, snapshot, "--reference", reference, "--overlaps", overlaps)
        self.market = self.stand_in("marketplace", snapshot)
        self.environment = {
            **os.environ, "MARKETPLACE_KEY": "simulated-api-key",
            "PMS_SECRET": "simulated-secret" if system == "exact" else "simulated-key",
            "PRACTICE_KEY": f"key-{self.practice}",
            "PATIENT_KEY": base64.b64encode(os.urandom(32)).decode()}
        pathlib.Path(self.folder.name, "gapbook.yaml").write_text(CONFIGURATION.format(
            rules=os.path.abspath("rules"), system=system, pms=self.pms, market=self.market,
            practice=self.practice, zone=self.system["zone"],
            credentials=self.system["credentials"].format(pms=self.pms)))

    def stand_in(self, name, snapshot, *options):
        file = pathlib.Path(self.folder.name, f"{name}.address")
        self.processes.append(subprocess.Popen(
            [self.gapbook, "simulate", name, "--snapshot", snapshot, "--shift-to-today",
             "--address-file", str(file), *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        until(f"{name} starts", file.exists)
        return file.read_text().strip()

    def start(self):
        with open(pathlib.Path(self.folder.name, "serve.log"), "a") as log:
            self.service = subprocess.Popen(
                [self.gapbook, "serve"], cwd=self.folder.name, env=self.environment,
                stdout=log, stderr=log)

    def stop(self, number):
        self.service.send_signal(number)
        self.service.wait(60)

    def close(self):
        for process in [self.service, *self.processes]:
            if process and process.poll() is None:
                process.kill()
                process.wait()
        self.folder.cleanup()

    def run(self, *arguments):
        return subprocess.run(
            [self.gapbook, *arguments], cwd=self.folder.name, env=self.environment,
            capture_output=True, text=True)

    def ledger(self):
        """The bookings as the command lists them."""
        listed = self.run("bookings", "--limit", "1000", "--format", "json")
        return json.loads(listed.stdout)["bookings"]

    def call(self, address, path, body=None):
        """The answer of a control endpoint; None where it refuses."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{address}/_simulator/{path}", data, {"Content-Type": "application/json"})
        try:
            return json.loads(urllib.request.urlopen(request, timeout=30).read() or "null")
        except urllib.error.HTTPError:
            return None

    def state(self):
        return self.call(self.market, f"practices/he-{self.practice}")

    def book(self, body):
        return self.call(self.market, f"practices/he-{self.practice}/bookings", body)

    def rows(self):
        return self.call(self.pms, f"practices/{self.practice}/rows")

    def patients(self):
        return self.call(self.pms, f"practices/{self.practice}/patients")

    def edit(self, *edits):
        return self.call(self.pms, f"practices/{self.practice}/edits", list(edits))

    def faults(self, text, seed=0):
        rules = [text] if text else []
        return self.call(self.pms, "faults", {"seed": seed, "faults": rules})

    def open_for_bookings(self):
        """Long days, every free start shown, and one type for each book."""
        today = datetime.date.today()
        days = [str(today + datetime.timedelta(days=days)) for days in range(3, 9)]
        reason, name, minutes = self.system["reason"]
        self.edit({"edit": "set_stacking", "stacking": True}, *(
            {"edit": "add_session", "practitioner": book, "date": day, "start": "08:00",
             "end": "18:00"} for book in self.system["books"] for day in days))
        self.start()
        until("the practice is read", self.is_read)
        for book in self.system["books"]:
            self.run("types", "add", f"T{book}", "--name", name, "--minutes", str(minutes),
                     "--practitioner", book)
            self.run("link", f"T{book}", reason, "--practitioner", book)
        until("starts are offered", lambda: len(self.offered()) > 20)

    def is_read(self):
        status = self.run("status", "--practice", "surgery").stdout
        return re.search("last run +(published|unchanged)", status)

    def offered(self):
        """What a patient can book: book, day, time, in a fixed order."""
        return sorted(
            (book, day, start["time"])
            for book, days in self.state()["offered"].items() if book in self.system["books"]
            for day, starts in days.items() for start in starts)
