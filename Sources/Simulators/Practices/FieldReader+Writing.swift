internal import Diary

extension FieldReader {
    /// The most characters of a note.
    private static let noteLength = 200

    /// What staff are to read: one line that may be left out or null.
    func note() throws(Refusal) -> String? {
        let note = try optionalText("note")
        guard let note else { return nil }
        guard note.count <= FieldReader.noteLength, !note.contains(where: \.isNewline) else {
            throw Refusal("`\(place("note"))` must be one line of at most 200 characters")
        }
        return note
    }

    /// One of some words, that may be left out or null.
    func word(_ name: String, of words: [String]) throws(Refusal) -> String? {
        guard let word = try optionalText(name) else { return nil }
        guard words.contains(word) else {
            throw Refusal("`\(place(name))` must be one of \(words.joined(separator: ", "))")
        }
        return word
    }

    /// A day of birth as `2000-01-31` that may be left out or null; one that is wrong is not
    /// quoted.
    func birthDate(_ name: String) throws(Refusal) -> CivilDate? {
        guard let text = try optionalText(name) else { return nil }
        guard let date = CivilDate(text) else {
            throw Refusal("`\(place(name))` must be a date as YYYY-MM-DD")
        }
        return date
    }
}
