import Foundation
package import PluginAPI

/// A usable configuration, and what the operator should know about it.
package struct LoadedConfiguration: Sendable, Hashable {
    /// The configuration.
    package let configuration: Configuration
    /// Things that are allowed but probably not intended.
    package let warnings: [ConfigurationProblem]
}

/// Makes configurations from files, requests and documents of the log; on failure reports every problem at once.
package enum ConfigurationLoader {
    /// Reads a file.
    ///
    /// - Parameter path: The file's path; problems name it as given.
    /// - Throws: `ConfigurationError`, also when there is no such file.
    package static func load(path: String) throws(ConfigurationError) -> LoadedConfiguration {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(problems: [
                ConfigurationProblem(
                    source: path, line: nil, path: "", message: "cannot be read",
                    remedy: "check that it is there and readable for this user")
            ])
        }
        guard let text = String(bytes: bytes, encoding: .utf8) else {
            throw ConfigurationError(problems: [
                ConfigurationProblem(source: path, line: nil, path: "", message: "is not UTF-8", remedy: "save it as UTF-8")
            ])
        }
        return try load(yaml: text, source: path)
    }

    /// Reads the text of a file.
    ///
    /// - Parameters:
    ///   - yaml: YAML, which includes JSON.
    ///   - source: What problems call the text.
    package static func load(yaml: String, source: String) throws(ConfigurationError) -> LoadedConfiguration {
        try load(ConfigurationYAML.read(yaml, source: source), source: source, form: .file)
    }

    /// Reads a document without what concerns only this machine, as produced by `Configuration.document`.
    ///
    /// - Parameters:
    ///   - document: The whole configuration; missing keys get their defaults.
    ///   - source: What problems call the document.
    package static func load(document: JSON, source: String = "document") throws(ConfigurationError)
        -> LoadedConfiguration
    {
        try load(ConfigurationNode(document), source: source, form: .document)
    }

    private static func load(
        _ node: ConfigurationNode, source: String, form: ConfigurationReader.Form
    ) throws(ConfigurationError) -> LoadedConfiguration {
        var reader = ConfigurationReader(source: source, form: form)
        let read = reader.read(node, as: ConfigurationSchema.root, at: "")
        let settled = ConfigurationRules.apply(to: read, reader: &reader)
        let problems = reader.problems.enumerated().sorted {
            ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
        }.map(\.element)
        if problems.contains(where: { $0.severity == .error }) { throw ConfigurationError(problems: problems) }
        do {
            let full = ConfigurationDocument.trimmed(settled)
            var configuration: Configuration = try full.decode()
            configuration.document = ConfigurationDocument.canonical(full)
            return LoadedConfiguration(configuration: configuration.withSettings(), warnings: problems)
        } catch {
            // The schema and the types disagree: a bug in this program, reported like any other problem.
            throw ConfigurationError(problems: [
                ConfigurationProblem(
                    source: source, line: nil, path: "", message: "cannot be used: \(error)",
                    remedy: "please report this together with the file")
            ])
        }
    }
}
