/// How much one reading of a PMS may take; each is far beyond what a practice needs.
package enum PMSLimits {
    /// Days of one reading: as many as a snapshot can span.
    package static let days = 400
    /// Breaks of one session.
    package static let breaks = 50
    /// Pages of one list.
    package static let pages = 1_000
    /// Rows of one list.
    package static let rows = 200_000
    /// How often a list, or the whole reading, is begun anew because it changed meanwhile.
    package static let rounds = 3
    /// How often one call is sent.
    package static let attempts = 4
    /// Characters of a continuation token.
    package static let tokenCharacters = 4_096
    /// Elapsed time for all calls of one reading, waiting for the pace included.
    package static let readingTime: Duration = .seconds(600)
    /// The same for a booking's search of a patient, or its look at a day.
    package static let lookTime: Duration = .seconds(60)
    /// Characters of what staff read of a booking in the diary.
    package static let noteCharacters = 200
    /// Characters of a field of a patient; a longer one counts as not known.
    package static let patientCharacters = 200
    /// Elapsed time for one answer.
    package static let answerTime: Duration = .seconds(30)
    /// Bytes of an exported practice.
    package static let exportBytes = 64 << 20
    /// Kinds of row that were left out, as many as a snapshot can name.
    package static let leftOut = 100
}
