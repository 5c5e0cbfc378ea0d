internal import Diagnostics
internal import Diary

extension PracticeState {
    /// Makes a change.
    ///
    /// - Throws: C0303 for a row that does not exist, or exists already.
    mutating func apply(_ edit: PracticeEdit) throws(Problem) {
        switch edit {
        case .addPatient(let patient):
            guard !patients.contains(where: { $0.id == patient.id }) else {
                throw PMSReading.exists("patient", patient.id)
            }
            patients.append(patient)
        case .removePatient(let id):
            guard let place = patients.firstIndex(where: { $0.id == id }) else {
                throw PMSReading.unknown("patient", id)
            }
            patients.remove(at: place)
        case .setPatient(let id, let patient):
            guard reading.diary.contains(where: { $0.id == id }) else {
                throw PMSReading.unknown("diary entry", id.rawValue)
            }
            guard patients.contains(where: { $0.id == patient }) || patient == nil else {
                throw PMSReading.unknown("patient", patient ?? "")
            }
            details[id, default: RowDetails()].patient = patient
        default: try reading.apply(edit)
        }
    }
}
