package import Contract
import Foundation
package import PluginRules

/// A configuration that can be used, and what the operator should know about it.
package struct LoadedConfiguration: Sendable, Hashable {
    /// The configuration.
    package let configuration: Configuration
    /// Things that are allowed and probably not meant.
    package let warnings: [DocumentProblem]
}

/// Where the plugins of a configuration are.
package struct PluginPlaces: Sendable, Hashable {
    /// The folder for everything that is kept, as written.
    package let data: String?
    /// The drop-in folder, as written; nil: `plugins` in the data folder.
    package let directory: String?
    /// The plugins in the order in which they are loaded.
    package let ids: [String]
}

/// Makes configurations of files, requests and documents of the log; refuses with every problem at once.
package enum ConfigurationLoader {
    /// The text of a configuration file.
    ///
    /// - Parameter path: The file's path; problems name it as it is given.
    /// - Throws: `ConfigurationError` when there is no such file.
    package static func text(of path: String) throws(ConfigurationError) -> String {
        func problem(_ message: String, _ remedy: String) -> ConfigurationError {
            ConfigurationError(problems: [DocumentProblem(source: path, line: nil, path: "", message: message, remedy: remedy)])
        }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw problem("cannot be read", "check that it is there and readable for this user")
        }
        guard let text = String(bytes: bytes, encoding: .utf8) else { throw problem("is not UTF-8", "save it as UTF-8") }
        return text
    }

    /// Reads the text of a file.
    ///
    /// - Parameters:
    ///   - yaml: YAML, which includes JSON.
    ///   - source: What problems call the text.
    ///   - declared: What the plugins add that the text says are loaded.
    package static func load(
        yaml: String, source: String, declared: DeclaredKeys
    ) throws(ConfigurationError) -> LoadedConfiguration {
        try load(ConfigurationYAML.read(yaml, source: source), source: source, form: .file, declared)
    }

    /// Reads which plugins a text loads, and where they are, whatever else is wrong with it: without the plugins' manifests the rest
    /// cannot be read.
    ///
    /// - Returns: nil where even that cannot be told.
    package static func plugins(yaml: String) -> PluginPlaces? {
        guard let node = try? ConfigurationYAML.read(yaml, source: "") else { return nil }
        var reader = DocumentReader(source: "", form: .file)
        let read = reader.read(node, as: ConfigurationSchema.pluginList, at: "")
        return PluginPlaces(
            data: read["data"].string, directory: read["plugins"]["directory"].string,
            ids: (read["plugins"]["load"].array ?? []).compactMap { $0["id"].string })
    }

    /// Reads a document without what is only one machine's business, as `Configuration.document` gives it.
    ///
    /// - Parameters:
    ///   - document: The whole configuration; keys that are missing have their defaults.
    ///   - source: What problems call the document.
    ///   - declared: What the plugins add that the document says are loaded.
    package static func load(
        document: JSON, source: String = "document", declared: DeclaredKeys
    ) throws(ConfigurationError) -> LoadedConfiguration {
        try load(DocumentNode(document), source: source, form: .document, declared)
    }

    private static func load(
        _ node: DocumentNode, source: String, form: DocumentReader.Form, _ declared: DeclaredKeys
    ) throws(ConfigurationError) -> LoadedConfiguration {
        var reader = DocumentReader(source: source, form: form)
        let shape = ConfigurationSchema.root(declared)
        let read = reader.read(node, as: shape, at: "")
        let settled = ConfigurationRules.apply(to: read, declared, reader: &reader)
        let problems = reader.problems.enumerated().sorted {
            ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
        }.map(\.element)
        if problems.contains(where: { $0.severity == .error }) { throw ConfigurationError(problems: problems) }
        do {
            let full = ConfigurationDocument.trimmed(settled)
            var configuration: Configuration = try full.decode()
            configuration.document = ConfigurationDocument.canonical(full, as: shape)
            return LoadedConfiguration(configuration: configuration, warnings: problems)
        } catch {
            // The schema and the types do not agree: a defect of this program, told like any other problem.
            throw ConfigurationError(problems: [
                DocumentProblem(
                    source: source, line: nil, path: "", message: "cannot be used: \(error)",
                    remedy: "please report this together with the file")
            ])
        }
    }
}
