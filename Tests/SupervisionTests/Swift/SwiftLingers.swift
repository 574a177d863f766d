import Dispatch
import PluginAPI

/// Keeps what a hook was given, and uses it after the hook is over: from the next hook, from a thread and from a task.
struct SwiftLingers: Plugin {
    static var manifest: Manifest { Manifest(id: "swift-lingers", version: "1.0.0", events: ["forge.status"]) }

    nonisolated(unsafe) private static var kept: Host?

    func start(_ host: Host) throws {
        try host.migrate([
            Migration("0001_create_notes", "CREATE TABLE swift_lingers_notes(id INTEGER PRIMARY KEY, line TEXT)")
        ])
    }

    func event(_ event: Event, _ host: Host) throws {
        let context = event.document["context"].string ?? ""
        switch context {
        case "sin/keep": Self.kept = host
        case "sin/use": try note(Self.outcome { try Self.kept?.execute("DELETE FROM swift_lingers_notes") }, host)
        case "sin/thread": try note(Self.onThread { try host.execute("DELETE FROM swift_lingers_notes") }, host)
        case "sin/task":
            nonisolated(unsafe) let host = host
            Task.detached { fatalError("\(Self.outcome { try host.execute("DELETE FROM swift_lingers_notes") }), and a trap") }
        default: try note(context, host)
        }
    }

    func operation(_ operation: OperationCall, _ host: Host) throws -> JSON {
        .array(try host.query("SELECT line FROM swift_lingers_notes ORDER BY id").map { .string(try $0.string("line")) })
    }

    private func note(_ line: String, _ host: Host) throws {
        try host.execute("INSERT INTO swift_lingers_notes(line) VALUES (?)", line)
    }

    private static func outcome(_ body: () throws -> Int?) -> String {
        do { return try body() == nil ? "nothing to use" : "it worked" } catch let error as PluginError {
            return error.code == .invalid ? "refused" : "\(error)"
        } catch { return "\(error)" }
    }

    private static func onThread(_ body: @escaping () throws -> Int?) -> String {
        nonisolated(unsafe) let body = body
        nonisolated(unsafe) var answer = ""
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            answer = outcome(body)
            done.signal()
        }
        done.wait()
        return answer
    }
}

/// The exported function.
@_cdecl("sy_plugin_1")
public func plugin() -> UnsafeRawPointer? { export(SwiftLingers.self) }
