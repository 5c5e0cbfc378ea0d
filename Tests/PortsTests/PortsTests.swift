import Ports
import Testing

@Suite("Digests")
struct DigestTests {
    @Test("a hash becomes two lower-case digits for each byte, zeros included")
    func digits() {
        #expect(ContentDigest(hash: [0x00, 0x0f, 0xa0, 0xff]) == ContentDigest("000fa0ff"))
        let all = ContentDigest(hash: UInt8.min...UInt8.max).description
        let plain = (0...255).map { number in
            let text = String(number, radix: 16)
            return text.count == 1 ? "0\(text)" : text
        }
        #expect(all == plain.joined())
    }
}
