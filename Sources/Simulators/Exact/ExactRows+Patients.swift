extension ExactRows {
    /// A patient; what is not known is null.
    static func patient(_ row: SimulatedPatient, _ options: PracticeOptions) -> JSON {
        .present([
            "id": .text(row.id), "firstName": .text(orNull: row.firstName),
            "lastName": .text(orNull: row.lastName),
            "dateOfBirth": .text(orNull: row.dateOfBirth.map { "\($0)" }),
            "phoneNumber": .text(orNull: row.phone), "emailAddress": .text(orNull: row.email),
            "address": [
                "line1": .text(orNull: row.street), "city": .text(orNull: row.city),
                "countrySubdivision": .text(orNull: row.state),
                "postCode": .text(orNull: row.postcode),
            ],
            "sex": .text(row.gender ?? "Unspecified"), "isActive": .flag(row.isActive),
            "externalReference": options.shown(row.reference),
        ])
    }
}
