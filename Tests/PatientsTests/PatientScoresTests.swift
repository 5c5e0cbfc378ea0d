import Ports
import Testing

@testable import Patients

@Suite("How like two patients are")
struct PatientScoresTests {
    static func patient(
        _ first: String = "Margaret", _ last: String = "O'Neill", born: String? = "1984-03-07",
        phone: String? = "0412 345 678", email: String? = "maggie@example.org",
        address: String? = "5/12 Banksia St", suburb: String? = "Coogee",
        postcode: String? = "2034"
    ) -> PatientDetails {
        var details = PatientDetails(firstName: first, lastName: last)
        details.birthDate = born
        details.phone = phone
        details.email = email
        details.address = address
        details.suburb = suburb
        details.postcode = postcode
        return details
    }

    @Test("G24: another format of the same field scores 1")
    func formats() {
        let scores = PatientScores(
            Self.patient(),
            Self.patient(
                "MARGARET ", "oneill", born: "07031984".isEmpty ? nil : "1984-03-07",
                phone: "+61 412 345 678", email: " Maggie+dental@Example.org",
                address: "Unit 5, 12 Banksia Street", suburb: "COOGEE"))
        #expect(scores.firstName == 1)
        #expect(scores.lastName == 1)
        #expect(scores.birthDate == 1)
        #expect(scores.phone == 1)
        #expect(scores.email == 1)
        #expect(scores.address == 1)
    }

    @Test(
        "G24: a phone number is the same however it is written",
        arguments: [
            "0412345678", "+61412345678", "0061 412 345 678", "(0412) 345-678",
            "+61 (0)412 345 678",
        ])
    func phones(_ text: String) {
        #expect(PatientScores(Self.patient(), Self.patient(phone: text)).phone == 1)
    }

    @Test("G24: accents, case and punctuation of names do not count")
    func accents() {
        let scores = PatientScores(
            Self.patient("Zoë", "Müller-Lüdenscheidt"),
            Self.patient("ZOE", "Muller Ludenscheidt"))
        #expect(scores.firstName == 1)
        #expect(scores.lastName == 1)
    }

    @Test(
        "G24: a misspelt name is near",
        arguments: [
            ("Margaret", "Margaert"), ("Jonathan", "Jonathon"), ("Catherine", "Cathrine"),
            ("Mohammed", "Mohamed"),
        ])
    func misspelt(_ pair: (String, String)) throws {
        let scores = PatientScores(Self.patient(pair.0), Self.patient(pair.1))
        #expect(try #require(scores.firstName) >= 0.8)
    }

    @Test(
        "S57: another person's first name is not near",
        arguments: [("Jayden", "Kayden"), ("Tim", "Tom"), ("Anna", "Anne"), ("Peter", "Paul")])
    func others(_ pair: (String, String)) throws {
        let scores = PatientScores(Self.patient(pair.0), Self.patient(pair.1))
        #expect(try #require(scores.firstName) < 0.8)
    }

    @Test("G24: day and month exchanged are nearer than one wrong digit, another date is nothing")
    func dates() {
        let exchanged = PatientScores(Self.patient(), Self.patient(born: "1984-07-03"))
        #expect(exchanged.birthDate == 0.8)
        #expect(PatientScores(Self.patient(), Self.patient(born: "1984-03-08")).birthDate == 0.7)
        #expect(PatientScores(Self.patient(), Self.patient(born: "1951-11-30")).birthDate == 0)
    }

    @Test("a field that one side does not give has no score")
    func missing() {
        let scores = PatientScores(
            Self.patient(),
            Self.patient(
                born: nil, phone: nil, email: nil, address: nil,
                suburb: nil, postcode: nil))
        #expect(scores.birthDate == nil)
        #expect(scores.phone == nil)
        #expect(scores.email == nil)
        #expect(scores.address == nil)
    }

    @Test("names entered the wrong way round are near")
    func exchanged() throws {
        let scores = PatientScores(Self.patient("Wei", "Zhang"), Self.patient("Zhang", "Wei"))
        #expect(try #require(scores.firstName) >= 0.8)
        #expect(try #require(scores.lastName) >= 0.8)
    }

    @Test("the edit distance is symmetric, zero for the same only, and obeys its bounds")
    func distance() {
        let words = ["", "a", "ab", "ba", "margaret", "margaert", "zhang", "garment"]
        for left in words {
            for right in words {
                let distance = EditDistance.between(left, right)
                #expect(distance == EditDistance.between(right, left))
                #expect((distance == 0) == (left == right))
                #expect(distance >= abs(left.count - right.count))
                #expect(distance <= max(left.count, right.count))
            }
        }
        #expect(EditDistance.between("margaret", "margaert") == 1)
    }
}
