internal import Diagnostics
internal import Diary
internal import Evaluation
internal import Findings
internal import Logging
internal import Ports

/// Brings the bookings of one practice into its diary: takes them in, runs the flow of each, tells
/// the marketplace, and follows what staff do with the rows later.
///
/// All that lasts is in the ledger; a desk that is lost in a crash is opened again and goes on.
actor BookingDesk {
    let practice: PracticeRecord
    let ports: PracticePorts
    let store: any BookingStore
    private let diary: any DiaryWriter
    private let marketplace: any MarketplacePort
    private let policy: BookingPolicy
    private let guards: BookingGuards
    /// Called where times are claimed or free again, so that the day is published soon.
    private let onClaims: @Sendable () async -> Void
    private let bell = Doorbell()
    /// One message at a time: what is under way is still listed as due.
    private let voice = Gate(1)
    /// One new patient's file at a time: two bookings of one patient make one.
    private let files = Gate(1)
    /// The bookings that a run of this process works on: never two at once.
    private var running: Set<BookingID> = []
    /// The zone by which the last run counted, for one whose rules cannot be read just then.
    private var zone: Zone?
    private var reconciledAt: Instant?
    /// What the findings are made of beside the ledger.
    var differences: [String] = []
    var notStored: [BookingID: Instant] = [:]
    /// The findings as they were last reported, and what of the ledger they were made from.
    var reported: Report?
    /// Whether something has happened that the findings may have to say.
    var hasNews = true

    /// How often open bookings and messages are looked for without a ring.
    static let lookEvery = Duration.seconds(2)
    /// The same where nothing is open and nothing is to be told.
    static let idleLookEvery = Duration.seconds(15)
    /// Ledger and diary are compared this often; below a day, so that no day passes without it.
    static let reconcileEvery = 22 * 3600
    /// The most bookings that findings are made of.
    static let mostListed = 200

    /// Opens the desk of a practice whose adapter writes; nil for any other.
    init?(
        _ practice: PracticeRecord, ports: PracticePorts, policy: BookingPolicy = .init(),
        guards: BookingGuards = .all, onClaims: @escaping @Sendable () async -> Void = {}
    ) {
        guard let store = ports.bookings, let diary = ports.diary,
            let marketplace = ports.marketplace
        else { return nil }
        self.practice = practice
        self.ports = ports
        self.store = store
        self.diary = diary
        self.marketplace = marketplace
        self.policy = policy
        self.guards = guards
        self.onClaims = onClaims
    }

    /// Takes in what the marketplace lists; the work on it begins at once.
    func take(_ requests: [BookingRequest]) async {
        let reception = BookingReception(
            practice: practice, ports: ports, store: store, policy: policy)
        // Who has the time must not wait until all who have it not are judged (T21).
        let intake = await reception.take(
            requests, notStored: Set(notStored.keys), onClaim: { [bell] in await bell.ring() })
        for id in intake.notStored { notStored[id] = ports.time.now() }
        if intake.new > 0 || !intake.notStored.isEmpty { hasNews = true }
        if intake.new > intake.claims {
            // S53: what is refused is answered before other requests are looked at.
            do { _ = try await tell() } catch {
                ports.logger.error("bookings wait: \(Problem(ofStore: error).message)")
            }
        }
        await bell.ring()
        if intake.claims > 0 { await onClaims() }
    }

    /// Looks at the bookings soon: a person may have decided something.
    func look() async { await bell.ring() }

    /// Works until the task is cancelled; what was sent is recorded first.
    func run() async {
        if !store.sealsPatients {
            ports.logger.error("every booking is rejected: there is no key for patient data")
        }
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                var wait = BookingDesk.lookEvery
                do {
                    let open = try await store.openBookings(of: practice.id)
                    for booking in takeUp(open) { group.addTask { await self.work(on: booking) } }
                    let isQuiet = try await tell()
                    if isQuiet, running.isEmpty { wait = BookingDesk.idleLookEvery }
                    try await report(open)
                } catch {
                    ports.logger.error(
                        "bookings wait: \(Problem(ofStore: error).message)")
                }
                guard (try? await bell.wait(atMost: wait, by: ports.time)) != nil else { break }
            }
            group.cancelAll()
        }
    }

    /// The open bookings that nobody works on.
    private func takeUp(_ open: [Booking]) -> [Booking] {
        let free = open.filter { booking in
            if case .needsPerson = booking.state { return false }
            return !running.contains(booking.id)
        }
        running.formUnion(free.map(\.id))
        return free
    }

    private func work(on booking: Booking) async {
        do {
            let terms = BookingTerms(
                capabilities: ports.pms.capabilities, zone: try await currentZone(),
                policy: policy, guards: guards)
            let runner = BookingRunner(
                performer: BookingPerformer(
                    practice: practice, ports: ports, store: store, diary: diary,
                    files: files),
                time: ports.time)
            await runner.run(BookingRun(booking, terms: terms))
        } catch {
            ports.logger.error(
                "booking `\(booking.id)` waits: \(Problem(ofStore: error).message)")
            try? await ports.time.sleep(for: .seconds(1))
        }
        running.remove(booking.id)
        hasNews = true
        await bell.ring()
        await onClaims()
    }

    /// The practice's zone; the last known one where its rules cannot be read, for a booking that
    /// is under way must come to its end.
    private func currentZone() async throws -> Zone {
        do {
            let setUp = try await ports.store.setUp(of: practice.id)
            let evaluator = try await ports.evaluators.evaluator(
                for: practice, setUp: setUp,
                active: try await ports.store.activeRevision(of: practice.id))
            zone = evaluator.zone
            return evaluator.zone
        } catch {
            guard let zone else { throw error }
            return zone
        }
    }

    /// Tells what is due.
    ///
    /// - Returns: whether nothing is left to tell.
    private func tell() async throws -> Bool {
        let messages = BookingMessages(
            practice: practice.id, store: store, marketplace: marketplace, time: ports.time)
        let answers = try await voice.pass {
            await shielded { () -> Result<BookingMessages.Answers, any Error> in
                do { return .success(try await messages.tellDue()) } catch {
                    return .failure(error)
                }
            }
        }.get()
        for answer in answers.told {
            ports.observer.observe(
                .bookingTold(answer.what, firstAfter: answer.firstAfter), of: practice.id)
        }
        if !answers.told.isEmpty || answers.isAnythingGone { hasNews = true }
        if !answers.told.isEmpty {
            ports.observer.observe(.answered(.bookings, count: answers.told.count), of: practice.id)
        }
        return answers.isQuiet
    }

    /// After a reading was kept: what staff did with the rows of confirmed bookings (S55), and once
    /// a day the whole of ledger and diary.
    func follow() async {
        do {
            let now = ports.time.now()
            let follower = BookingFollower(
                practice: practice.id, pms: ports.pms, diary: diary, store: store,
                zone: try await currentZone())
            if try await follower.follow(now: now, in: ports.store) {
                hasNews = true
                await bell.ring()
                await onClaims()
            }
            let isDue = reconciledAt.map {
                now.seconds - $0.seconds >= BookingDesk.reconcileEvery || now < $0
            }
            if isDue ?? true {
                differences = try await follower.differences(now: now)
                reconciledAt = now
                hasNews = true
                await bell.ring()
            }
        } catch {
            ports.logger.error("bookings are not followed: \(Problem(ofStore: error).message)")
        }
    }
}
