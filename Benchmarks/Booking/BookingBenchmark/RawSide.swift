import CBookingBaseline
import Diary
import Ledger
import Measuring

/// Plain SQLite in C on tables that a ledger made. It seals nothing: a record of the same size stands
/// in for the sealed patient.
final class RawSide {
    let path: String
    private var raw: OpaquePointer?
    private let sealed = [UInt8](repeating: 0xA5, count: 240)

    init(path: String) async throws {
        self.path = path
        try await LedgerSide.prepared(path).close()
        raw = gapbook_raw_open(path)
        if raw == nil { stop("plain SQLite cannot open the file") }
    }

    func close() {
        gapbook_raw_close(raw)
        raw = nil
    }

    func run(_ job: Job, _ times: inout Times) {
        let marks = book(job)
        for (place, step) in [Step.admit, .send, .confirm, .settle].enumerated() {
            times.add(marks[place + 1] - marks[place], to: "C \(step.rawValue)")
        }
        times.add(marks[4] - marks[0], to: "C \(Step.whole.rawValue)")
    }

    private func book(_ job: Job) -> [Double] {
        Job.practice.rawValue.withCString { practice in
            job.id.withCString { id in
                job.reference.withCString { reference in
                    job.practitioner.withCString { practitioner in
                        sealed.withUnsafeBytes { bytes in
                            var booking = gapbook_raw_booking(
                                practice: practice, id: id, reference: reference,
                                practitioner: practitioner, start: Int64(job.start.seconds),
                                now: Int64(Job.now.seconds), sealed: bytes.baseAddress,
                                sealed_bytes: Int32(bytes.count))
                            return book(&booking)
                        }
                    }
                }
            }
        }
    }

    private func book(_ booking: inout gapbook_raw_booking) -> [Double] {
        var marks = [wallSeconds()]
        func done(_ code: Int32) {
            if code != 0 { stop("plain SQLite answered \(code)") }
            marks.append(wallSeconds())
        }
        done(gapbook_raw_admit(raw, &booking))
        done(gapbook_raw_change(raw, &booking, 1, 0))
        done(gapbook_raw_change(raw, &booking, 2, 1))
        done(gapbook_raw_settle(raw, &booking))
        return marks
    }
}
