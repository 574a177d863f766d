import PluginAPI

/// The settings that a runner gets when it starts; none of them is a secret.
struct RunnerSettings: Sendable, Codable {
    /// `state.db`.
    var statePath: String
    var selection: PluginSelection
    /// Plugins that are held back.
    var held: [String]
    var log: LogSettings
    /// Whether it gives up the rights that plugins do not need; false in tests that inspect it.
    var isConfined: Bool
    /// How much memory it may use, in bytes; 0: no limit.
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

/// What a runner reports when it is ready.
struct RunnerReport: Sendable, Codable {
    /// The last event that it has applied.
    var appliedSeq: Int64
    /// The newest effect that it has requested, `SEQ.INDEX`.
    var lastEffect: String?
    /// The plugins that are loaded, in order.
    var loaded: [String]
    /// What keeps plugins apart from the host; nil if isolation was not requested.
    var isolation: IsolationReport?
}
