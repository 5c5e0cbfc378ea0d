"""Checks recorded exchanges with the marketplace against the marketplace's own OpenAPI file.

Usage: check_contract.py FOLDER, where FOLDER holds the exchanges that the tests wrote when
GAPBOOK_EXCHANGES named it, one JSON file each. GAPBOOK_MARKETPLACE_CONTRACT names the contract's
file, which is no part of this repository; without it nothing is checked, and that is said.

Requests and answers are validated by openapi-core. What the contract says only in words (how times
are written, what may be null, what must be unique) is checked here as well. At last each kind of
request is spoilt on purpose, to see that the judge would have noticed.
Needs the packages openapi-core and pyyaml.
"""

import copy
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlparse

CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
PATTERNS = {
    "time": rf"^{CLOCK}$",
    "datetime": rf"^{DAY} {CLOCK}:[0-5]\d$",
    "date": rf"^{DAY}$",
}
BIRTH = r"^(0[1-9]|[12]\d|3[01])-(0[1-9]|1[0-2])-\d{4}$"
KEYS = ("api-key", "practice-id", "practice-key")
AGENT = re.compile(r"^\S.* \([^()\s]+@[^()\s]+\) \S+$")
# Statuses of HTTP that can come from anywhere, whether the contract names them or not.
UNNAMED = {403, 429, 500, 502, 503, 504}
WEEK = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "publicHolidays"}

# What Gapbook calls; each must have been recorded at least once with a good answer.
NEEDED = {
    "pollRequests", "bookingRequests", "bookingUpdateRequests", "availabilitySnapshotRequests",
    "pmsAppointmentChangeRequests", "confirmBookingInsert", "rejectBookingInsert",
    "confirmBookingUpdate", "rejectBookingUpdate", "cancelBooking", "didNotAttend",
    "noPmsAppointmentChange", "sendAvailabilitySnapshots", "uploadPmsResources", "getResources",
    "uploadPmsAppointmentTypes", "getPmsAppointmentTypes", "uploadLivenessContract", "getFeatures",
    "disableFeature", "getSubscriptions", "createSubscription", "deleteSubscription",
}


def with_words(schema):
    """The contract with what its descriptions say written into its schemas."""
    if isinstance(schema, list):
        return [with_words(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {name: with_words(part) for name, part in schema.items()}
    words = schema.get("description")
    words = words if isinstance(words, str) else ""
    if schema.get("format") in PATTERNS and schema.get("type") == "string":
        kind = schema.pop("format")
        schema["pattern"] = BIRTH if "DD-MM-YYYY" in words else PATTERNS[kind]
    if re.search(r"\b(can|may) be null\b", words, re.IGNORECASE) and "type" in schema:
        schema["nullable"] = True
        if "enum" in schema:
            schema["enum"] = schema["enum"] + [None]
    return schema


def closed(schema):
    """Lets no object of the schemas have a field that the contract does not name."""
    if schema.get("type") == "object" and "properties" in schema:
        schema["additionalProperties"] = False
    for part in schema.get("properties", {}).values():
        closed(part)
    if "items" in schema:
        closed(schema["items"])


def unique(values, what):
    twice = [value for value, count in Counter(values).items() if count > 1]
    return [f"{what} {value!r} stands twice" for value in twice]


def ordered(ranges):
    return [f"a range ends at {range_['end']}, not after {range_['start']}"
            for range_ in ranges if not range_["start"] < range_["end"]]


def snapshots(body, _):
    says = [] if 1 <= len(body) <= 100 else [f"{len(body)} snapshots in one call"]
    says += unique([snapshot["id"] for snapshot in body if "id" in snapshot], "the snapshot id")
    says += unique([(snapshot["date"], snapshot["pmsResourceId"]) for snapshot in body], "the day")
    for snapshot in body:
        says += ordered(snapshot["availability"])
        for range_ in snapshot["availability"]:
            length = range_["slotLength"]
            start, end = (int(time[:2]) * 60 + int(time[3:])
                          for time in (range_["start"], range_["end"]))
            if length < 60 or length % 60:
                says.append(f"a slot of {length} seconds")
            elif (end - start) * 60 % length:
                says.append(f"a range of {end - start} minutes with slots of {length} seconds")
            types = range_.get("pmsAppointmentTypeIds")
            if not types or len(set(types)) < len(types):
                says.append("a range without types, or with one of them twice")
    return says


def snapshots_answer(body, answer):
    lists = {name: answer.get(name, []) for name in ("created", "existing", "failed")}
    named = [reference for references in lists.values() for reference in references]
    says = unique(named, "in the answer,")
    known = {snapshot.get("id", str(place)) for place, snapshot in enumerate(body)}
    says += [f"the answer names {name!r}, which was not sent" for name in set(named) - known]
    says += [f"the answer does not name {name!r}" for name in known - set(named)]
    told = {error.get("snapshot") for error in answer.get("errors", [])}
    return says + [f"no error tells of {name!r}" for name in set(lists["failed"]) ^ told]


def listed(kind):
    def check(body, _):
        says = []
        for field in (f"{kind}Id", f"{kind}Name"):
            says += unique([row[field] for row in body], field)
            says += [f"an empty {field}" for row in body if not row[field]]
        lengths = [row.get("pmsAppointmentLength", 1) for row in body]
        return says + [f"a length of {length} minutes" for length in lengths if length < 1]
    return check


def liveness(body, _):
    hours = body.get("liveHours", {})
    says = [] if set(hours) == WEEK else [f"live hours of {sorted(hours)}"]
    return says + [text for ranges in hours.values() for text in ordered(ranges)]


def confirmation(body, _):
    return [] if body["pmsAppointmentIds"] and body["pmsPatientId"] else ["an empty confirmation"]


def subscription(body, _):
    address = urlparse(body["callbackUrl"])
    return [] if address.scheme in ("http", "https") and address.netloc else ["no whole address"]


ASKED = {
    "sendAvailabilitySnapshots": snapshots,
    "uploadPmsResources": listed("pmsResource"),
    "uploadPmsAppointmentTypes": listed("pmsAppointmentType"),
    "uploadLivenessContract": liveness,
    "confirmBookingInsert": confirmation,
    "createSubscription": subscription,
}
ANSWERED = {"sendAvailabilitySnapshots": snapshots_answer}


class Judge:
    def __init__(self, contract):
        import yaml
        from openapi_core import OpenAPI

        self.spec = with_words(yaml.safe_load(Path(contract).read_text()))
        schemas = self.spec["components"]["schemas"]
        for schema in schemas.values():
            closed(schema)
        # The contract's callbacks and its guide write null where there is no client id.
        schemas["ClientId"]["nullable"] = True
        server = urlparse(self.spec["servers"][0]["url"])
        self.host, self.prefix = f"{server.scheme}://{server.netloc}", server.path
        self.api = OpenAPI.from_dict(self.spec)
        self.operations = [
            (method.upper(), re.compile("^" + re.sub(r"\{\w+\}", "[^/]+", path) + "$"), operation)
            for path, item in self.spec["paths"].items() for method, operation in item.items()
        ]

    def operation(self, exchange):
        for method, path, operation in self.operations:
            if method == exchange["method"] and path.match(exchange["path"]):
                return operation
        return None

    def faults(self, exchange):
        """All that is wrong with an exchange."""
        from openapi_core.testing import MockRequest, MockResponse

        operation = self.operation(exchange)
        if operation is None:
            return ["the contract has no such call"]
        body, answer = exchange["body"], exchange["answer"]
        request = MockRequest(
            self.host, exchange["method"].lower(), self.prefix + exchange["path"],
            args=exchange["query"], headers=exchange["headers"],
            data=None if body is None else body.encode(), content_type="application/json")
        says = self.headers(exchange, operation)
        try:
            self.api.validate_request(request)
            expected = operation["responses"].get(str(exchange["status"]))
            if expected is None and exchange["status"] not in UNNAMED:
                says.append(f"the contract has no status {exchange['status']} here")
            elif expected and "application/json" in expected.get("content", {}):
                self.api.validate_response(request, MockResponse(
                    answer.encode(), exchange["status"], content_type="application/json"))
        except Exception as fault:  # openapi-core raises many kinds
            errors = getattr(fault.__cause__, "schema_errors", None)
            words = "; ".join(error.message for error in errors) if errors else ""
            return says + [f"{type(fault).__name__}: {fault if not words else words}"]
        name = operation["operationId"]
        content = None if body is None else json.loads(body)
        says += ASKED.get(name, lambda *_: [])(content, None)
        if exchange["status"] == 200:
            says += ANSWERED.get(name, lambda *_: [])(content, json.loads(answer or "null"))
            if "page" in exchange["query"] or operation["summary"].endswith("requests"):
                says += self.page(exchange)
        return says

    def headers(self, exchange, operation):
        sent = {name.lower(): value for name, value in exchange["headers"].items()}
        says = [f"no header {key}" for key in KEYS if not sent.get(key)]
        if not AGENT.match(sent.get("user-agent", "")):
            says.append("the user agent is not VENDOR (EMAIL) ENVIRONMENT")
        if (exchange["body"] is not None) != ("requestBody" in operation):
            says.append("a body where none belongs, or none where one does")
        if exchange["body"] is not None and sent.get("content-type") != "application/json":
            says.append("the body's type is not told")
        if exchange["isGzip"] != (sent.get("content-encoding") == "gzip"):
            says.append("the body is compressed and does not say so, or the other way round")
        return says

    def page(self, exchange):
        answer = json.loads(exchange["answer"])
        page = answer.get("page") if isinstance(answer, dict) else None
        if not page:
            return []
        asked = int(exchange["query"].get("page", 1))
        says = [] if page.get("currentPage") == asked else [f"page {page.get('currentPage')}"]
        if page.get("totalPages", 0) < asked or len(answer["data"]) > page.get("perPage", 10**9):
            says.append("the page's numbers contradict each other")
        return says

    # Spoilt on purpose.

    def unnoticed(self, exchanges):
        """The names of spoilt exchanges that the judge takes for good ones."""
        names = []
        for name, operation, spoil in SPOILT:
            good = next((exchange for exchange in exchanges
                         if self.operation(exchange)["operationId"] == operation), None)
            if good is None:
                names.append(f"{name}: there is no exchange to spoil")
                continue
            bad = copy.deepcopy(good)
            spoil(bad)
            if not self.faults(bad):
                names.append(name)
        return names


def in_body(change):
    def spoil(exchange):
        body = json.loads(exchange["body"])
        change(body)
        exchange["body"] = json.dumps(body)
    return spoil


def in_answer(change):
    def spoil(exchange):
        answer = json.loads(exchange["answer"])
        change(answer)
        exchange["answer"] = json.dumps(answer)
    return spoil


def first_range(**fields):
    """Gives the first range of the first snapshot that has one other fields."""
    return in_body(lambda body: next(
        snapshot for snapshot in body if snapshot["availability"])["availability"][0]
        .update(fields))


DAYS = "sendAvailabilitySnapshots"
SPOILT = [
    ("a key is missing", "pollRequests", lambda exchange: exchange["headers"].pop("practice-key")),
    ("no user agent", "pollRequests", lambda exchange: exchange["headers"].pop("user-agent")),
    ("no content type", DAYS, lambda exchange: exchange["headers"].pop("content-type")),
    ("gzip unsaid", DAYS, lambda exchange: exchange.update(isGzip=not exchange["isGzip"])),
    ("another path", "pollRequests", lambda exchange: exchange.update(path="/request")),
    ("an unknown kind", "pollRequests", lambda exchange: exchange.update(answer='["x"]')),
    ("another status", "pollRequests", lambda exchange: exchange.update(status=202)),
    ("an id that is no number", "rejectBookingInsert",
     lambda exchange: exchange.update(path="/bookings/b42/rejectInsert")),
    ("a body too many", "confirmBookingUpdate", lambda exchange: exchange.update(body="{}")),
    ("a reason that is a number", "rejectBookingInsert",
     lambda exchange: exchange.update(body='{"reason": 1}')),
    ("24:00", DAYS, first_range(end="24:00")),
    ("seconds in a time", DAYS, first_range(start="09:00:00")),
    ("a range backwards", DAYS, first_range(start="23:59")),
    ("minutes as seconds", DAYS, first_range(slotLength=30)),
    ("a length as text", DAYS, first_range(slotLength="1800")),
    ("no types", DAYS, first_range(pmsAppointmentTypeIds=[])),
    ("an unknown field", DAYS, first_range(room="1")),
    ("a date backwards", DAYS, in_body(lambda body: body[0].update(date="04-03-2026"))),
    ("a day twice", DAYS, in_body(lambda body: body.append(dict(body[0], id="other")))),
    ("an id twice", DAYS, in_body(lambda body: body.append(dict(body[0], date="2026-09-09")))),
    ("a day unanswered", DAYS, in_answer(lambda answer: answer.update(created=[], existing=[]))),
    ("a name twice", "uploadPmsResources",
     in_body(lambda body: body.append(dict(body[0], pmsResourceId="other")))),
    ("no name", "uploadPmsResources", in_body(lambda body: body[0].pop("pmsResourceName"))),
    ("an id twice", "uploadPmsAppointmentTypes",
     in_body(lambda body: body.append(dict(body[0], pmsAppointmentTypeName="other")))),
    ("a length of nothing", "uploadPmsAppointmentTypes",
     in_body(lambda body: body[0].update(pmsAppointmentLength=0))),
    ("a day is missing", "uploadLivenessContract",
     in_body(lambda body: body["liveHours"].pop("sunday"))),
    ("no patient", "confirmBookingInsert", in_body(lambda body: body.pop("pmsPatientId"))),
    ("an unknown topic", "createSubscription", in_body(lambda body: body.update(topic="all"))),
    ("a time with an offset", "bookingRequests", in_answer(
        lambda answer: answer["data"][0].update(pmsAppointmentTime="2026-03-04T09:30:00+11:00"))),
    ("another page", "bookingRequests",
     in_answer(lambda answer: answer["page"].update(currentPage=9))),
]


def main(folder):
    contract = os.environ.get("GAPBOOK_MARKETPLACE_CONTRACT")
    if not contract:
        print("skipped: GAPBOOK_MARKETPLACE_CONTRACT does not name the marketplace's OpenAPI file")
        return 0
    judge = Judge(contract)
    exchanges, wrong, seen = [], [], set()
    for path in sorted(Path(folder).glob("*.json")):
        exchange = json.loads(path.read_text())
        faults = judge.faults(exchange)
        call = f"{path.name}: {exchange['method']} {exchange['path']}"
        wrong += [f"{call}: {fault}" for fault in faults]
        if not faults:
            exchanges.append(exchange)
            if exchange["status"] < 300:
                seen.add(judge.operation(exchange)["operationId"])
    wrong += [f"no good exchange of {name} was recorded" for name in sorted(NEEDED - seen)]
    wrong += [f"spoilt and not noticed: {name}" for name in judge.unnoticed(exchanges)]
    for text in wrong[:40]:
        print(text, file=sys.stderr)
    print(f"{len(exchanges)} good exchanges of {len(seen)} calls, {len(SPOILT)} spoilt ones: "
          f"{len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
