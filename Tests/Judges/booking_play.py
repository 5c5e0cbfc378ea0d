"""What patients, staff, the network and the machine do in a world, by a seed."""

import random
import signal
import time

from booking_world import until

FAULTS = [
    "lost-answer@POST:0.5", "lost-request@POST:0.5", "fails-after@POST:0.5",
    "fails-before@POST:0.5", "fails-after=504@POST:0.4", "applied-late=1@POST:0.3",
    "stale=1s:0.7", "latency=50..900:0.8", "truncated:0.2", "rate-limited=1:0.2",
    "offline:0.5", "lost-answer:0.2"]

ENDS = ("confirmed", "rejected", "ended", "needs_person")


class Play:
    """One run, and what is known of it afterwards without asking the service."""

    def __init__(self, world, seed):
        self.world, self.random, self.seed = world, random.Random(seed), seed
        self.staff = {row["id"]: row for row in world.rows()}
        self.patients = {}   # booking -> last name
        self.touched = set()  # last names whose rows staff have changed
        self.kills = 0

    def act(self):
        chance = self.random.random()
        if chance < 0.5:
            self.patients_book()
        elif chance < 0.6:
            self.staff_take()
        elif chance < 0.68:
            self.staff_change()
        elif chance < 0.76:
            self.kill()
        else:
            self.world.faults(
                self.random.choice(FAULTS + [""] * 4), self.random.randrange(1 << 30))

    def some_start(self):
        """One of the first that are offered; where none is, what is asked for is refused."""
        book, day, clock = self.random.choice(self.world.offered()[:40] or [("none",) * 3])
        return book, f"{day}T{clock}"

    def patients_book(self):
        book, start = self.some_start()
        for number in range(self.random.choice([1, 1, 1, 2, 2, 5])):
            patient = self.somebody()
            booking = self.world.book({
                "book": book, "start": start, "double": number > 0, "patient": patient})
            if booking:
                self.patients[booking["booking"]] = patient["last_name"]

    def somebody(self):
        """A patient whom no practice has, and who is like nobody else."""
        name = "".join(self.random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(10))
        day, year = self.random.randint(10, 28), self.random.randint(1950, 1999)
        return {"first_name": name[::-1].title(), "last_name": name.title(),
                "date_of_birth": f"{day}-03-{year}", "email": f"{name}@example.com",
                "phone": f"04{self.random.randrange(10 ** 8):08}"}

    def staff_take(self):
        book, start = self.some_start()
        name = f"STAFF-{len(self.staff)}"
        if self.world.edit({"edit": "add_entry", "id": name, "practitioner": book,
                            "start": start, "minutes": 30}):
            self.staff[name] = next(row for row in self.world.rows() if row["id"] == name)

    def staff_change(self):
        """Staff cancel or delete an appointment of ours that stands in the diary."""
        ours = [row for row in self.world.rows() if row["id"] not in self.staff]
        if ours:
            row = self.random.choice(ours)
            names = {patient["id"]: patient["last_name"] for patient in self.world.patients()}
            self.touched.add(names.get(row.get("patient")))
            self.world.edit({"edit": self.random.choice(["delete_entry", "cancel_entry"]),
                             "entry": row["id"]})

    def kill(self):
        self.kills += 1
        self.world.stop(self.random.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM]))
        time.sleep(self.random.random())
        self.world.start()

    def settle(self):
        self.world.faults("")
        until("each booking has ended, or waits for a person", lambda: not self.undecided())

    def undecided(self):
        """What is told at the marketplace, and known in the ledger, of bookings without an end."""
        known = {booking["id"]: booking["state"] for booking in self.world.ledger()}
        told = {booking["id"]: booking["stage"] for booking in self.world.state()["bookings"]}
        return {
            booking: (stage, known.get(str(booking))) for booking, stage in told.items()
            if known.get(str(booking)) not in ENDS
            or (stage == "waiting" and known[str(booking)] != "needs_person")}
