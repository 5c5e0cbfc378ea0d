import Diary
import Foundation
import Ports
import Testing
import Wire

@testable import PMS

@Suite("What is sent to make a patient or an appointment")
struct SentTests {
    @Test("an appointment for Exact: with the offset, in minutes, with our reference")
    func exact() async throws {
        let script = try WritingScript(.exact)
        _ = try await script.pms.insert(Written.appointment())
        let call = try #require(script.api.calls.first)
        #expect(call.method == .post && call.query.isEmpty)
        #expect(call.path == "/v1/Practices/\(ExactScript.practice)/Appointments")
        #expect(call.header("Content-Type") == "application/json")
        #expect(
            script.bodies == [
                #"{"externalReference":"3f0a55de90c14b7f8a6f0d2c5a0b9e41","#
                    + #""note":"Booked online, booking 812","patientId":"PT1","#
                    + #""providerId":"P1","reasonId":"R1","scheduledDurationMinutes":45,"#
                    + #""startDate":"2026-03-03T11:00:00+11:00"}"#
            ])
    }

    @Test("an appointment for Oasis: by the wall clock, in minutes, with our reference")
    func oasis() async throws {
        let script = try WritingScript(.oasis)
        _ = try await script.pms.insert(Written.appointment())
        let call = try #require(script.api.calls.first)
        #expect(call.method == .post && call.query.isEmpty)
        #expect(call.path == "/v1/practices/\(OasisScript.practice)/diary")
        #expect(
            script.bodies == [
                #"{"minutes":45,"note":"Booked online, booking 812","patient":"PT1","#
                    + #""practitioner":"P1","reason":"R1","#
                    + #""reference":"3f0a55de90c14b7f8a6f0d2c5a0b9e41","start":"2026-03-03T11:00"}"#
            ])
    }

    @Test("a patient, with the reference, in each vendor's words")
    func patients() async throws {
        let exact = try WritingScript(.exact)
        _ = try await exact.pms.create(Written.patient(), reference: Written.reference)
        #expect(exact.api.calls.first?.path == "/v1/Practices/\(ExactScript.practice)/Patients")
        #expect(
            exact.bodies == [
                #"{"address":{"city":"Hobart","countrySubdivision":"TAS","line1":"1 Example St","#
                    + #""postCode":"7000"},"dateOfBirth":"2000-01-31","#
                    + #""emailAddress":"someone@example.org","#
                    + #""externalReference":"3f0a55de90c14b7f8a6f0d2c5a0b9e41","#
                    + #""firstName":"Sam","lastName":"Example","phoneNumber":"0400 000 000","#
                    + #""sex":"Other"}"#
            ])
        let oasis = try WritingScript(.oasis)
        _ = try await oasis.pms.create(Written.patient(), reference: Written.reference)
        #expect(oasis.api.calls.first?.path == "/v1/practices/\(OasisScript.practice)/patients")
        #expect(
            oasis.bodies == [
                #"{"address":"1 Example St","birthDate":"2000-01-31","#
                    + #""email":"someone@example.org","firstName":"Sam","gender":"Other","#
                    + #""lastName":"Example","phone":"0400 000 000","postcode":"7000","#
                    + #""reference":"3f0a55de90c14b7f8a6f0d2c5a0b9e41","state":"TAS","#
                    + #""suburb":"Hobart"}"#
            ])
    }

    @Test("a PMS without a field for the reference is sent none", arguments: PMSSystem.allCases)
    func absent(_ system: PMSSystem) async throws {
        for reference in PMSCapabilities.Reference.allCases {
            let script = try WritingScript(system, reference: reference)
            for call in WritingCall.allCases { _ = try await call.send(script.pms) }
            for body in script.bodies {
                #expect(body.lowercased().contains("reference") == (reference != .absent))
            }
            #expect(script.pms.capabilities.reference == reference)
        }
    }

    @Test("what is not known, or says nothing, is left out", arguments: PMSSystem.allCases)
    func unknown(_ system: PMSSystem) async throws {
        var details = PatientDetails(firstName: "\u{0}Mary\r\nAnn\t", lastName: "O\u{2028}Example")
        details.phone = " \n "
        details.gender = "unsaid"
        let script = try WritingScript(system, reference: .absent)
        _ = try await script.pms.create(details, reference: Written.reference)
        #expect(script.bodies == [#"{"firstName":"Mary Ann","lastName":"O Example"}"#])
    }

    @Test("a note is on one line and has 200 characters at most", arguments: PMSSystem.allCases)
    func note(_ system: PMSSystem) async throws {
        for (note, sent) in [
            (nil, nil), ("\n", nil), ("a\u{7}b\n\nc", "a b c"),
            (String(repeating: "é", count: 201), String(repeating: "é", count: 200)),
        ] as [(String?, String?)] {
            let script = try WritingScript(system)
            _ = try await script.pms.insert(Written.appointment(note: note))
            #expect(WritingScript.sent(script.api.calls[0])["note"] as? String == sent)
        }
    }

    @Test(
        "invariant 9: a start that is missing or comes twice",
        arguments: [
            ("Australia/Sydney", "2026-04-05T02:30", "02:30:00+11:00", "02:30"),
            ("Australia/Sydney", "2026-04-05T03:00", "03:00:00+10:00", "03:00"),
            ("Australia/Sydney", "2026-10-04T02:30", "03:30:00+11:00", "03:30"),
            ("Australia/Sydney", "2026-10-04T01:59", "01:59:00+10:00", "01:59"),
            ("Australia/Lord_Howe", "2026-10-04T02:10", "02:40:00+11:00", "02:40"),
            ("Australia/Lord_Howe", "2026-04-05T01:45", "01:45:00+11:00", "01:45"),
            ("Australia/Brisbane", "2026-10-04T02:30", "02:30:00+10:00", "02:30"),
        ])
    func clockChanges(
        _ zone: String, _ start: String, _ exact: String, _ oasis: String
    ) async throws {
        let zone = try Sample.zone(zone)
        for (system, field, sent) in [
            (PMSSystem.exact, "startDate", exact), (.oasis, "start", oasis),
        ] {
            let script = try WritingScript(system, zone: zone)
            // The answer, in the same words, is no contradiction.
            #expect(try await script.pms.insert(Written.appointment(at: start)).rawValue == "A1")
            let text = WritingScript.sent(script.api.calls[0])[field] as? String
            #expect(text == "\(start.prefix(11))\(sent)")
        }
    }

    @Test("invariant 9: the second pass of an hour that comes twice cannot be said to Oasis")
    func secondPass() async throws {
        var appointment = try Written.appointment()
        let start = try #require(Instant("2026-04-05T02:30:00+10:00"))
        appointment.start = .exact(start)
        let exact = try WritingScript(.exact)
        _ = try await exact.pms.insert(appointment)
        let sent = WritingScript.sent(exact.api.calls[0])["startDate"] as? String
        #expect(sent == "2026-04-05T02:30:00+10:00")
        let oasis = try WritingScript(.oasis)
        let failure = await #expect(throws: PMSFailure.self) {
            _ = try await oasis.pms.insert(appointment)
        }
        #expect(failure?.kind == .refused && oasis.api.calls.isEmpty)
    }

    @Test("T5, T6: a length over a clock change is elapsed time", arguments: PMSSystem.allCases)
    func lengthOverChange(_ system: PMSSystem) async throws {
        let script = try WritingScript(system)
        // 45 minutes from 1:45 end at 3:30 by the clock: it jumps from 2:00 to 3:00.
        let id = try await script.pms.insert(Written.appointment(at: "2026-10-04T01:45"))
        #expect(id.rawValue == "A1")
        let sent = WritingScript.sent(script.api.calls[0])
        let minutes = sent["scheduledDurationMinutes"] ?? sent["minutes"]
        #expect(minutes as? Int == 45)
    }

    @Test(
        "a text is cleaned",
        arguments: [
            (nil, nil), ("", nil), (" a ", "a"), ("\u{85}a\u{2029}b\u{0}", "a b"), ("a  b", "a  b"),
            ("Zoë", "Zoë"), ("👩‍⚕️", "👩‍⚕️"),
        ] as [(String?, String?)])
    func clean(_ text: String?, _ sent: String?) {
        #expect(SentText.line(text) == sent)
    }
}
