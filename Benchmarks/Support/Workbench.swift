import Foundation
import Logging

/// Where things were built, and a folder for intermediate files.
struct Workbench: Sendable {
    /// The root of the checkout.
    let root: String
    private let scratch: String
    /// On the same disk as the checkout, because durability is measured.
    let folder: String

    /// - Throws: if something was not built; the error names the command.
    init(root: String, scratch: String) throws {
        self.root = root
        self.scratch = scratch
        folder = "\(scratch)/data-\(UUID().uuidString)"
        for path in [switchyard, library("MergeBot"), library("ForwardPort")] where !FileManager.default.fileExists(atPath: path) {
            throw BenchError("\(path) is missing: run `make bench`")
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    var switchyard: String { "\(scratch)/release/switchyard" }

    /// This program.
    var bench: String { "\(scratch)/release/bench" }

    /// A plugin's library, by the name of its package.
    func library(_ plugin: String) -> String { "\(scratch)/\(plugin)/release/lib\(plugin).so" }

    /// Nobody reads the log during a measurement.
    var logger: Logger { Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() } }

    /// A folder of its own for one part.
    func subfolder(_ name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    func clear() { try? FileManager.default.removeItem(atPath: folder) }
}
