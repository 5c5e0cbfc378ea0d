internal import Diagnostics
internal import Ports

extension DiaryWriter {
    /// Looks for the files that may be the patient's (S57). Where a common last name brings more
    /// than `mostFoundPatients`, it is left out and what tells people apart is searched by alone:
    /// a file that only shares the name would not have been the patient's.
    ///
    /// - Throws: the first failure where nothing else is known of the patient, or where that finds
    ///   too many as well.
    func candidates(for details: PatientDetails) async throws(PMSFailure) -> [KnownPatient] {
        do {
            return try await patients(like: details)
        } catch {
            var others = details
            others.lastName = ""
            guard error.problem.code == "P0007", details.tellsApart else { throw error }
            return try await patients(like: others)
        }
    }
}

extension PatientDetails {
    /// Whether it names anything but a name to search by.
    fileprivate var tellsApart: Bool {
        [birthDate, phone, email].contains { $0?.isEmpty == false }
    }
}
