import PluginAPI

/// Traps as Swift code does: each status whose context starts with "sin" selects one way.
struct SwiftTraps: Plugin {
    static var manifest: Manifest { Manifest(id: "swift-traps", version: "1.0.0", events: ["forge.status"]) }

    func start(_ host: Host) throws {
        try host.migrate([
            Migration("0001_create_notes", "CREATE TABLE swift_traps_notes(id INTEGER PRIMARY KEY, line TEXT)")
        ])
    }

    func event(_ event: Event, _ host: Host) throws {
        let context = event.document["context"].string ?? ""
        let nothing: [Int] = []
        let missing: Int? = event.document["no such member"].int
        switch context {
        case "sin/index": try host.execute("SELECT ?", nothing[3])
        case "sin/unwrap":
            // swift-format-ignore: NeverForceUnwrap
            try host.execute("SELECT ?", missing!)
        case "sin/fatal": fatalError("on purpose")
        case "sin/overflow": try host.execute("SELECT ?", Int.max - nothing.count + context.count)
        default: try host.execute("INSERT INTO swift_traps_notes(line) VALUES (?)", context)
        }
    }

    func operation(_ operation: OperationCall, _ host: Host) throws -> JSON {
        .array(try host.query("SELECT line FROM swift_traps_notes ORDER BY id").map { .string(try $0.string("line")) })
    }
}

/// The exported function.
@_cdecl("sy_plugin_1")
public func plugin() -> UnsafeRawPointer? { export(SwiftTraps.self) }
