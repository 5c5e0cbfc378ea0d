internal import Diary
internal import Findings
internal import Ports

// What staff and metrics are told of the bookings.
extension BookingDesk {
    /// What was last reported.
    struct Report {
        var findings: [Finding]
        var at: Instant
        /// The open bookings then, and their versions: other processes change them, too.
        var open: [BookingID: Int]
    }

    /// The same findings are made and reported again after so long, in seconds: a sign that they
    /// still hold, and what is over goes.
    static let reportEvery = 300

    /// Reports the findings and figures where something may have changed.
    func report(_ open: [Booking]) async throws {
        let now = ports.time.now()
        let versions = Dictionary(
            open.map { ($0.id, $0.version) }, uniquingKeysWith: { first, _ in first })
        let isDue =
            reported.map {
                $0.open != versions || now < $0.at
                    || now.seconds - $0.at.seconds >= BookingDesk.reportEvery
            } ?? true
        guard hasNews || isDue else { return }
        hasNews = false
        notStored = notStored.filter { now.seconds - $0.value.seconds < BookingFindings.last }
        do {
            let findings = try await BookingFindings(
                practice: practice, store: store, now: now, differences: differences,
                notStored: notStored
            ).findings()
            if isDue || reported?.findings != findings {
                try await ports.store.replace(
                    findings, from: .bookings, of: practice.id, at: now)
                reported = Report(findings: findings, at: now, open: versions)
            }
        } catch {
            hasNews = true
            throw error
        }
        let waiting = open.count { if case .needsPerson = $0.state { true } else { false } }
        ports.observer.observe(
            .bookingsOpen(open.count, needingPerson: waiting), of: practice.id)
    }
}
