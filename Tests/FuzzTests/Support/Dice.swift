/// Random choices that are the same for the same seed (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, the limit.
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }

    /// True once in so many times.
    mutating func once(in count: Int) -> Bool { below(count) == 0 }

    mutating func pick<Element>(_ items: [Element]) -> Element { items[below(items.count)] }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }

    /// The bytes with a few of them changed, removed, duplicated or inserted.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...below(4) {
            let place = below(bytes.count + 1)
            switch below(6) {
            case 0: bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
            case 1 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: next())
            case 2 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
            case 3 where place < bytes.count: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(8)))
            case 4 where place < bytes.count:
                bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + below(16))], at: below(place + 1))
            default: bytes = Array(bytes.prefix(place))
            }
        }
        return bytes
    }
}
