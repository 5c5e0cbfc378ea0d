internal import Diagnostics
internal import Diary
internal import Evaluation
internal import Logging
internal import Patients
internal import Ports
internal import Rules
internal import Synchronization

// Which file is the patient's (S57).
extension BookingPerformer {
    /// Scores the files and asks the rule, which sees opaque ids and numbers.
    func choice(
        among found: [KnownPatient], for details: PatientDetails, _ booking: Booking
    ) async throws -> PatientChoice {
        let files = found.sorted { $0.id.rawValue < $1.id.rawValue }
        let candidates = files.enumerated().map { place, file in
            PatientCandidate(
                id: "c\(place + 1)", isActive: file.isActive,
                scores: PatientScores(details, file.details))
        }
        guard let reading = try await ports.store.latestReading(of: practice.id) else {
            return .person
        }
        let setUp = try await ports.store.setUp(of: practice.id)
        let evaluator = try await ports.evaluators.evaluator(
            for: practice, setUp: setUp,
            active: try await ports.store.activeRevision(of: practice.id))
        let session = RuleSession(evaluator.rules, snapshot: Snapshot(pms: reading, setUp: setUp))
        let (answer, record) = session.patient(
            among: candidates, isNewPatient: booking.request.isNewPatient)
        let now = ports.time.now()
        notes.put(
            record.failures(at: now) + [
                record.event(at: now, "`\(answer.word)`, of \(candidates.count) files")
            ] + candidates.prefix(BookingNotes.mostFiles).map { $0.event(at: now) },
            for: booking.id)
        ports.logger.info(
            "matched a patient",
            metadata: [
                "booking": "\(booking.id)", "candidates": "\(candidates.count)",
                "answer": "\(answer.word)", "by": "\(record.answeredBy.place)",
            ])
        switch answer {
        case .use(let id):
            let place = candidates.firstIndex { $0.id == id }
            return place.map { .use(files[$0].id) } ?? .person
        case .make: return .make
        case .person: return .person
        }
    }
}

/// What was decided about a booking, until the next change of it takes it into the timeline.
final class BookingNotes: Sendable {
    private let notes = Mutex<[BookingID: [BookingEvent]]>([:])
    /// The most files whose likeness is told.
    static let mostFiles = 5

    func put(_ events: [BookingEvent], for id: BookingID) {
        notes.withLock { $0[id] = events.isEmpty ? nil : events }
    }

    func waiting(for id: BookingID) -> [BookingEvent] { notes.withLock { $0[id] ?? [] } }
}

extension PatientCandidate {
    init(id: String, isActive: Bool, scores: PatientScores) {
        self.init(id: id, isActive: isActive)
        firstName = scores.firstName
        lastName = scores.lastName
        birthDate = scores.birthDate
        phone = scores.phone
        email = scores.email
        address = scores.address
    }
}

extension PatientAnswer {
    fileprivate var word: String {
        switch self {
        case .use: "use"
        case .make: "make"
        case .person: "person"
        }
    }
}

extension PatientCandidate {
    /// How like the file is, without anything of the patient.
    fileprivate func event(at now: Instant) -> BookingEvent {
        let scores = [
            ("first name", firstName), ("last name", lastName), ("birth date", birthDate),
            ("phone", phone), ("email", email), ("address", address),
        ].map { name, score in
            "\(name) " + (score.map { "\(Int(($0 * 100).rounded())) %" } ?? "not said")
        }
        return BookingEvent(
            at: now, what: "file \(id)",
            detail: scores.joined(separator: ", ") + (isActive ? "" : ", closed"))
    }
}
