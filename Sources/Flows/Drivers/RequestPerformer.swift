internal import Diagnostics
internal import Diary
internal import Logging
internal import Ports

/// Carries out the effects of the request flow and of the flow of appointment changes.
struct RequestPerformer: Sendable {
    let practice: PracticeID
    let ports: PracticePorts
    let marketplace: any MarketplacePort
    let signals: Signals
    var desk: BookingDesk?

    func perform(_ effect: RequestEffect) async -> RequestEvent {
        do {
            switch effect {
            case .load:
                return .loaded(
                    lastPoll: try await ports.store.lastPoll(of: practice),
                    findings: try await ports.store.findings(of: practice))
            case .recordPoll, .fulfilWishes, .report, .stop: try await record(effect)
            case .wantDays(let days): await signals.want(days: days, now: ports.time.now())
            case .wantParts(let parts): await signals.want(parts: parts, now: ports.time.now())
            case .startChanges: await signals.wantChanges()
            case .takeBookings(let bookings):
                await desk?.take(bookings)
            default: return await call(effect)
            }
            return .done
        } catch {
            return .storeFailed(Problem(ofStore: error))
        }
    }

    private func record(_ effect: RequestEffect) async throws {
        let store = ports.store
        let now = ports.time.now()
        switch effect {
        case .recordPoll: try await store.recordPoll(of: practice, at: now)
        case .fulfilWishes:
            let wishes = try await store.wishes(of: practice).filter { $0.kind == .requests }
            if !wishes.isEmpty { try await store.fulfil(wishes, of: practice) }
        case .report(let findings):
            try await store.replace(findings, from: .requests, of: practice, at: now)
        case .stop(let stop):
            try await store.change(practice, .stop(stop), by: .service, why: stop.why, at: now)
        default: break
        }
    }

    private func call(_ effect: RequestEffect) async -> RequestEvent {
        do {
            switch effect {
            case .outstanding: return .kinds(try await marketplace.outstanding())
            case .fetch(.bookings): return .bookings(try await marketplace.bookings())
            case .fetch(.bookingUpdates):
                let updates = try await marketplace.bookingUpdates()
                await note(Set(updates.filter(\.isCancellation).map(\.booking)))
                return .updates(updates, of: await standings(of: updates.map(\.booking)))
            case .fetch(.availability):
                return .days(try await marketplace.availabilityRequests())
            case .rejectBooking(let id, let reason):
                try await marketplace.reject(id, reason: reason)
            case .rejectUpdate(let id, let booking, let refusal):
                try await marketplace.rejectUpdate(id, of: booking, reason: refusal.words)
            case .features: return .features(try await marketplace.enabledFeatures())
            case .disableFeature(let id): try await marketplace.disableFeature(id)
            default: break
            }
            return .done
        } catch {
            return .failed(error)
        }
    }

    /// Notes in the timelines that the patients cancelled, once: what staff then take out of the
    /// diary is no surprise (S26).
    private func note(_ cancelled: Set<BookingID>) async {
        guard let store = desk?.store else { return }
        for id in cancelled {
            do {
                guard let booking = try await store.booking(id, of: practice),
                    booking.state == .confirmed,
                    try await !store.timeline(of: id, in: practice).contains(where: {
                        $0.what == BookingEvent.patientCancelled
                    })
                else { continue }
                _ = try await store.change(
                    booking, messages: [],
                    events: [.init(at: ports.time.now(), what: BookingEvent.patientCancelled)])
            } catch {
                let problem = Problem(ofStore: error)
                ports.logger.error("the end of booking `\(id)` is not noted: \(problem.message)")
            }
        }
    }

    /// What the ledger has of the bookings that requests are about. Where it cannot be asked, or
    /// bookings are not taken, nothing is said, and the requests are answered as ever.
    private func standings(of ids: [BookingID]) async -> [BookingID: BookingStanding] {
        guard let store = desk?.store else { return [:] }
        var standings: [BookingID: BookingStanding] = [:]
        for id in Set(ids) {
            do {
                let booking = try await store.booking(id, of: practice)
                standings[id] = BookingStanding(booking, now: ports.time.now())
            } catch { continue }
        }
        return standings
    }

    func perform(_ effect: ChangeEffect) async -> ChangeEvent {
        do {
            switch effect {
            case .fetch:
                let changes = try await marketplace.changeRequests()
                return .changes(changes, of: await standings(of: changes.map(\.booking)))
            case .cancel(let id, let reason): try await marketplace.cancel(id, reason: reason)
            case .didNotAttend(let id, let reason):
                try await marketplace.didNotAttend(id, reason: reason)
            case .noChange(let id): try await marketplace.noChange(id)
            case .entry(let id): return await entry(id)
            case .stop(let stop): return await self.stop(stop)
            case .finish: break
            }
            return .done
        } catch {
            return .failed(error)
        }
    }

    private func entry(_ id: DiaryEntryID) async -> ChangeEvent {
        do {
            return .entry(try await ports.pms.entry(id))
        } catch {
            return .pmsFailed(error)
        }
    }

    private func stop(_ stop: PracticeRecord.Stop) async -> ChangeEvent {
        do {
            try await ports.store.change(
                practice, .stop(stop), by: .service, why: stop.why, at: ports.time.now())
            return .done
        } catch {
            return .storeFailed(Problem(ofStore: error))
        }
    }
}
