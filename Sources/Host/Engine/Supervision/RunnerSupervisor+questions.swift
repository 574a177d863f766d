package import PluginAPI
import Store

/// Queries to plugins, and why a plugin is not queried.
extension RunnerSupervisor {
    package func query(plugin: String, _ call: QueryCall) async throws -> JSON {
        let connection = try await connection()
        if let quarantine = held[plugin] { throw SupervisionError(.notRunning, Self.sentence(quarantine)) }
        if let silence = silence(of: plugin) { throw SupervisionError(.notRunning, silence.sentence) }
        let question = LinkMessage.QuestionText(
            name: call.name, parameters: call.parameters.text, viewer: call.viewer, role: call.role)
        guard case .answered(let text) = try await connection.ask(.query(plugin: plugin, question)),
            let document = try? JSON(parsing: text)
        else { throw connection.refuse("it answered something else than a document") }
        return document
    }

    package func plugins() async throws -> [PluginSummary] {
        try selection.members.map { $0.summary(of: try $0.prepared.manifest()) }
    }

    /// Why nothing is applied: an essential plugin is in quarantine.
    var pause: String? {
        let missing = selection.members.first { $0.isEssential && held[$0.id] != nil }
        return missing.flatMap { held[$0.id] }.map { "\(Self.sentence($0)); nothing is applied without it" }
    }

    /// Whether a plugin is not queried at the moment, and why.
    func silence(of plugin: String) -> Silence? {
        crashesInQueries.isEmpty ? nil : Silence(of: plugin, after: crashesInQueries, at: clock.now)
    }

    static func sentence(_ quarantine: Quarantine) -> String {
        "plugin \(quarantine.plugin) is in quarantine: \(quarantine.reason)"
    }

    /// The process as it appears in lists; nil while there is none.
    var pid: Int32? { current?.pid }
}
