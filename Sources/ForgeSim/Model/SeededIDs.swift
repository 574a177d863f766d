import GRDB

/// Ids that look random but depend only on the seed and the tables: neither a restart nor an export changes them.
extension Database {
    /// The seed with which these tables were created.
    func seed() throws -> UInt64 {
        UInt64(bitPattern: try Int64.fetchOne(cached: self, sql: "SELECT value FROM counters WHERE kind = 'dice'") ?? 0)
    }

    /// The UUID with a number.
    func uuid(_ number: Int64) throws -> String {
        var random = SeededRandom(seed: try seed() &+ UInt64(bitPattern: number) &* 0xD1B5_4A32_D192_ED03)
        return random.uuid()
    }

    /// Forty hexadecimal digits for a new token, code or secret. Deliveries use the UUIDs above zero, these the ones below.
    func secret() throws -> String {
        let first = -2 * (try nextID("secret"))
        let digits = try uuid(first) + uuid(first - 1)
        return String(digits.filter { $0 != "-" }.prefix(40))
    }
}
