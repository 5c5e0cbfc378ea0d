import Diagnostics
import Diary
import Rules

/// `gapbook test --format json`: `docs/schemas/test-1.schema.json`.
struct TestOutput: Encodable {
    let format = "gapbook.test/1"
    let passed: Int
    let failed: Int
    let results: [ResultOutput]

    struct ResultOutput: Encodable {
        let file: String
        let layer: String
        let decision: String?
        let name: String
        let passed: Bool
        let problem: Problem?
        let steps: [StepOutput]
    }

    init(_ results: [RuleTestResult]) {
        failed = results.count { $0.problem != nil }
        passed = results.count - failed
        self.results = results.map { result in
            ResultOutput(
                file: result.file, layer: result.layer.rawValue, decision: result.decision,
                name: result.name, passed: result.problem == nil, problem: result.problem,
                steps: result.steps.map(StepOutput.init))
        }
    }
}

/// `gapbook snapshot validate --format json`: `docs/schemas/validate-1.schema.json`.
struct ValidateOutput: Encodable {
    let format = "gapbook.validate/1"
    let practice: PracticeOutput
    let first: String
    let last: String
    let practitioners: Int
    let reasons: Int
    let sessions: Int
    let diary: Int
    let appointmentTypes: Int
    let claims: Int
    let warnings: [Problem]

    init(_ snapshot: Snapshot, _ warnings: [Problem]) {
        practice = PracticeOutput(snapshot)
        first = snapshot.pms.days.lowerBound.description
        last = snapshot.pms.days.upperBound.description
        practitioners = snapshot.pms.practitioners.count
        reasons = snapshot.pms.reasons.count
        sessions = snapshot.pms.sessions.count
        diary = snapshot.pms.diary.count
        appointmentTypes = snapshot.setUp.appointmentTypes.count
        claims = snapshot.claims.count
        self.warnings = warnings
    }
}
