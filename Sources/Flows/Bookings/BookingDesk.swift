internal import Diagnostics
internal import Diary
internal import Evaluation
internal import Logging
internal import Ports

/// Brings the bookings of one practice into its diary: takes them in, runs the flow of each, tells
/// the marketplace, and follows what staff do with the rows later.
///
/// All that lasts is in the ledger; a desk that is lost in a crash is opened again and goes on.
actor BookingDesk {
    private let practice: PracticeRecord
    private let ports: PracticePorts
    private let store: any BookingStore
    private let diary: any DiaryWriter
    private let marketplace: any MarketplacePort
    private let policy: BookingPolicy
    private let references: @Sendable () -> BookingReference
    private let guards: BookingGuards
    private let bell = Doorbell()
    /// The bookings that a run of this process works on: never two at once.
    private var running: Set<BookingID> = []
    private(set) var findings: [Finding] = []
    private var reconciliation: [String] = []
    private var reconciledAt: Instant?

    /// How often open bookings and messages are looked for without a ring.
    static let lookEvery = Duration.seconds(2)
    /// Ledger and diary are compared this often; below a day, so that no day passes without it.
    static let reconcileEvery = 22 * 3600
    /// The most bookings that findings are made of.
    static let mostListed = 200

    /// Opens the desk of a practice whose adapter writes; nil for any other.
    init?(
        _ practice: PracticeRecord, ports: PracticePorts, policy: BookingPolicy = .init(),
        references: @escaping @Sendable () -> BookingReference = { .fresh() },
        guards: BookingGuards = .all
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
        self.references = references
        self.guards = guards
    }

    /// Takes in what the marketplace lists; the work on it begins at once.
    func take(_ requests: [BookingRequest]) async throws -> Int {
        let reception = BookingReception(
            practice: practice, ports: ports, store: store, references: references,
            policy: policy)
        let new = try await reception.take(requests)
        await bell.ring()
        return new
    }

    /// Works until the task is cancelled; what was sent is recorded first.
    func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do {
                    for booking in try await takeUp() {
                        group.addTask { await self.work(on: booking) }
                    }
                    await tell()
                } catch {
                    ports.logger.error(
                        "bookings cannot be read: \(Problem(ofStore: error).message)")
                }
                guard (try? await bell.wait(atMost: BookingDesk.lookEvery, by: ports.time)) != nil
                else { break }
            }
            group.cancelAll()
        }
    }

    /// The open bookings that nobody works on.
    private func takeUp() async throws -> [Booking] {
        let open = try await store.openBookings(of: practice.id).filter { booking in
            if case .needsPerson = booking.state { return false }
            return !running.contains(booking.id)
        }
        running.formUnion(open.map(\.id))
        return open
    }

    private func work(on booking: Booking) async {
        do {
            let setUp = try await ports.store.setUp(of: practice.id)
            let evaluator = try await ports.evaluators.evaluator(
                for: practice, setUp: setUp,
                active: try await ports.store.activeRevision(of: practice.id))
            let terms = BookingTerms(
                capabilities: ports.pms.capabilities, zone: evaluator.zone, policy: policy,
                guards: guards)
            let runner = BookingRunner(
                performer: BookingPerformer(
                    practice: practice, ports: ports, store: store, diary: diary),
                time: ports.time)
            await runner.run(BookingRun(booking, terms: terms))
        } catch {
            ports.logger.error(
                "booking `\(booking.id)` waits: \(Problem(ofStore: error).message)")
            try? await ports.time.sleep(for: .seconds(1))
        }
        running.remove(booking.id)
        await bell.ring()
    }

    private func tell() async {
        let messages = BookingMessages(
            practice: practice.id, store: store, marketplace: marketplace, time: ports.time)
        do {
            let told = try await shielded { () -> Result<[Booking.Told], any Error> in
                do { return .success(try await messages.tellDue()) } catch {
                    return .failure(error)
                }
            }.get()
            if !told.isEmpty {
                ports.observer.observe(.answered(.bookings, count: told.count), of: practice.id)
            }
            findings = try await BookingFindings(
                practice: practice, store: store, now: ports.time.now(),
                differences: reconciliation
            ).findings()
        } catch {
            ports.logger.error("bookings are not told: \(Problem(ofStore: error).message)")
        }
    }

    /// After a reading was kept: what staff did with the rows of confirmed bookings (S55), and once
    /// a day the whole of ledger and diary.
    func follow() async {
        do {
            let now = ports.time.now()
            let setUp = try await ports.store.setUp(of: practice.id)
            let zone = try await ports.evaluators.evaluator(
                for: practice, setUp: setUp,
                active: try await ports.store.activeRevision(of: practice.id)
            ).zone
            let follower = BookingFollower(
                practice: practice.id, pms: ports.pms, diary: diary, store: store, zone: zone)
            if let reading = try await ports.store.latestReading(of: practice.id) {
                try await follower.follow(reading, now: now)
            }
            let isDue = reconciledAt.map {
                now.seconds - $0.seconds >= BookingDesk.reconcileEvery || now < $0
            }
            if isDue ?? true {
                reconciliation = try await follower.differences(now: now)
                reconciledAt = now
            }
            await bell.ring()
        } catch {
            ports.logger.error("bookings are not followed: \(Problem(ofStore: error).message)")
        }
    }
}

/// Runs one booking to where nothing is left to do by itself.
struct BookingRunner: Sendable {
    let performer: BookingPerformer
    let time: any TimeSource

    func run(_ run: BookingRun) async {
        var run = run
        var input = BookingInput.resume
        while !Task.isCancelled {
            let (next, effect) = BookingFlow.step(run, input, now: time.now())
            run = next
            if effect == .finish { return }
            input = await perform(effect, of: run)
        }
    }

    /// What changes the ledger or the diary is finished whatever happens to the task; what may be
    /// given up is given up when the answer is due (T21).
    private func perform(_ effect: BookingEffect, of run: BookingRun) async -> BookingInput {
        let booking = run.booking
        let performer = performer
        switch effect {
        case .store, .insert:
            return await shielded { await performer.perform(effect, for: booking) }
        case .match, .makePatient, .findMade, .readDay:
            guard let until = run.answerBy else { break }
            let left = max(until.seconds - time.now().seconds, 0)
            let time = time
            return await withTaskGroup(of: BookingInput.self) { group in
                group.addTask { await performer.perform(effect, for: booking) }
                group.addTask {
                    try? await time.sleep(for: .seconds(left))
                    return .time
                }
                let first = await group.next() ?? .time
                group.cancelAll()
                return first
            }
        default: break
        }
        return await performer.perform(effect, for: booking)
    }
}

extension BookingReference {
    /// 128 random bits, in 32 hexadecimal digits.
    static func fresh() -> BookingReference {
        var generator = SystemRandomNumberGenerator()
        let parts = (0..<2).map { _ in
            let digits = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        return BookingReference(parts.joined())
    }
}
