import Diary
import Findings
import Ports
import Testing

@testable import Flows

@Suite("Requests that depend on a booking") struct DependentRequestTests {
    private static let now = SamplePractice.start
    private static let id = BookingID("7")

    private static func booking(
        _ state: Booking.State, told: Booking.Told? = nil, age: Int = 0
    ) -> Booking {
        let start = CivilDateTime(clockMinute: SamplePractice.firstDay.dayNumber * 1440 + 600)
        var booking = Booking(
            id: id, practice: SamplePractice.id, reference: .of(id, in: SamplePractice.id),
            request: BookingRequest(
                id: id, book: nil, reason: nil, start: start, lengthSeconds: 2700, bookedAt: now),
            receivedAt: now.adding(seconds: -age), place: nil, state: state, deadline: nil)
        booking.told = told
        return booking
    }

    private static func update(_ id: String) -> BookingUpdate {
        BookingUpdate(
            id: UpdateRequestID(id), booking: Self.id, appointments: [], isCancellation: true)
    }

    /// A round in which the updates are listed; what was done, and its report.
    private static func round(
        _ state: inout RequestState, _ updates: [BookingUpdate], _ standing: BookingStanding?
    ) -> (done: [RequestEffect], report: RequestReport) {
        var event = RequestEvent.poll(.timer)
        var done: [RequestEffect] = []
        while true {
            let (next, effect) = RequestFlow.step(state, event, now: now)
            state = next
            switch effect {
            case .finish(let report): return (done, report)
            case .load: event = .loaded(lastPoll: nil, findings: [])
            case .outstanding: event = .kinds([.bookingUpdates])
            case .fetch:
                event = .updates(updates, of: standing.map { [Self.id: $0] } ?? [:])
            case .rejectUpdate:
                done.append(effect)
                event = .done
            default: event = .done
            }
        }
    }

    private static func fresh(takesBookings: Bool = true) -> RequestState {
        RequestState(system: .exact, policy: FlowPolicy(), takesBookings: takesBookings)
    }

    @Test("G25: a booking is under way until it has its answer, a person has it, or it is old")
    func standings() {
        let cases: [(Booking?, BookingStanding)] = [
            (nil, .unknown), (Self.booking(.intended), .underWay),
            (Self.booking(.makingPatient), .underWay), (Self.booking(.sending), .underWay),
            (Self.booking(.reconciling), .underWay), (Self.booking(.confirmed), .underWay),
            (Self.booking(.confirmed, told: .confirmed), .answered),
            (Self.booking(.rejected(code: "D01-SLOT-TAKEN")), .underWay),
            (Self.booking(.rejected(code: "D01-SLOT-TAKEN"), told: .rejected), .answered),
            (Self.booking(.needsPerson(code: "D10-PATIENT-AMBIGUOUS")), .answered),
            (Self.booking(.sending, age: 299), .underWay),
            (Self.booking(.sending, age: 300), .answered),
        ]
        for (booking, standing) in cases {
            #expect(
                BookingStanding(booking, now: Self.now) == standing,
                "\(booking.map { "\($0.state)" } ?? "none")")
        }
    }

    @Test(
        "S55: a row that is gone is told once: here only where the ledger does not follow it",
        arguments: [(BookingStanding.answered, false), (.unknown, true), (nil, true)])
    func absent(_ standing: BookingStanding?, _ isTold: Bool) {
        var state = ChangeState()
        let request = ChangeRequest(booking: Self.id, appointments: [DiaryEntryID("9")])
        var event = ChangeEvent.start
        var answers: [ChangeEffect] = []
        while true {
            let (next, effect) = ChangeFlow.step(state, event, now: Self.now)
            state = next
            switch effect {
            case .finish(let report):
                #expect(report.absent.isEmpty == !isTold)
                #expect(answers == [.noChange(Self.id)])
                return
            case .fetch:
                event = .changes([request], of: standing.map { [Self.id: $0] } ?? [:])
            case .entry: event = .entry(nil)
            default:
                answers.append(effect)
                event = .done
            }
        }
    }

    @Test("G25: an update waits for its booking's answer, and is rejected after it")
    func waits() {
        var state = Self.fresh()
        for _ in 0..<2 {
            let (done, report) = Self.round(&state, [Self.update("1")], .underWay)
            #expect(done.isEmpty && report.waiting == 1)
        }
        let (done, report) = Self.round(&state, [Self.update("1")], .answered)
        #expect(done == [.rejectUpdate(UpdateRequestID("1"), of: Self.id, .unsupported)])
        #expect(report.waiting == 0)
        #expect(state.findings.map(\.code) == [FindingCode.cancelUnsupported.rawValue])
    }

    @Test("G26: one of an unknown booking is rejected by the second look, both of them then")
    func unknown() {
        var state = Self.fresh()
        let updates = [Self.update("1"), Self.update("2")]
        let first = Self.round(&state, updates, .unknown)
        #expect(first.done.isEmpty && first.report.waiting == 2)
        let second = Self.round(&state, updates, .unknown)
        #expect(
            second.done
                == ["1", "2"].map {
                    .rejectUpdate(UpdateRequestID($0), of: Self.id, .unknownBooking)
                })
        #expect(state.findings.map(\.code) == [FindingCode.unknownBooking.rawValue])
        // The one that came between two looks is a booking like any other.
        state = Self.fresh()
        _ = Self.round(&state, updates, .unknown)
        #expect(Self.round(&state, updates, .underWay).report.waiting == 2)
    }

    @Test(
        "where nothing is known of the bookings, updates are rejected at once",
        arguments: [(true, UpdateRefusal.unsupported), (false, .notSetUp)])
    func unasked(takesBookings: Bool, refusal: UpdateRefusal) {
        var state = Self.fresh(takesBookings: takesBookings)
        let (done, _) = Self.round(&state, [Self.update("1")], nil)
        #expect(done == [.rejectUpdate(UpdateRequestID("1"), of: Self.id, refusal)])
        #expect(state.findings.map(\.code) == [refusal.code.rawValue])
    }

    @Test("G25: what became of a booking is not looked up before it has its answer")
    func changes() {
        let other = BookingID("8")
        let asked = [Self.id, other].map {
            ChangeRequest(booking: $0, appointments: [DiaryEntryID("A")])
        }
        var state = ChangeState()
        var event = ChangeEvent.start
        var rows = 0
        while true {
            let (next, effect) = ChangeFlow.step(state, event, now: Self.now)
            state = next
            switch effect {
            case .finish(let report):
                #expect(report.waiting == 1 && report.answered == 1 && rows == 1)
                return
            case .fetch: event = .changes(asked, of: [Self.id: .underWay, other: .answered])
            case .entry:
                rows += 1
                event = .entry(nil)
            case .noChange(let id):
                #expect(id == other)
                event = .done
            default: event = .done
            }
        }
    }
}
