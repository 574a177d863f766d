import PluginAPI

/// Does what the words of its command, or the document of its event, say; records what happened in its table.
struct ProbePlugin: Plugin {
    static var manifest: Manifest {
        Manifest(
            id: "probe", version: "1", events: ["test.*", "probe.*"],
            timers: [TimerDeclaration("late", sequence: 2), TimerDeclaration("early", sequence: 1)],
            commands: [
                CommandDeclaration("do", patterns: ["do <what:word>"]),
                CommandDeclaration("rule", patterns: ["rule"], roles: ["ruler"]),
                CommandDeclaration("own", patterns: ["own"], roles: ["author"]),
            ],
            messages: [
                MessageTemplate("said", "{user_ping} said: {text} in `{text}`."), MessageTemplate("probe.full", "Full: {text}"),
            ],
            effects: ["labels"])
    }

    func start(_ host: Host) throws {
        try host.migrate([Migration("0001_create_notes", "CREATE TABLE probe_notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")])
    }

    private func note(_ text: String, _ host: Host) throws {
        try host.execute("INSERT INTO probe_notes (text) VALUES (?)", text)
    }

    func command(_ command: CommandCall, _ host: Host) throws -> CommandResult {
        let what = command.arguments["what"].string ?? command.id
        try note("\(what) \(command.roles.sorted().joined(separator: ","))", host)
        switch what {
        case "no": return .rejected("no is not possible")
        case "throw": throw PluginError(.conflict, "thrown")
        default: return try perform(what, host) ? .done : .rejected("refused")
        }
    }

    func event(_ event: Event, _ host: Host) throws {
        try note(event.kind, host)
        for what in (event.document["do"].array ?? []).compactMap(\.string) { _ = try perform(what, host) }
    }

    func timer(_ timer: TimerFiring, _ host: Host) throws { try note("\(timer.name) at \(host.now.seconds)", host) }

    func authorize(_ request: AuthorizeRequest, _ host: Host) throws -> Set<String> {
        request.login == "queen" ? ["ruler"] : []
    }

    private func perform(_ what: String, _ host: Host) throws -> Bool {
        switch what {
        case "say":
            try host.reply("said", ["user_ping": ["ann"], "text": "*a* @b `c`"], repository: "acme/web", number: 1)
        case "full": try host.reply("full", ["text": "x"], repository: "acme/web", number: 1)
        case "incomplete": try host.reply("said", ["user_ping": ["ann"]], repository: "acme/web", number: 1)
        case "foreign": try host.reply("command.rejected", ["user_ping": ["ann"], "reason": "x"], repository: "acme/web", number: 1)
        case "labels": try host.effect(.labels("acme/web", 1, add: ["a"]))
        case "timers":
            try host.setTimer("late", at: host.now.adding(seconds: 60))
            try host.setTimer("early", at: host.now.adding(seconds: 60))
            try host.setTimer("late", at: host.now.adding(seconds: 30))
            try host.setTimer("late", at: host.now.adding(seconds: 90))
        case "no-timer": try host.setTimer("nothing")
        case "emit":
            try host.emit("probe.first", document: ["do": ["second"]])
            try host.emit("probe.third")
        case "second": try host.emit("probe.second")
        case "foreign-event": try host.emit("other.thing")
        case "journal": try host.journal(entity: "pull_request", id: "acme/web#1", field: "f", old: 1, new: ["a": "b"], note: nil)
        case "bad-sql": try host.execute("INSERT INTO nothing VALUES (1)")
        case "foreign-table": try host.execute("UPDATE pull_requests SET title = 'x'")
        case "throw": throw PluginError(.conflict, "thrown")
        case "rule", "own": return true
        case "endless": try host.emit("probe.endless", document: ["do": ["endless"]])
        default: return false
        }
        return true
    }
}

/// Has no grant, and tries to hand out everybody else's roles.
struct UsurperPlugin: Plugin {
    static var manifest: Manifest { Manifest(id: "usurper", version: "1", events: ["test.*"]) }

    func authorize(_ request: AuthorizeRequest, _ host: Host) throws -> Set<String> {
        ["ruler", "probe.ruler", "author", "operator", "writer"]
    }
}
