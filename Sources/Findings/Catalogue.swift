/// The catalogue of findings: one entry and one page for each code.
public enum Catalogue {
    /// All entries, in the order of their codes.
    public static var entries: [CatalogueEntry] {
        FindingCode.allCases.sorted { $0.rawValue < $1.rawValue }.map(\.entry)
    }

    /// The entry of a code as a finding or a person writes it: the whole code or only its number,
    /// in any case (`A03-PRACT-NOT-IN-DEFAULT`, `a03`); nil for any other text.
    public static func entry(named text: String) -> CatalogueEntry? {
        let wanted = text.uppercased()
        return entries.first { $0.code.rawValue == wanted || $0.code.number == wanted }
    }
}

extension FindingCode {
    /// The short form of the code, for example `A03`.
    public var number: String { String(rawValue.prefix { $0 != "-" }) }

    /// What the catalogue says about the code.
    public var entry: CatalogueEntry {
        switch self {
        case .reasonNone: .reasonNone
        case .defaultUnresolved: .defaultUnresolved
        case .defaultShort: .defaultShort
        case .marketingDefault: .marketingDefault
        case .nearMissName: .nearMissName
        case .defaultAtBound: .defaultAtBound
        case .assignedUnusable: .assignedUnusable
        case .assignedShadowed: .assignedShadowed
        case .severalHealthengine: .severalHealthengine
        case .candidateInactive: .candidateInactive
        case .healthengineNotFirst: .healthengineNotFirst
        case .defaultEmpty: .defaultEmpty
        case .notInDefault: .notInDefault
        case .kindCoverage: .kindCoverage
        case .enableOnline: .enableOnline
        case .newPatientLength: .newPatientLength
        case .inactive: .inactive
        case .notLinked: .notLinked
        case .ruleDropped: .ruleDropped
        case .enableOnlineToken: .enableOnlineToken
        case .defaultLengthUnknown: .defaultLengthUnknown
        case .roleUnknown: .roleUnknown
        case .stackingOff: .stackingOff
        case .gapShorterThanDefault: .gapShorterThanDefault
        case .horizon: .horizon
        case .leadTime: .leadTime
        case .intervalGrid: .intervalGrid
        case .statusBlocks: .statusBlocks
        case .templateEnded: .templateEnded
        case .stackingUnreported: .stackingUnreported
        case .daysNotRead: .daysNotRead
        case .intervalRaised: .intervalRaised
        case .kindBlocks: .kindBlocks
        case .noSession: .noSession
        case .fixedOffset: .fixedOffset
        case .shortProbe: .shortProbe
        case .unlinked: .unlinked
        case .lengthMismatch: .lengthMismatch
        case .linkStale: .linkStale
        case .notInLinkedReason: .notInLinkedReason
        case .nameAmbiguous: .nameAmbiguous
        case .nameNear: .nameNear
        case .linkMissingForSome: .linkMissingForSome
        case .newVersusExisting: .newVersusExisting
        case .linkedLengthUnknown: .linkedLengthUnknown
        case .typeWithoutPractitioner: .typeWithoutPractitioner
        case .linkWithoutType: .linkWithoutType
        case .partialSnapshot: .partialSnapshot
        case .rowsDropped: .rowsDropped
        case .ruleSyntax: .ruleSyntax
        case .ruleRuntime: .ruleRuntime
        case .ruleBudget: .ruleBudget
        case .ruleBadReturn: .ruleBadReturn
        case .ruleConflict: .ruleConflict
        case .rulesRefused: .rulesRefused
        case .practitionerGone: .practitionerGone
        case .staleSnapshot: .staleSnapshot
        case .linkedRenamed: .linkedRenamed
        case .linkedRetimed: .linkedRetimed
        case .reasonDeleted: .reasonDeleted
        case .pmsOffline: .pmsOffline
        case .credentials: .credentials
        case .consent: .consent
        case .bookingRejected: .bookingRejected
        case .updateRejected: .updateRejected
        case .unknownBooking: .unknownBooking
        case .appointmentAbsent: .appointmentAbsent
        case .lastSyncOld: .lastSyncOld
        case .rateLimit: .rateLimit
        case .clockSkew: .clockSkew
        case .schemaDrift: .schemaDrift
        case .practiceIDChanged: .practiceIDChanged
        case .webhookLost: .webhookLost
        case .readFailed: .readFailed
        case .pollGap: .pollGap
        case .daysRefused: .daysRefused
        case .configurationRefused: .configurationRefused
        case .listsDiffer: .listsDiffer
        case .deletionsHeld: .deletionsHeld
        case .optionalFeature: .optionalFeature
        case .sendFailed: .sendFailed
        case .requestFailed: .requestFailed
        case .setUpUnusable: .setUpUnusable
        case .daysUnknown: .daysUnknown
        case .startsLeftOut: .startsLeftOut
        case .slotTaken: .slotTaken
        case .timeoutUnknown: .timeoutUnknown
        case .lateReject: .lateReject
        case .bookNull: .bookNull
        case .pastStart: .pastStart
        case .patientAmbiguous: .patientAmbiguous
        case .patientField: .patientField
        case .duplicateSubmit: .duplicateSubmit
        case .partial: .partial
        case .unconfirmed: .unconfirmed
        case .bookingLimit: .bookingLimit
        case .bookUnknown: .bookUnknown
        case .typeUnknown: .typeUnknown
        case .bookedLengthMismatch: .bookedLengthMismatch
        case .notOffered: .notOffered
        case .refusedByRule: .refusedByRule
        case .bookingUnreadable: .bookingUnreadable
        case .notReady: .notReady
        case .refusedByPMS: .refusedByPMS
        case .noPatientKey: .noPatientKey
        case .notStored: .notStored
        case .cancelledBefore: .cancelledBefore
        case .cancelUnsupported: .cancelUnsupported
        case .cancelledInPMS: .cancelledInPMS
        case .movedInPMS: .movedInPMS
        case .didNotAttend: .didNotAttend
        case .orphan: .orphan
        case .overbooked: .overbooked
        }
    }
}
