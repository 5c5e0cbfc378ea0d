"""Books, edits, breaks and kills at random, and holds what came of it against a small model.

Usage: check_bookings.py GAPBOOK [--worlds N] [--seed N] [--seconds N]     run at the root

A world is a practice on Exact or Oasis, one of the ways in which a PMS takes appointments, a
marketplace, and the service. Patients book (several one time), staff edit, calls are lost, come
late or are answered with errors, copies lag, the service is killed. In the end everything is whole
again, and each patient is looked for in the diary. No code is shared with what is judged.
"""

import argparse
import collections
import datetime
import itertools
import signal
import sys
import time

from booking_play import Play
from booking_world import World

# Which one a world is depends on its seed: neighbours differ in the system first.
KINDS = [(system, reference, overlaps) for overlaps, reference, system in itertools.product(
    ["accepted", "rejected"], ["carried", "absent", "honoured"], ["exact", "oasis"])]


def is_live(row):
    return row.get("status") not in ("cancelled", "did_not_attend")


def violations(play):
    """What contradicts the promises of docs/concepts/booking-guarantees.md."""
    world, rows = play.world, play.world.rows()
    minutes = world.system["reason"][2]
    files = collections.defaultdict(set)
    for patient in world.patients():
        files[patient["last_name"]].add(patient["id"])
    ledger = {booking["id"]: booking for booking in world.ledger()}
    owned = set()
    for booking in world.state()["bookings"]:
        name, told = play.patients[booking["id"]], booking["stage"]
        mine = [row for row in rows if row.get("patient") in files[name]]
        owned |= {row["id"] for row in mine}
        live = [row for row in mine if is_live(row)]
        known = ledger.get(str(booking["id"]))
        what = f"booking {booking['id']}, told {told}, {known}: {live}"
        if known is None:
            yield f"I8: not in the ledger: {what}"
            continue
        if len(files[name]) > 1:
            yield f"I1: several files of one patient: {what}"
        if len(live) > 1:
            yield f"I1: more than one row: {what}"
        if told == "rejected" and live and name not in play.touched:
            yield f"I3: rejected, and in the diary: {what}"
        if told == "confirmed" and known["state"] == "confirmed" and name not in play.touched:
            place = (booking["book"], booking["start"], minutes)
            if [placed(row) for row in live] != [place]:
                yield f"I2: confirmed, and not in its place: {what}"
    yield from of_staff(play, rows, owned)
    yield from overlaps(play, [row for row in rows if row["id"] in owned and is_live(row)])


def placed(row):
    start, end = (datetime.datetime.fromisoformat(row[name]) for name in ("start", "end"))
    return row["practitioner"], row["start"], (end - start).total_seconds() / 60


def of_staff(play, rows, owned):
    now = {row["id"]: row for row in rows}
    for name, row in play.staff.items():
        if now.get(name) != row:
            yield f"I11: a row of staff was changed: {row} is {now.get(name)}"
    for row in rows:
        if row["id"] not in play.staff and row["id"] not in owned:
            yield f"I8: a row of nobody: {row}"


def overlaps(play, ours):
    for one, other in itertools.combinations(ours, 2):
        if one["practitioner"] == other["practitioner"] and one["start"] < other["end"] \
                and other["start"] < one["end"]:
            yield f"I4: two of our rows overlap: {one} and {other}"


def judge(gapbook, seed, seconds):
    system, reference, taken = KINDS[seed % len(KINDS)]
    world, play = World(gapbook, system, reference, taken), None
    try:
        world.open_for_bookings()
        play = Play(world, seed)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            play.act()
            time.sleep(play.random.random() * 0.8)
        play.settle()
        found = list(violations(play))
        world.stop(signal.SIGTERM)
        if world.run("ledger", "verify").returncode != 0:
            found.append("the ledger is not sound")
        stages = collections.Counter(booking["stage"] for booking in world.state()["bookings"])
        persons = sum(booking["state"] == "needs_person" for booking in world.ledger())
        print(f"seed {seed}: {system}, reference {reference}, overlaps {taken}, "
              f"{play.kills} kills: "
              f"{dict(sorted(stages.items()))}, {persons} with a person", flush=True)
    except TimeoutError as error:
        found = [f"{error}: {play.undecided() if play else world.offered()[:3]}"]
    finally:
        world.close()
    for text in found:
        print(f"seed {seed}: {text}", file=sys.stderr)
    return not found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("gapbook")
    for name, default in (("worlds", 2), ("seed", 0), ("seconds", 25)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    seeds = range(given.seed, given.seed + given.worlds)
    broken = [seed for seed in seeds if not judge(given.gapbook, seed, given.seconds)]
    if broken:
        sys.exit(f"again: check_bookings.py GAPBOOK --worlds 1 --seed {broken[0]}")


main()
