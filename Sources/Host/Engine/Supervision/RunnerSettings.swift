import PluginAPI

/// What a runner is told when it starts; nothing in it is a secret.
struct RunnerSettings: Sendable, Codable {
    /// `state.db`.
    var statePath: String
    var selection: PluginSelection
    /// Plugins that are held back.
    var held: [String]
    var log: LogSettings
    /// Whether it gives up what plugins do not need; not in tests that look into it.
    var isConfined: Bool
    /// How much memory it may take, in bytes; 0: no limit.
    var memoryLimit: UInt64
    /// Files and folders that it reads besides those of the system.
    var readable: [String]
}

/// How a process logs.
package struct LogSettings: Sendable, Hashable, Codable {
    /// `human` or `json`.
    package var format: String
    /// The least severe level that is written.
    package var level: String

    package init(format: String, level: String) {
        self.format = format
        self.level = level
    }
}

/// What a runner says when it is ready.
struct RunnerReport: Sendable, Codable {
    /// The last event that it has applied.
    var appliedSeq: Int64
    /// The newest effect that it has asked for, `SEQ.INDEX`.
    var lastEffect: String?
    /// The plugins that are loaded, in order.
    var loaded: [String]
    /// What keeps plugins apart from the host; nil where that was not asked for.
    var isolation: IsolationReport?
}
