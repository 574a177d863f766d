import Engine
import Foundation
import HostConfiguration
import Logging
import PluginAPI

/// Writes the log to standard error: a line of text or a JSON document per message.
struct StderrLogHandler: LogHandler {
    let label: String
    let format: Configuration.Log.Format
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(label: String, format: Configuration.Log.Format) {
        self.label = label
        self.format = format
    }

    /// A logger with these settings.
    static func logger(_ label: String, _ settings: LogSettings) -> Logger {
        let format = Configuration.Log.Format(rawValue: settings.format) ?? .human
        var logger = Logger(label: label) { StderrLogHandler(label: $0, format: format) }
        logger.logLevel = Logger.Level(rawValue: settings.level) ?? .info
        return logger
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let values = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let time = RFC3339.text(Int64(Date().timeIntervalSince1970 * 1000))
        let line: String
        switch format {
        case .human:
            let pairs = values.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.quoted("\($0.value)"))" }.joined()
            let level = event.level.rawValue.uppercased()
            line = "\(time.string ?? "") \(level.padding(toLength: 8, withPad: " ", startingAt: 0)) \(event.message)\(pairs)"
        case .json:
            var document: JSON = [
                "time": time, "level": .string(event.level.rawValue), "message": .string("\(event.message)"),
                "module": .string(event.source),
            ]
            for (key, value) in values { document[key] = .string("\(value)") }
            line = document.text
        }
        StandardError.write(line.replacing("\n", with: " "))
    }

    private static func quoted(_ text: String) -> String {
        text.contains(where: { $0 == " " || $0 == "\"" || $0 == "\n" }) || text.isEmpty ? JSON.string(text).text : text
    }
}
