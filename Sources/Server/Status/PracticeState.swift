public import Ports

/// Where a practice stands, in one word.
public enum PracticeState: String, Sendable, CaseIterable {
    /// It is read and published.
    case published
    /// It is read; it has no access to the marketplace.
    case unpublished
    /// Staff switched it off (S60).
    case disabled
    /// Consent is missing; staff must act (S58).
    case stopped
}

extension PracticeRecord {
    /// Where the practice stands.
    public var state: PracticeState {
        if !isEnabled { return .disabled }
        if stopped != nil { return .stopped }
        return marketplace == nil ? .unpublished : .published
    }
}
