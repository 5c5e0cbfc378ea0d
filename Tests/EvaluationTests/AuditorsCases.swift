import Diary
import Findings

/// For each code a smallest practice that has the finding, and all that it has besides.
struct AuditCase: Sendable {
    let code: FindingCode
    let severity: Finding.Severity
    let also: Set<FindingCode>
    /// What is spoilt.
    let change: @Sendable (inout Sample) -> Void
    let sample: Sample

    init(
        _ code: FindingCode, _ severity: Finding.Severity, also: Set<FindingCode> = [],
        in sample: Sample = .exact(), _ change: @escaping @Sendable (inout Sample) -> Void
    ) {
        self.code = code
        self.severity = severity
        self.also = also
        self.change = change
        var sample = sample
        change(&sample)
        self.sample = sample
    }

    static let all = defaultReason + practitioners + time + links + reading + rules

    static let defaultReason: [AuditCase] = [
        AuditCase(.reasonNone, .error) { $0.pms.reasons = [] },
        AuditCase(.defaultUnresolved, .error, also: [.linkStale]) {
            $0.pms.reasons[0].isActive = false
        },
        AuditCase(.defaultShort, .error, also: [.lengthMismatch]) {
            $0.pms.reasons[0].minutes = Minutes(20)
        },
        AuditCase(.defaultShort, .error, also: [.lengthMismatch], in: .oasis()) {
            $0.pms.practitioners[0].newPatientMinutes = Minutes(20)
        },
        AuditCase(.defaultAtBound, .advice, also: [.lengthMismatch]) {
            $0.pms.reasons[0].minutes = Minutes(30)
        },
        AuditCase(.marketingDefault, .warning) {
            $0.pms.reasons[0].name = "Spring campaign"
            $0.pms.reasons[0].isMarketing = true
        },
        AuditCase(.nearMissName, .warning) { $0.addReason("Health Engin check-up") },
        AuditCase(.assignedUnusable, .warning) {
            $0.setUp.assigned = Assignment(reason: ReasonID("R9"))
        },
        AuditCase(.assignedUnusable, .warning) {
            $0.addReason("Exam") { $0.isActive = false }
            $0.setUp.assigned = Assignment(reason: $0.pms.reasons[1].id)
        },
        AuditCase(.assignedShadowed, .warning) {
            $0.setUp.assigned = Assignment(reason: $0.addReason("Exam"))
        },
        AuditCase(.severalHealthengine, .warning) { $0.addReason("HealthEngine exam") },
        AuditCase(.candidateInactive, .warning) {
            $0.pms.reasons[0].name = "Exam"
            $0.addReason("Healthengine") { $0.isActive = false }
        },
        AuditCase(.candidateInactive, .advice) {
            $0.pms.reasons[0].name = "Exam"
            $0.addReason("Spring campaign") {
                $0.isActive = false
                $0.isMarketing = true
            }
        },
        AuditCase(.candidateInactive, .advice, also: [.marketingDefault]) {
            $0.pms.reasons[0].name = "Spring campaign"
            $0.pms.reasons[0].isMarketing = true
            $0.addReason("Summer campaign") {
                $0.isActive = false
                $0.isMarketing = true
                $0.isMarketingDefault = true
            }
        },
        AuditCase(.candidateInactive, .advice) {
            $0.pms.reasons[0].name = "Exam"
            $0.addReason("Check-up", at: 0) { $0.isActive = false }
        },
        AuditCase(.healthengineNotFirst, .warning, in: .oasis()) {
            $0.pms.reasons[0].minutes = Minutes(45)
            $0.addReason("Exam", minutes: 45, at: 0)
        },
        AuditCase(.defaultEmpty, .error, also: [.notInDefault]) {
            $0.pms.reasons[0].practitioners = []
        },
    ]

    static let practitioners: [AuditCase] = [
        AuditCase(.notInDefault, .error, also: [.kindCoverage]) { $0.addColleague() },
        AuditCase(.notInDefault, .warning, also: [.notLinked]) {
            $0.addColleague()
            $0.addReason("Hygiene") { $0.practitioners = [.init(Sample.colleague)] }
            $0.set("fallback", of: "publish_practitioner", to: .text("first_with_practitioner"))
        },
        AuditCase(.kindCoverage, .error, also: [.notInDefault]) {
            $0.addColleague(role: "Oral Health Therapist")
        },
        AuditCase(.enableOnline, .error, in: .oasis()) {
            $0.pms.practitioners[0].enableOnline = "N"
        },
        AuditCase(.enableOnline, .warning, in: .oasis()) {
            $0.addColleague()
            $0.pms.practitioners[1].enableOnline = nil
        },
        AuditCase(.enableOnlineToken, .warning, in: .oasis()) {
            $0.addColleague()
            $0.pms.practitioners[1].enableOnline = " maybe "
        },
        AuditCase(.newPatientLength, .error, in: .oasis()) {
            $0.pms.practitioners[0].newPatientMinutes = nil
        },
        AuditCase(.inactive, .advice) {
            $0.addColleague()
            $0.pms.practitioners[1].isActive = false
        },
        AuditCase(.inactive, .warning) {
            $0.addColleague()
            $0.pms.practitioners[1].isActive = false
            $0.addType("Check-up", minutes: 30, of: Sample.colleague)
        },
        AuditCase(.notLinked, .warning) {
            $0.addColleague()
            $0.pms.reasons[0].practitioners?.append(.init(Sample.colleague))
        },
        AuditCase(.ruleDropped, .advice) {
            $0.practiceRules["publish_practitioner.lua"] = """
                return override {
                  decision = "publish_practitioner",
                  why = "a test",
                  decide = function() return { publish = false, why = "works by phone only" } end,
                }
                """
        },
        AuditCase(.defaultLengthUnknown, .error) {
            $0.pms.reasons[0].minutes = nil
        },
        AuditCase(.roleUnknown, .advice) { $0.pms.practitioners[0].role = nil },
        AuditCase(.noSession, .warning) { $0.pms.sessions = [] },
        AuditCase(.templateEnded, .advice) {
            $0.pms.sessions = Sample.mornings(of: Sample.dentist, days: 0..<17)
        },
    ]

    static let time: [AuditCase] = [
        AuditCase(.stackingOff, .warning) { $0.pms.stacking = false },
        AuditCase(.stackingUnreported, .advice) { $0.pms.stacking = nil },
        AuditCase(.stackingUnreported, .error, in: .oasis()) { $0.pms.stacking = nil },
        AuditCase(.stackingUnreported, .advice, in: .oasis()) {
            $0.pms.stacking = nil
            $0.set("stacking_unreported", of: "publishing", to: .text("off"))
        },
        AuditCase(.gapShorterThanDefault, .advice) {
            let exam = $0.addReason("Exam", minutes: 30)
            $0.addType("Exam", minutes: 30, linkedTo: exam)
        },
        AuditCase(.gapShorterThanDefault, .error) {
            let exam = $0.addReason("Exam", minutes: 30)
            $0.addType("Exam", minutes: 30, linkedTo: exam)
            $0.pms.sessions = Sample.mornings(of: Sample.dentist, endingAt: 570)
        },
        AuditCase(.horizon, .advice) { $0.set("horizon_days", of: "publishing", to: .integer(13)) },
        AuditCase(.leadTime, .advice) { $0.set("lead_minutes", of: "publishing", to: .integer(0)) },
        AuditCase(.leadTime, .advice) {
            $0.set("lead_minutes", of: "publishing", to: .integer(1441))
        },
        AuditCase(.intervalGrid, .warning) { $0.pms.interval = Minutes(10) },
        AuditCase(.intervalGrid, .advice) { $0.pms.interval = Minutes(15) },
        AuditCase(.intervalGrid, .advice) {
            $0.pms.interval = Minutes(15)
            $0.set("minutes", of: "interval", to: .integer(45))
        },
        AuditCase(.intervalRaised, .advice) {
            let exam = $0.addReason("Exam", minutes: 47)
            $0.addType("Exam", minutes: 47, linkedTo: exam)
        },
        AuditCase(.shortProbe, .warning) {
            $0.set("publish_basis", of: "publishing", to: .text("default"))
        },
        AuditCase(.shortProbe, .error) {
            let long = $0.addReason("Crown", minutes: 90)
            $0.addType("Crown", minutes: 90, linkedTo: long)
            $0.set("publish_basis", of: "publishing", to: .text("default"))
        },
    ]

    static let links: [AuditCase] = [
        AuditCase(.unlinked, .error) { $0.addType("Whitening", minutes: 30) },
        AuditCase(.linkMissingForSome, .warning) {
            $0.addColleague()
            $0.pms.reasons[0].practitioners?.append(.init(Sample.colleague))
            $0.addType("Healthengine New Patient", minutes: 45, of: Sample.colleague)
        },
        AuditCase(.nameAmbiguous, .warning) {
            $0.addReason("Adult check-up")
            $0.addReason("Examination for an adult")
            $0.addType("Adult exam", minutes: 45)
        },
        AuditCase(.nameAmbiguous, .advice) {
            $0.addReason("Check-up")
            $0.addReason("Check up")
        },
        AuditCase(.lengthMismatch, .error) { $0.setUp.appointmentTypes[0].length = Minutes(60) },
        AuditCase(.lengthMismatch, .warning) {
            $0.setUp.appointmentTypes[0].length = Minutes(60)
            $0.set("length_mismatch", of: "publishing", to: .text("warn"))
        },
        AuditCase(.linkStale, .error) { $0.setUp.links[0].reason = ReasonID("R9") },
        AuditCase(.linkStale, .error) {
            $0.setUp.links[0].reason = $0.addReason("Exam") { $0.isActive = false }
        },
        AuditCase(.notInLinkedReason, .error) {
            $0.setUp.links[0].reason = $0.addReason("Exam") { $0.practitioners = [] }
        },
        AuditCase(.linkedLengthUnknown, .error) {
            $0.setUp.links[0].reason = $0.addReason("Exam", minutes: nil)
        },
        AuditCase(.nameNear, .advice, in: .oasis()) {
            $0.setUp.appointmentTypes[0].name = "New Patient"
        },
        AuditCase(.newVersusExisting, .advice, in: .oasis()) {
            let exam = $0.addReason("Exam", minutes: nil)
            $0.addType("Exam", minutes: 45, linkedTo: exam)
        },
        AuditCase(.typeWithoutPractitioner, .warning) {
            $0.addType("Exam", minutes: 45, of: PractitionerID("P9"))
        },
        AuditCase(.linkWithoutType, .warning) {
            $0.setUp.links.append(
                Link(
                    type: AppointmentTypeID("T9"), practitioner: Sample.dentist,
                    reason: Sample.defaultReason))
        },
    ]

    static let reading: [AuditCase] = [
        AuditCase(.partialSnapshot, .error) { $0.pms.isComplete = false },
        AuditCase(.rowsDropped, .warning) {
            $0.pms.dropped = [DroppedRows(list: "diary", count: 3, why: "no start")]
        },
        AuditCase(.statusBlocks, .warning) {
            $0.addEntry(kind: .appointment, status: .unknown("Hold"))
        },
        AuditCase(.kindBlocks, .warning) { $0.addEntry(kind: .unknown("note"), status: nil) },
        AuditCase(.daysNotRead, .advice) { $0.pms.days = Sample.day(0)...Sample.day(29) },
        AuditCase(.daysNotRead, .advice) { $0.pms.days = Sample.day(1)...Sample.day(30) },
        AuditCase(.fixedOffset, .warning) { $0.pms.offsetMinutes = 660 },
    ]

    static let rules: [AuditCase] = [
        AuditCase(.ruleSyntax, .error) { $0.practiceRules["interval.lua"] = "return override {" },
        AuditCase(.ruleRuntime, .error) {
            $0.practiceRules["interval.lua"] = override("local x = nil; return x.y")
        },
        AuditCase(.ruleBudget, .error) {
            $0.practiceRules["interval.lua"] = override("while true do end")
        },
        AuditCase(.ruleBadReturn, .error) {
            $0.practiceRules["interval.lua"] = override("return { minutes = \"often\" }")
        },
        AuditCase(.ruleConflict, .warning) {
            $0.set("horizon_dayz", of: "publishing", to: .integer(20))
        },
        AuditCase(.ruleConflict, .advice) {
            $0.set("horizon_days", of: "publishing", to: .integer(20))
            $0.practiceRules["publishing.lua"] = """
                return override {
                  settings = "publishing", why = "a test", params = { horizon_days = 25 },
                }
                """
        },
    ]

    private static func override(_ body: String) -> String {
        """
        return override {
          decision = "interval",
          why = "a test",
          decide = function() \(body) end,
        }
        """
    }
}

extension Sample {
    /// Adds a diary entry of half an hour on the first morning.
    fileprivate mutating func addEntry(kind: DiaryEntry.Kind, status: AppointmentStatus?) {
        pms.diary.append(
            DiaryEntry(
                id: DiaryEntryID("D1"), practitioner: Self.dentist, kind: kind, status: status,
                start: .civil(Self.at(0, minute: 600)), end: .after(Minutes(30))))
    }
}
