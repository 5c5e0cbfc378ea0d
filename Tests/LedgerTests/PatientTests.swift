import Diagnostics
import Diary
import Foundation
import GRDB
import Ports
import Testing

@testable import Ledger

@Suite("Patients, sealed")
struct PatientTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func ledger(_ keys: PatientKey...) throws -> Ledger {
        try Ledger.open(
            at: scratch["ledger.sqlite"], patience: .seconds(60),
            keys: keys.isEmpty ? nil : PatientKeys(keys))
    }

    private func admit(_ ids: ClosedRange<Int>, to ledger: Ledger) async throws {
        for number in ids {
            var patient = PatientDetails.sample
            patient.note = "note \(number)"
            _ = try await ledger.admit(
                .sample("B\(number)", at: tenOClock.later(number * 1_800)), patient: patient,
                messages: [], events: [])
        }
    }

    private func note(_ number: Int, _ ledger: Ledger) async throws -> String? {
        try await ledger.patient(of: BookingID("B\(number)"), in: harbour)?.note
    }

    @Test("without a key no booking with a patient is taken in; everything else works")
    func noKey() async throws {
        let ledger = try ledger()
        try await ledger.add(harbour)
        #expect(await code { try await admit(1...1, to: ledger) } == "D0701")
        #expect(try await ledger.booking(BookingID("B1"), of: harbour) == nil)
        try await ledger.admit(.sample("B2"))
        #expect(try await ledger.patient(of: BookingID("B2"), in: harbour) == nil)
    }

    @Test("a key that is missing is named, the record stays, and opens when the key is back")
    func missing() async throws {
        let old = try PatientKey.sample("2026-03", 1)
        let new = try PatientKey.sample("2026-04", 2)
        do {
            let ledger = try ledger(old)
            try await ledger.add(harbour)
            try await admit(1...3, to: ledger)
            try ledger.close()
        }
        let without = try ledger(new)
        #expect(await code { _ = try await note(1, without) } == "D0702")
        #expect(try await without.verify().map(\.code) == ["D0702"])
        #expect(try await without.resealPatients() == Resealed(resealed: 0, unopened: 3))
        try await admit(4...4, to: without)
        #expect(
            try await without.patientKeys() == [
                PatientKeyUse(id: "2026-03", patients: 3, isAtHand: false, isNewest: false),
                PatientKeyUse(id: "2026-04", patients: 1, isAtHand: true, isNewest: true),
            ])
        try without.close()
        #expect(await code { _ = try await note(1, ledger()) } == "D0701")
        let both = try ledger(new, old)
        for number in 1...4 { #expect(try await note(number, both) == "note \(number)") }
        #expect(try await both.verify() == [])
    }

    @Test("after sealing again the old key can go; new ones seal by the newest key")
    func rotation() async throws {
        let old = try PatientKey.sample("2026-03", 1)
        let new = try PatientKey.sample("2026-04", 2)
        do {
            let ledger = try ledger(old)
            try await ledger.add(harbour)
            try await admit(1...450, to: ledger)
            try ledger.close()
        }
        let both = try ledger(new, old)
        // One record is broken: it stays, and keeps nothing else from being sealed again.
        try await both.write {
            try $0.execute(sql: "UPDATE patient_record SET sealed = zeroblob(99) WHERE booking = 7")
        }
        #expect(try await both.resealPatients() == Resealed(resealed: 449, unopened: 1))
        #expect(try await both.resealPatients() == Resealed(resealed: 0, unopened: 1))
        #expect(try await both.patientKeys().map(\.patients) == [1, 449])
        try both.close()
        let ledger = try ledger(new)
        for number in [1, 200, 201, 450] {
            #expect(try await note(number, ledger) == "note \(number)")
        }
        #expect(await code { _ = try await note(7, ledger) } == "D0702")
    }

    @Test("another key under the id of a former one is refused before anything is sealed by it")
    func otherKey() async throws {
        try ledger(.sample("2026-03", 1)).close()
        #expect(await code { _ = try ledger(.sample("2026-03", 2)) } == "D0704")
        // Nothing of the refused list was entered.
        #expect(
            await code { _ = try ledger(.sample("2026-05", 5), .sample("2026-03", 2)) }
                == "D0704")
        #expect(try await ledger().patientKeys().map(\.id) == ["2026-03"])
        try ledger(.sample("2026-03", 1)).close()
    }

    @Test("a record that was moved to another booking does not open there")
    func moved() async throws {
        let ledger = try ledger(.sample())
        try await ledger.add(harbour)
        try await ledger.add(banksia)
        try await admit(1...2, to: ledger)
        _ = try await ledger.admit(
            .sample("B1", of: banksia), patient: .sample, messages: [], events: [])
        try await ledger.write { db in
            try db.execute(
                sql: """
                    UPDATE patient_record SET sealed =
                      (SELECT sealed FROM patient_record WHERE booking = 1) WHERE booking > 1
                    """)
        }
        #expect(try await note(1, ledger) == "note 1")
        #expect(await code { _ = try await note(2, ledger) } == "D0703")
        // The same id at another practice.
        #expect(
            await code { _ = try await ledger.patient(of: BookingID("B1"), in: banksia) }
                == "D0703")
        #expect(try await ledger.verify().map(\.code) == ["D0703", "D0703"])
    }

    @Test("owners of other parts never give the same bytes")
    func owners() throws {
        let keys = try PatientKeys.sample()
        let sealed = try keys.seal(
            .sample, of: PatientOwner(booking: BookingID("2/1:3"), practice: PracticeID("1")))
        #expect(throws: Problem.self) {
            try keys.open(
                sealed,
                of: PatientOwner(booking: BookingID("3"), practice: PracticeID("1/5:2/1:3")))
        }
    }

    @Test(
        "what is no key is refused without showing it",
        arguments: [
            ("", "AAAA"), ("a", ""), ("a", "c2VjcmV0"), ("a", "not base64 at all, but a secret"),
            (String(repeating: "k", count: 65), Data(count: 32).base64EncodedString()),
        ])
    func noKey(id: String, text: String) throws {
        let problem = #expect(throws: Problem.self) { try PatientKey(id: id, base64: text) }
        #expect(problem?.code == "D0705")
        #expect(text.isEmpty || problem.map { "\($0)".contains(text) } == false)
    }

    @Test("a list of keys has at least one, each with its own id, and shows none of them")
    func lists() throws {
        #expect(throws: Problem.self) { try PatientKeys([]) }
        #expect(throws: Problem.self) { try PatientKeys([.sample("a", 1), .sample("a", 2)]) }
        let keys = try PatientKeys.sample()
        var text = ""
        dump(keys, to: &text)
        #expect("\(keys) \(text)".contains("2026-03"))
        #expect(!"\(keys) \(text)".contains("AQEB"))
    }

    @Test("patients go with their retention: final, told, and old enough")
    func purge() async throws {
        let ledger = try ledger(.sample())
        try await ledger.add(harbour)
        try await admit(1...4, to: ledger)
        for number in 1...3 {
            var booking = Booking.sample(
                "B\(number)", at: tenOClock.later(number * 1_800)
            ).admitted
            booking.reject(at: start.later(number == 3 ? 900 : 100))
            _ = try await ledger.change(
                booking, messages: number == 2 ? [.init(.rejected)] : [], events: [])
        }
        #expect(try await ledger.purgePatients(finalBefore: start.later(100)) == 0)
        #expect(try await ledger.purgePatients(finalBefore: start.later(101)) == 1)
        #expect(try await note(1, ledger) == nil)
        for number in 2...4 { #expect(try await note(number, ledger) == "note \(number)") }
        let message = try #require(
            try await ledger.messages(of: harbour, dueBy: start.later(999)).first)
        try await ledger.settle(message, acknowledged: true, events: [])
        #expect(try await ledger.purgePatients(finalBefore: start.later(999)) == 2)
        #expect(try await ledger.booking(BookingID("B1"), of: harbour) != nil)
    }

    /// Every file that stands beside the ledger, by name.
    private func files() throws -> [String: Data] {
        try FileManager.default.contentsOfDirectory(atPath: scratch.folder).reduce(into: [:]) {
            $0[$1] = FileManager.default.contents(atPath: scratch[$1])
        }
    }

    @Test("no word of a patient stands in the file, its log, its index or a backup")
    func planted() async throws {
        let ledger = try ledger(.sample("b", 2), .sample("a", 1))
        try await MigrationTests.fill(ledger)
        try await admit(100...140, to: ledger)
        _ = try await ledger.admit(
            .sample("B9", at: tenOClock.later(-3_600)), patient: .sample, messages: [],
            events: [])
        let before = try files()
        #expect(before.keys.contains("ledger.sqlite-wal"))
        try await ledger.backup(to: scratch["backup"])
        _ = try await ledger.resealPatients()
        _ = try await ledger.purgePatients(finalBefore: start.later(999_999))
        var states = [before, try files()]
        try ledger.close()
        states.append(try files())
        #expect(states[1]["backup"] != nil)
        for (name, data) in states.joined() {
            for word in PatientDetails.planted where word.count > 4 {
                #expect(data.range(of: Data(word.utf8)) == nil, "`\(word)` stands in `\(name)`")
            }
        }
        // The search would find them: the words of the set-up stand there.
        #expect(states[2]["ledger.sqlite"]?.range(of: Data("Check-up".utf8)) != nil)
    }

    @Test("a purged record is overwritten in the file")
    func overwritten() async throws {
        let ledger = try ledger(.sample())
        try await ledger.add(harbour)
        try await admit(1...1, to: ledger)
        let sealed = try await ledger.read {
            try Data.fetchOne($0, sql: "SELECT sealed FROM patient_record")
        }
        var booking = Booking.sample("B1").admitted
        booking.reject()
        _ = try await ledger.change(booking)
        let bytes = try #require(sealed?.suffix(40))
        try await ledger.pool.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
        #expect(try files()["ledger.sqlite"]?.range(of: bytes) != nil)
        #expect(try await ledger.purgePatients(finalBefore: start.later(999)) == 1)
        try ledger.close()
        // The log's old pages are written over in their turn, by what comes next.
        let file = try #require(try files()["ledger.sqlite"])
        #expect(file.range(of: bytes) == nil)
    }
}
