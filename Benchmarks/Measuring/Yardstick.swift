/// How fast the machine is at the moment. Virtual machines vary by half from minute to minute, which none of their counters shows.
enum Yardstick {
    static let figure = "yardstick_ms"

    /// Some ten million steps of a random number generator, each of which depends on the one before; milliseconds, five times.
    static func measure() async -> [Double] {
        var values: [Double] = []
        var state: UInt64 = 88_172_645_463_325_252
        for _ in 0..<5 {
            values.append(
                await Stopwatch.milliseconds {
                    for _ in 0..<10_000_000 {
                        state ^= state << 13
                        state ^= state >> 7
                        state ^= state << 17
                    }
                })
        }
        // The steps must not be optimised away: their result is needed.
        return state == 0 ? [] : values
    }
}
