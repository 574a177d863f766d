/// What was measured: by figure, one value per run.
struct Measurements: Sendable {
    private(set) var samples: [String: [Double]] = [:]

    mutating func add(_ figure: String, _ values: [Double]) { samples[figure, default: []] += values }

    mutating func add(_ figure: String, _ value: Double) { add(figure, [value]) }
}

/// Statistics of a few values.
enum Statistics {
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// The value below which the given part of all values is.
    static func quantile(_ values: [Double], _ part: Double) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        return sorted[min(sorted.count - 1, Int((Double(sorted.count) * part).rounded(.down)))]
    }
}

/// Takes times.
enum Stopwatch {
    /// How long the body takes, in milliseconds.
    static func milliseconds(_ body: () async throws -> Void) async rethrows -> Double {
        let start = ContinuousClock.now
        try await body()
        return milliseconds(ContinuousClock.now - start)
    }

    static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
    }
}
