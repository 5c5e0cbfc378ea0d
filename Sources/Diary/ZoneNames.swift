/// The names that a folder of zone data knows, for a hint beside a misspelt one.
struct ZoneNames {
    let names: [String]

    /// Takes the names from `tzdata.zi`; none where the folder has no such file.
    init(directory: String) {
        guard case .bytes(let bytes) = readFile("\(directory)/tzdata.zi", atMost: 1 << 20) else {
            names = []
            return
        }
        names = bytes.split(separator: 0x0A).compactMap { line in
            // `Z name offset ...` is a zone, `L target name` another name for one.
            let isZone = line.starts(with: "Z ".utf8)
            guard isZone || line.starts(with: "L ".utf8) else { return nil }
            let fields = line.split(separator: 0x20)
            let place = isZone ? 1 : 2
            return place < fields.count ? String(decoding: fields[place], as: UTF8.self) : nil
        }
    }

    /// The names that need the fewest changes to become `name` or its last part, best first.
    func nearest(to name: String, count: Int) -> [String] {
        let wanted = Array(name.lowercased().utf8.prefix(64))
        func distance(_ candidate: String) -> Int {
            let whole = Array(candidate.lowercased().utf8)
            let city = Array(whole[(whole.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...])
            let wantedCity = wanted.lastIndex(of: UInt8(ascii: "/")).map {
                Array(wanted[($0 + 1)...])
            }
            return min(
                edits(whole, wanted),
                edits(city, wantedCity ?? wanted) + (wantedCity == nil ? 0 : 1))
        }
        return names.map { (distance($0), $0) }
            .filter { $0.0 <= 3 }
            .sorted { $0 < $1 }
            .prefix(count)
            .map(\.1)
    }

    /// How many bytes must be inserted, removed or replaced to turn one text into the other.
    private func edits(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (number, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = number + 1
            for column in right.indices {
                let replaced = diagonal + (byte == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
