"""Writes the fixture snapshots: `python3 Fixtures/make_fixtures.py` gives the same bytes each time.

With `--check` it writes nothing and exits with 1 where a file differs. Standard library only.
All practices, practitioners and diary rows are made up; phone numbers are from the ranges that
ACMA keeps for fiction. Fixtures/README.md says what each file shows.
"""

import sys
from datetime import date
from pathlib import Path

from practice import Practice, minute

FOLDER = Path(__file__).resolve().parent
WEEK = (1, 2, 3, 4, 5)
LUNCH = ("12:30", "13:30")
DENTIST = {"role": "Dentist", "provider_type": "Dentist"}
HYGIENIST = {"role": "Hygienist", "provider_type": "Hygienist"}
# Exact's API has no kind for an oral health therapist (T16).
THERAPIST = {"role": "Oral Health Therapist", "provider_type": "Unknown"}


def harbour_dental():
    """Exact in Sydney, healthy: a Healthengine reason that is not the first and has everybody."""
    it = Practice("exact", "harbour-dental", "Harbour Dental", "Australia/Sydney",
                  "2026-03-02T22:15:00Z", "2026-03-03T09:15", 31, "02 5550 0123",
                  version="13.900", offset_minutes=660, stacking=True)
    it.practitioner("P1", "Dr Amy Chen", **DENTIST, default_minutes=30)
    it.practitioner("P2", "Dr Tom Reid", **DENTIST, default_minutes=30)
    it.practitioner("P3", "Mia Walsh", **THERAPIST, default_minutes=30)
    it.practitioner("P4", "Jo Park", **HYGIENIST, default_minutes=45)
    it.practitioner("P5", "Dr Lee Novak", **DENTIST, active=False)
    everybody = ["P1", "P2", "P3", "P4"]
    it.reason("R1", "Exam and clean", 45, everybody)
    it.reason("R2", "Emergency / Toothache", 30, ["P1", "P2"])
    it.reason("R3", "Healthengine New Patient", 60, ["P1", "P2", "P3", ("P4", 45)])
    it.reason("R4", "Scale and Clean", 30, ["P3", ("P4", 45)])
    it.reason("R5", "Kids check-up (CDBS)", 30, ["P1", "P3"])
    it.reason("R6", "Whitening consult", 30, ["P2"], active=False)
    it.type("T1", "New Patient Check Up", {"P1": 60, "P2": 60, "P3": 60, "P4": 45}, "R3")
    it.type("T2", "Emergency / Toothache", {"P1": 30, "P2": 30}, "R2")
    it.type("T3", "Check-up & Clean", {who: 45 for who in everybody}, "R1")
    it.type("T4", "Scale & Clean", {"P3": 30, "P4": 45}, "R4")
    it.type("T5", "Kids Check Up (CDBS)", {"P1": 30}, "R5")
    it.type("T5", "Kids Check Up (CDBS)", {"P3": 30})
    it.sessions("P1", WEEK, "08:30", "17:00", LUNCH)
    it.sessions("P2", (1, 2, 4, 6), "09:00", "17:30", LUNCH)
    it.sessions("P3", (2, 3, 4, 5), "08:00", "16:00", ("10:30", "10:45"), ("12:30", "13:15"))
    it.sessions("P4", (1, 3, 5), "08:30", "16:30", LUNCH)
    it.leave("P2", date(2026, 3, 12))
    for day in it.dates:
        if day.isoweekday() == 3:
            it.entry("P1", day, minute("08:30"), "block", 30)
    it.fill([30, 45, 60], 0.55)
    it.claim("G1001", "P1", 60, "2026-03-10")
    return it


def banksia_dental():
    """Oasis in Melbourne, healthy: everybody online, the first entry is the default."""
    it = Practice("oasis", "banksia-dental", "Banksia Dental Group", "Australia/Melbourne",
                  "2026-03-09T20:30:00Z", "2026-03-10T07:30", 28, "03 5550 0147",
                  version="12.4", stacking=True)
    it.practitioner("101", "Dr Priya Shah", role="Dentist", enable_online="Y",
                    new_patient_minutes=45)
    it.practitioner("102", "Dr Ben Ford", role="Dentist", enable_online="Y",
                    new_patient_minutes=30)
    it.practitioner("103", "Kate Lim", role="Hygienist", enable_online="Y",
                    new_patient_minutes=45)
    it.reason("1", "New Patient Consultation")
    it.reason("2", "Check-up and Clean", 45)
    it.reason("3", "Emergency / Toothache", 30)
    it.reason("4", "Hygiene Visit", 60)
    it.type("A1", "New Patient Consultation", {"101": 45, "102": 30, "103": 45}, "1")
    it.type("A2", "Check-up and Clean", {"101": 45, "102": 45, "103": 45}, "2")
    it.type("A3", "Emergency / Toothache", {"101": 30, "102": 30}, "3")
    it.type("A4", "Hygiene Visit", {"103": 60}, "4")
    it.sessions("101", WEEK, "08:00", "16:30", ("12:00", "13:00"))
    it.sessions("102", (1, 3, 5, 6), "09:00", "15:00", ("12:00", "12:30"))
    it.sessions("103", (2, 3, 4), "08:30", "17:00", LUNCH)
    it.leave("103", date(2026, 3, 19))
    it.fill([30, 45, 60], 0.5)
    it.claim("G2001", "101", 45, "2026-03-12")
    return it


def stacking_off():
    """Exact in Brisbane: the stacking box is unticked, so two starts a day remain."""
    it = Practice("exact", "stacking-off", "Moreton Bay Smiles", "Australia/Brisbane",
                  "2026-05-03T21:00:00Z", "2026-05-04T07:00", 21, "07 5550 0161",
                  version="13.900", offset_minutes=600, stacking=False)
    it.practitioner("P1", "Dr Sam Ortiz", **DENTIST, default_minutes=30)
    it.practitioner("P2", "Ella Grant", **THERAPIST, default_minutes=30)
    it.reason("R1", "Healthengine Appointment", 45, ["P1", "P2"])
    it.reason("R2", "Check-up and clean", 45, ["P1", "P2"])
    it.reason("R3", "Toothache", 30, ["P1"])
    it.type("T1", "New Patient Check Up", {"P1": 45, "P2": 45}, "R1")
    it.type("T2", "Check-up and Clean", {"P1": 45, "P2": 45}, "R2")
    it.type("T3", "Emergency / Toothache", {"P1": 30}, "R3")
    it.sessions("P1", WEEK, "08:00", "16:30", ("12:00", "13:00"))
    it.sessions("P2", (1, 2, 4), "08:30", "17:00", LUNCH)
    it.fill([30, 45], 0.4)
    return it


def enable_online():
    """Oasis in Perth: four spellings of 'Enable Online', two of which mean yes."""
    it = Practice("oasis", "enable-online", "Swan River Dental", "Australia/Perth",
                  "2026-05-10T23:30:00Z", "2026-05-11T07:30", 14, "08 5550 0119",
                  version="12.4", stacking=True)
    for practitioner, name, role, token in [
            ("21", "Dr Nina Rossi", "Dentist", "Y"),
            ("22", "Dr Max Keller", "Dentist", "N"),
            ("23", "Ruby Stone", "Oral Health Therapist", "y "),
            ("24", "Finn Adams", "Hygienist", "Maybe")]:
        it.practitioner(practitioner, name, role=role, enable_online=token,
                        new_patient_minutes=40)
    it.reason("1", "New Patient Exam")
    it.reason("2", "Exam and Clean", 40)
    it.type("B1", "New Patient Exam", {"21": 40, "22": 40, "23": 40, "24": 40}, "1")
    it.type("B2", "Exam and Clean", {"21": 40, "22": 40, "23": 40, "24": 40}, "2")
    it.sessions("21", WEEK, "08:00", "16:00", ("12:00", "12:40"))
    it.sessions("22", (1, 2, 3), "09:00", "17:00", ("13:00", "13:40"))
    it.sessions("23", (2, 3, 4, 5), "08:00", "14:00", ("11:00", "11:20"))
    it.sessions("24", (1, 5), "08:20", "15:00", ("12:20", "13:00"))
    it.fill([20, 40], 0.5)
    return it


def new_patient_blank():
    """Oasis in Adelaide: one practitioner's 'New Patient' column is blank, another's is 0."""
    it = Practice("oasis", "new-patient-blank", "Torrens Family Dental", "Australia/Adelaide",
                  "2026-05-17T21:45:00Z", "2026-05-18T07:15", 21, "08 5550 0182",
                  version="12.4", stacking=True)
    it.practitioner("D1", "Dr Eve Marsh", role="Dentist", enable_online="Y",
                    new_patient_minutes=30)
    it.practitioner("D2", "Dr Raj Patel", role="Dentist", enable_online="Y")
    it.practitioner("H1", "Zoe Hall", role="Hygienist", enable_online="Y",
                    new_patient_minutes=45)
    it.reason("1", "New Patient")
    it.reason("2", "Recall", 30)
    it.type("C1", "New Patient", {"D1": 30, "D2": 30, "H1": 45}, "1")
    it.type("C2", "Recall", {"D1": 30, "D2": 30, "H1": 30}, "2")
    it.sessions("D1", WEEK, "08:30", "17:00", LUNCH)
    it.sessions("D2", (2, 3, 4), "08:30", "17:00", LUNCH)
    it.sessions("H1", (1, 4, 5), "09:00", "16:00", LUNCH)
    it.leave("H1", date(2026, 5, 25))
    it.fill([30, 45], 0.5)
    return it


def short_default():
    """Exact in Hobart: no Healthengine reason, and the first of the list takes 20 minutes."""
    it = Practice("exact", "short-default", "Salamanca Dental", "Australia/Hobart",
                  "2026-03-15T20:00:00Z", "2026-03-16T07:00", 21, "03 5550 0176",
                  version="13.870", offset_minutes=660, stacking=True)
    it.practitioner("P1", "Dr Ida Wren", **DENTIST, default_minutes=30)
    it.practitioner("P2", "Dr Hugo Lane", **DENTIST, default_minutes=30)
    it.practitioner("P3", "Tess Moore", **HYGIENIST, default_minutes=40)
    it.reason("R1", "Quick consult", 20, ["P1", "P2", "P3"])
    it.reason("R2", "Comprehensive exam", 40, ["P1", "P2"])
    it.reason("R3", "Hygiene visit", 40, ["P3"])
    it.type("T1", "Consultation", {"P1": 20, "P2": 20}, "R1")
    it.type("T2", "New Patient Check Up", {"P1": 40, "P2": 40}, "R2")
    it.type("T3", "Scale and Clean", {"P3": 40}, "R3")
    it.sessions("P1", WEEK, "08:20", "17:00", ("12:20", "13:20"))
    it.sessions("P2", (1, 3, 5), "09:00", "17:00", ("13:00", "14:00"))
    it.sessions("P3", (2, 4), "08:20", "16:20", ("12:20", "13:00"))
    it.fill([20, 40, 60], 0.55)
    return it


def marketing_default():
    """Exact in Darwin: the ticked campaign reason is the default, and one is not in it."""
    it = Practice("exact", "marketing-default", "Top End Dental", "Australia/Darwin",
                  "2026-06-07T22:00:00Z", "2026-06-08T07:30", 21, "08 5550 0138",
                  version="13.900", offset_minutes=570, stacking=True)
    it.practitioner("P1", "Dr Cara Flynn", **DENTIST, default_minutes=30)
    it.practitioner("P2", "Dr Omar Aziz", **DENTIST, default_minutes=30)
    it.practitioner("P3", "Lily Chang", **THERAPIST, default_minutes=30)
    it.reason("R1", "Check-up", 30, ["P1", "P2", "P3"])
    it.reason("R2", "Winter whitening offer", 60, ["P1"], marketing=True)
    it.reason("R3", "Dry season check-up offer", 45, ["P1", "P2"], marketing=True,
              marketing_default=True)
    it.type("T1", "Check Up", {"P1": 30, "P2": 30, "P3": 30}, "R1")
    it.type("T2", "Check-up Offer", {"P1": 45, "P2": 45}, "R3")
    it.sessions("P1", WEEK, "08:00", "16:00", ("12:00", "13:00"))
    it.sessions("P2", (1, 2, 3, 4), "08:00", "16:00", ("12:00", "13:00"))
    it.sessions("P3", (2, 3, 4, 5), "08:30", "15:30", ("12:00", "12:30"))
    it.fill([30, 45], 0.5)
    return it


def near_miss():
    """Exact in Canberra: 'Health Engin New Patient' is never used, so the first reason wins."""
    it = Practice("exact", "near-miss", "Lakeside Dental Canberra", "Australia/Sydney",
                  "2026-07-12T21:30:00Z", "2026-07-13T07:30", 21, "02 5550 0194",
                  version="13.900", offset_minutes=600, stacking=True)
    it.practitioner("P1", "Dr Jane Holt", **DENTIST, default_minutes=30)
    it.practitioner("P2", "Dr Ravi Menon", **DENTIST, default_minutes=30)
    it.practitioner("P3", "Beth Cole", **HYGIENIST, default_minutes=45)
    it.reason("R1", "Examination", 30, ["P1", "P2"])
    it.reason("R2", "Health Engin New Patient", 60, ["P1", "P2", "P3"])
    it.reason("R3", "Hygiene", 45, ["P3"])
    it.type("T1", "Examination", {"P1": 30, "P2": 30}, "R1")
    it.type("T2", "New Patient Check Up", {"P1": 60, "P2": 60, "P3": 60}, "R2")
    it.type("T3", "Scale and Clean", {"P3": 45}, "R3")
    it.sessions("P1", WEEK, "08:30", "17:00", LUNCH)
    it.sessions("P2", (1, 2, 4, 5), "09:00", "17:30", LUNCH)
    it.sessions("P3", (1, 3, 4), "08:30", "16:30", LUNCH)
    it.leave("P1", date(2026, 7, 24))
    it.fill([30, 45, 60], 0.5)
    return it


def clock_change():
    """Exact in Sydney, an after-hours clinic over 4 October 2026, when 02:00 becomes 03:00."""
    it = Practice("exact", "clock-change", "Night and Weekend Dental", "Australia/Sydney",
                  "2026-09-28T22:00:00Z", "2026-09-29T08:00", 14, "02 5550 0109",
                  version="13.900", offset_minutes=600, stacking=True)
    it.practitioner("P1", "Dr Kim Berg", **DENTIST, default_minutes=30)
    it.practitioner("P2", "Dr Alan Frost", **DENTIST, default_minutes=30)
    it.reason("R1", "Healthengine Emergency", 30, ["P1", "P2"])
    it.reason("R2", "Toothache", 45, ["P1", "P2"])
    it.type("T1", "Emergency", {"P1": 30, "P2": 30}, "R1")
    it.type("T2", "Toothache", {"P1": 45}, "R2")
    it.type("T2", "Toothache", {"P2": 30}, "R2")
    it.sessions("P1", (6,), "18:00", "24:00", ("21:00", "21:30"))
    it.sessions("P1", (7,), "00:00", "06:00", ("04:00", "04:30"))
    it.sessions("P2", (1, 2, 3, 4, 5, 7), "17:00", "22:00", ("19:30", "20:00"))
    it.fill([30, 45], 0.35)
    # Exact writes offsets: this one starts before the jump and ends 45 minutes later, after it.
    it.pms["diary"].append(
        {"id": "D9001", "practitioner": "P1", "kind": "appointment", "status": "confirmed",
         "start": "2026-10-03T15:45:00Z", "end": "2026-10-03T16:30:00Z"})
    it.pms["diary"] = [row for row in it.pms["diary"]
                       if row["id"] == "D9001" or not row["start"].startswith("2026-10-04T0")]
    return it


def large():
    """Exact in Sydney, twenty practitioners for ninety days: for benchmarks, not for reading."""
    it = Practice("exact", "large", "Harbour City Dental Hospital", "Australia/Sydney",
                  "2026-03-02T22:15:00Z", "2026-03-03T09:15", 90, "02 5550 0100",
                  version="13.900", offset_minutes=660, stacking=True)
    kinds = [DENTIST, DENTIST, THERAPIST, HYGIENIST]
    everybody = [f"P{number:02}" for number in range(1, 21)]
    for number, who in enumerate(everybody):
        it.practitioner(who, f"Practitioner {number + 1}", **kinds[number % 4], default_minutes=30)
    it.reason("R01", "Healthengine New Patient", 45, everybody)
    for number in range(2, 13):
        it.reason(f"R{number:02}", f"Treatment {number}", (30, 45, 60)[number % 3],
                  everybody[number - 2::2])
    it.type("T01", "New Patient", {who: 45 for who in everybody}, "R01")
    for number in range(2, 13):
        it.type(f"T{number:02}", f"Treatment {number}",
                {who: (30, 45, 60)[number % 3] for who in everybody[number - 2::2]},
                f"R{number:02}")
    for who in everybody:
        it.sessions(who, range(1, 8), "08:00", "18:00", ("12:30", "13:30"))
    for who in everybody:
        for day in it.dates:
            for start in ("08:00", "09:00", "10:00", "11:00", "13:30", "14:30", "15:30", "16:30"):
                late = it.pick([0, 0, 15])
                first = minute(start) + late
                kind = "block" if it.random.random() < 0.05 else "appointment"
                it.entry(who, day, first, kind, it.pick([30, 30, 45]),
                         it.status(day, first) if kind == "appointment" else None)
    return it


def proposals():
    """Oasis in Auckland: unlinked types whose names nearly match; for one of them, two do."""
    it = Practice("oasis", "proposals", "Harbour View Dental Auckland", "Pacific/Auckland",
                  "2026-07-26T19:00:00Z", "2026-07-27T07:00", 21, version="12.4", stacking=True)
    it.practitioner("1", "Dr Mere Hohepa", role="Dentist", enable_online="Y",
                    new_patient_minutes=45)
    it.practitioner("2", "Dr Luke Dunn", role="Dentist", enable_online="Y",
                    new_patient_minutes=45)
    it.practitioner("3", "Isla Brown", role="Hygienist", enable_online="Y",
                    new_patient_minutes=45)
    it.reason("10", "New patient check-up")
    it.reason("11", "Exam and clean", 45)
    it.reason("12", "Emergency - toothache", 30)
    it.reason("13", "Scale and Clean", 45)
    it.reason("14", "Hygiene (30 min)", 30)
    it.reason("15", "Hygiene (60 min)", 60)
    it.reason("16", "Kids check-up", 30)
    dentists = {"1": 45, "2": 45}
    it.type("N1", "New Patient Check Up", {**dentists, "3": 45})
    it.type("N2", "Check-up & Clean", dentists)
    it.type("N3", "Emergency / Toothache", {"1": 30, "2": 30})
    it.type("N4", "Scale and Polish", {"3": 45})
    it.type("N5", "Hygiene visit", {"3": 60})
    it.type("N6", "Kids check-up", {"1": 30}, "16")
    it.type("N6", "Kids check-up", {"2": 30})
    it.setup["aliases"] = {"types": {"Scale and Polish": "Scale and Clean"}}
    it.sessions("1", WEEK, "08:30", "17:00", LUNCH)
    it.sessions("2", (1, 2, 3), "08:30", "17:00", LUNCH)
    it.sessions("3", (3, 4, 5), "09:00", "16:00", LUNCH)
    it.fill([30, 45], 0.45)
    return it


PRACTICES = [
    harbour_dental, banksia_dental, stacking_off, enable_online, new_patient_blank, short_default,
    marketing_default, near_miss, clock_change, large, proposals,
]


def main():
    stale = []
    for make in PRACTICES:
        practice = make()
        path = FOLDER / f"{practice.pms['practice']}.json"
        text = practice.text().encode()
        if "--check" not in sys.argv:
            path.write_bytes(text)
        elif not path.exists() or path.read_bytes() != text:
            stale.append(path.name)
    if stale:
        sys.exit(f"differs from what make_fixtures.py writes: {', '.join(stale)}")


if __name__ == "__main__":
    main()
