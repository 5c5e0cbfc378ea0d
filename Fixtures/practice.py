"""Puts a made-up practice together, row by row, and lays it out as `Snapshot.json()` does."""

import json
from datetime import date, datetime, timedelta
from random import Random

ROWS = {"dropped", "practitioners", "reasons", "sessions", "diary", "appointment_types", "links",
        "claims"}
BLOCKS = {"pms", "setup", "parameters"}


def minute(text):
    """Minutes since midnight of `08:30`."""
    return int(text[:2]) * 60 + int(text[3:])


def clock(minutes):
    """`08:30` for 510."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def written(value, name=None, indent=0):
    """The value as `Snapshot.json()` lays it out: long lists have one row a line."""
    margin = "\n" + " " * indent
    if isinstance(value, dict) and (name is None or name in BLOCKS):
        items = [f"{json.dumps(key)}: {written(item, key, indent + 2)}"
                 for key, item in value.items()]
        return "{" + ",".join(margin + "  " + item for item in items) + margin + "}"
    if isinstance(value, list) and name in ROWS and value:
        rows = [json.dumps(row, ensure_ascii=False) for row in value]
        return "[" + ",".join(margin + "  " + row for row in rows) + margin + "]"
    return json.dumps(value, ensure_ascii=False)


class Practice:
    """One practice's snapshot while it is put together."""

    def __init__(self, system, practice, name, zone, read_at, local_read_at, days, phone=None,
                 **facts):
        self.random = Random(practice)
        self.now = local_read_at
        first = date.fromisoformat(local_read_at[:10])
        self.dates = [first + timedelta(days=number) for number in range(days)]
        self.pms = {"system": system, "practice": practice, "practice_name": name,
                    "read_at": read_at}
        self.pms.update({key: value for key, value in facts.items() if value is not None})
        self.pms["days"] = {"first": str(self.dates[0]), "last": str(self.dates[-1])}
        self.pms.update(practitioners=[], reasons=[], sessions=[], diary=[])
        self.setup = {"time_zone": zone}
        if phone:
            self.setup["phone"] = phone
        self.setup.update(appointment_types=[], links=[])
        self.claims = []
        self.taken = {}

    def pick(self, options):
        """One of the options; `random()` is the only call whose numbers Python promises to keep."""
        return options[int(self.random.random() * len(options))]

    def practitioner(self, practitioner, name, **facts):
        self.pms["practitioners"].append({"id": practitioner, "name": name, **facts})

    def reason(self, reason, name, minutes=None, members=None, **facts):
        """Adds a reason; `members` are ids, or pairs of an id and a length."""
        row = {"id": reason, "name": name, **facts}
        if minutes:
            row["minutes"] = minutes
        if members is not None:
            pairs = [(one, None) if isinstance(one, str) else one for one in members]
            row["practitioners"] = [
                {"practitioner": who, "minutes": length} if length else {"practitioner": who}
                for who, length in pairs]
        self.pms["reasons"].append(row)

    def type(self, kind, name, lengths, reason=None):
        """Adds an appointment type for each practitioner in `lengths`, linked where a reason is."""
        for who, length in lengths.items():
            self.setup["appointment_types"].append(
                {"id": kind, "practitioner": who, "name": name, "minutes": length})
            if reason:
                self.setup["links"].append({"type": kind, "practitioner": who, "reason": reason})

    def sessions(self, who, weekdays, start, end, *breaks):
        """Adds working time on those days of the week, Monday being 1."""
        for day in self.dates:
            if day.isoweekday() in weekdays:
                row = {"practitioner": who, "date": str(day), "start": start, "end": end}
                if breaks:
                    row["breaks"] = [{"start": one, "end": other} for one, other in breaks]
                self.pms["sessions"].append(row)

    def entry(self, who, day, start, kind, minutes, status=None):
        """Adds a diary entry and remembers its time."""
        row = {"id": f"D{len(self.pms['diary']) + 1:04}", "practitioner": who, "kind": kind}
        if status:
            row["status"] = status
        row.update(start=f"{day}T{clock(start)}", minutes=minutes)
        self.pms["diary"].append(row)
        if status not in ("cancelled", "did_not_attend"):
            self.taken.setdefault((who, str(day)), []).append((start, start + minutes))

    def leave(self, who, day):
        """Takes a practitioner away for a whole day."""
        self.pms["diary"].append(
            {"id": f"D{len(self.pms['diary']) + 1:04}", "practitioner": who, "kind": "leave",
             "start": f"{day}T00:00", "end": f"{day + timedelta(days=1)}T00:00"})
        self.taken.setdefault((who, str(day)), []).append((0, 1440))

    def is_free(self, who, day, start, end):
        spans = self.taken.get((who, str(day)), [])
        return all(end <= first or start >= last for first, last in spans)

    def status(self, day, start):
        """A status that suits the time: behind the reading, just then, or ahead of it."""
        chance = self.random.random()
        now = datetime.fromisoformat(self.now)
        ahead = datetime.fromisoformat(f"{day}T{clock(start)}") - now
        if ahead < timedelta(0):
            return "did_not_attend" if chance < 0.1 else "completed"
        if chance < 0.05:
            return "cancelled"
        if ahead < timedelta(minutes=20):
            return "arrived"
        return "pending" if chance < 0.3 else "confirmed"

    def fill(self, lengths, share=0.5):
        """Fills about that share of the working time with appointments and a few blocks."""
        for session in self.pms["sessions"]:
            who, day = session["practitioner"], session["date"]
            start = minute(session["start"])
            for pause in session.get("breaks", []) + [{"start": session["end"]}]:
                self.fill_stretch(who, day, start, minute(pause["start"]), lengths, share)
                start = minute(pause.get("end", "24:00"))

    def fill_stretch(self, who, day, start, end, lengths, share):
        while start < end:
            length = self.pick(lengths)
            if self.random.random() >= share:
                start += self.pick([15, 30, 45])
            elif start + length <= end and self.is_free(who, day, start, start + length):
                if self.random.random() < 0.05:
                    self.entry(who, day, start, "block", length)
                else:
                    self.entry(who, day, start, "appointment", length, self.status(day, start))
                start += length
            else:
                start += 15

    def claim(self, claim, who, length, after):
        """Adds a booking of ours in the first free time on or after a day."""
        for session in self.pms["sessions"]:
            if session["practitioner"] != who or session["date"] < after:
                continue
            pauses = [(minute(one["start"]), minute(one["end"]))
                      for one in session.get("breaks", [])]
            for start in range(minute(session["start"]), minute(session["end"]) - length + 1, 15):
                end = start + length
                works = all(end <= first or start >= last for first, last in pauses)
                if works and self.is_free(who, session["date"], start, end):
                    self.claims.append({"id": claim, "practitioner": who,
                                        "start": f"{session['date']}T{clock(start)}",
                                        "minutes": length})
                    return

    def text(self):
        snapshot = {"format": "gapbook.snapshot/1", "pms": self.pms, "setup": self.setup}
        if self.claims:
            snapshot["claims"] = self.claims
        return written(snapshot) + "\n"
