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
            effects: ["labels"],
            resources: [
                .operation(
                    "POST", "/probe/{id}", "note",
                    schema: [
                        "type": "object", "additionalProperties": false, "required": ["text"],
                        "properties": ["text": ["type": "string", "maxLength": 5], "loud": ["type": "boolean", "default": false]],
                    ]), .operation("POST", "/probe", "free"),
            ],
            configurationSchema: ["type": "object", "properties": ["greeting": ["type": "string", "default": "hello"]]],
            configurationKeys: ConfigurationKeys(
                project: [ConfigurationKey.integer("probe_limit", atLeast: 1, default: 7, "A limit.")],
                branch: [ConfigurationKey.flag("probed", default: true, "Whether.")],
                repository: [ConfigurationKey.text("probe_word", default: "word", "A word.")]))
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

    func operation(_ call: OperationCall, _ host: Host) throws -> JSON {
        if call.parameters["text"] == "throw" { throw PluginError(.conflict, "thrown") }
        try note(call.name, host)
        return call.parameters
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
        case "settings":
            for table in ["projects", "branches", "repositories"] {
                let settings = try host.first("SELECT settings FROM \(table) ORDER BY id")?.json("settings") ?? .null
                for key in ["probe_limit", "probed", "probe_word"] where !settings[key].isNull {
                    try note("\(key) \(settings[key].text)", host)
                }
            }
            try note(host.configuration["greeting"].string ?? "", host)
        case "odd-labels": try host.effect(Effect("labels", repository: "acme/web", number: 1, payload: ["add": "a"]))
        case "no-number": try host.effect(Effect("labels", repository: "acme/web", payload: ["add": ["a"]]))
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
