import Foundation
import PluginAPI

/// `plugins.lock`: which libraries an operator trusts, by their content.
///
/// A library has the runner's rights as soon as it is opened, so nothing is opened unless it is listed with its
/// hash. `switchyard plugin lock` writes the file.
package struct PluginLockFile: Sendable, Equatable, Codable {
    /// One trusted library.
    package struct Entry: Sendable, Equatable, Codable {
        /// The plugin's id, and the name of its folder.
        package var id: String
        /// The version in the manifest.
        package var version: String
        /// Name of the library in the plugin's folder.
        package var library: String
        /// SHA-256 of the library: 64 lower-case hexadecimal digits.
        package var sha256: String
        /// Kinds of effects that the plugin requests, as the operator saw them.
        package var effects: [String]
        /// Identities that the plugin uses, as the operator saw them.
        package var identities: [String]
    }

    /// The trusted libraries, by id.
    package var plugins: [Entry]

    /// Makes a file with these entries.
    package init(plugins: [Entry] = []) { self.plugins = plugins.sorted { $0.id < $1.id } }

    /// The entry of a plugin.
    package subscript(id: String) -> Entry? {
        get { plugins.first { $0.id == id } }
        set {
            plugins.removeAll { $0.id == id }
            if let newValue { plugins.append(newValue) }
            plugins.sort { $0.id < $1.id }
        }
    }

    /// Reads the file; if it does not exist, nothing is locked.
    ///
    /// - Throws: ``PluginLoadError`` if it cannot be read.
    package init(readingFrom path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            self.init()
            return
        }
        do {
            self = try JSON(parsing: Data(contentsOf: URL(fileURLWithPath: path))).decode(as: PluginLockFile.self)
        } catch {
            throw PluginLoadError(
                .notLocked, "\(path) cannot be read (\(error)); write it anew with `switchyard plugin lock`")
        }
    }

    /// Writes the file atomically.
    ///
    /// - Throws: file system errors.
    package func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var data = try encoder.encode(self)
        data.append(UInt8(ascii: "\n"))
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
