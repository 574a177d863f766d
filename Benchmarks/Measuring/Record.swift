import Foundation

/// `bench.json`: the median of each figure, and under `ranges` its least and greatest value and the number of runs.
struct Record {
    /// Of one figure.
    struct Entry {
        let median: Double
        let least: Double
        let greatest: Double
        let runs: Int
    }

    private(set) var entries: [String: Entry] = [:]

    /// - Throws: if the file does not exist or is not one of ours.
    init(path: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
        guard let document = object as? [String: Any], let ranges = document["ranges"] as? [String: [String: Any]] else {
            throw BenchError("\(path) is not a record of figures: remove it")
        }
        for (name, range) in ranges {
            guard let median = document[name] as? Double, let least = range["min"] as? Double, let greatest = range["max"] as? Double
            else { continue }
            entries[name] = Entry(median: median, least: least, greatest: greatest, runs: range["runs"] as? Int ?? 0)
        }
    }

    /// Adds new measurements to the file beside older ones.
    static func merge(_ measurements: Measurements, into path: String) throws {
        let url = URL(fileURLWithPath: path)
        let old = (try? Data(contentsOf: url)).flatMap { try? JSONSerialization.jsonObject(with: $0) as? [String: Any] }
        var document: [String: Any] = old ?? [:]
        var ranges = document["ranges"] as? [String: Any] ?? [:]
        for (name, values) in measurements.samples where !values.isEmpty {
            document[name] = rounded(Statistics.median(values))
            ranges[name] = [
                "min": rounded(values.min() ?? 0), "max": rounded(values.max() ?? 0), "runs": values.count,
            ]
        }
        document["ranges"] = ranges
        document["date"] = Machine.today
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        let data = try JSONSerialization.data(withJSONObject: document, options: [.prettyPrinted, .sortedKeys])
        try data.write(to: url, options: .atomic)
    }

    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}

/// What prevented a measurement, and what to do about it.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
