package import PluginAPI
package import Store

/// What the host and the runner exchange.
///
/// Two forms: within one process, for tests, and over a socket pair between two. The order of calls
/// is the order of the log.
package protocol Link: Sendable {
    /// The last event that the runner has applied; 0 before the first.
    func appliedSeq() async throws -> Int64

    /// Applies one event in one transaction; an event that was applied before is answered without doing anything.
    /// - Throws: if the event could not be applied for a reason outside of it, such as a full disk. It has to be sent again.
    func apply(_ event: LoggedEvent) async throws -> Applied

    /// Sends an event to be applied, without waiting for it, so that the next one can be sent meanwhile.
    /// - Parameter previous: the event sent before it that is not answered yet. If that one could not be applied, neither is this one.
    func begin(_ event: LoggedEvent, after previous: Int64?) async throws -> Applying

    /// Queries a plugin for a document, on a consistent state, without changing anything.
    func query(plugin: String, _ call: QueryCall) async throws -> JSON

    /// What the loaded plugins declare, in the order in which they were loaded.
    func plugins() async throws -> [PluginSummary]
}

extension Link {
    /// For links that gain nothing by sending ahead.
    package func begin(_ event: LoggedEvent, after previous: Int64?) async throws -> Applying {
        let applied = try await apply(event)
        return Applying { applied }
    }
}

/// An event that is being applied.
package struct Applying: Sendable {
    /// Waits for the result; to be called once.
    package let value: @Sendable () async throws -> Applied

    package init(_ value: @escaping @Sendable () async throws -> Applied) { self.value = value }
}

/// The result of applying an event.
package struct Applied: Sendable {
    package var seq: Int64
    /// The effects that it requested.
    package var effects: [StoredEffect]
    /// The answer, if the event is an operator's request.
    package var answer: OperationAnswer?

    package init(seq: Int64, effects: [StoredEffect] = [], answer: OperationAnswer? = nil) {
        self.seq = seq
        self.effects = effects
        self.answer = answer
    }
}

/// The answer to an operator's request.
package enum OperationAnswer: Sendable, Hashable {
    case document(JSON)
    /// It was refused: a sentence for the caller, and the field that it is about.
    case problem(status: Int, message: String, field: String?)
}

/// A loaded plugin, for lists and for building the API and pages.
package struct PluginSummary: Sendable {
    package var id: String
    package var version: String
    package var sha256: String
    package var isEssential: Bool
    package var manifest: Manifest
    /// The folder with its library, templates and manifest.
    package var directory: String

    package init(id: String, version: String, sha256: String, isEssential: Bool, manifest: Manifest, directory: String) {
        self.id = id
        self.version = version
        self.sha256 = sha256
        self.isEssential = isEssential
        self.manifest = manifest
        self.directory = directory
    }
}
