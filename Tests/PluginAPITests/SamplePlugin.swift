import PluginAPI

/// A plugin that does a bit of everything, controlled by the documents that it gets.
struct SamplePlugin: Plugin {
    static var manifest: Manifest {
        Manifest(
            id: "sample", version: "1.0.0", events: ["sample.*", "test.*", "effect.outcome"],
            timers: [TimerDeclaration("tick", periodSeconds: 60), TimerDeclaration("once", sequence: 1)],
            commands: [CommandDeclaration("note", patterns: ["note <text:string>"])],
            messages: [MessageTemplate("noted", "Noted: {text}.")], services: ["sample/1"], effects: ["comment"],
            resources: [.query("/notes", "notes")])
    }

    func start(_ host: Host) throws {
        try host.migrate([
            Migration("0001_create_notes", "CREATE TABLE sample_notes (id INTEGER PRIMARY KEY, text TEXT UNIQUE, at INTEGER)")
        ])
    }

    func event(_ event: Event, _ host: Host) throws {
        if let outcome = EffectOutcome(event) {
            try note("\(outcome.kind) \(outcome.state.rawValue) \(outcome.context["why"].string ?? "")", host)
            return
        }
        for step in event.document["steps"].array ?? [] { try run(step, event, host) }
        if event.kind.hasPrefix("sample.") { try note("\(event.kind) \(event.number ?? 0)", host) }
    }

    private func run(_ step: JSON, _ event: Event, _ host: Host) throws {
        switch step["do"].string {
        case "note": try note(step["text"].string ?? "", host)
        case "execute": try host.execute(step["sql"].string ?? "")
        case "query": try note("\(host.query(step["sql"].string ?? "").count) rows", host)
        case "effect":
            try host.effect(.comment("acme/web", 1, body: "hello").context(["why": "test"]))
        case "timer": try host.setTimer("once", at: host.now.adding(seconds: Int64(step["in"].int ?? 0)))
        case "unknown timer": try host.setTimer("nothing")
        case "emit": try host.emit(step["kind"].string ?? "", number: event.number, document: ["steps": step["steps"]])
        case "journal": try host.journal(entity: "note", id: "1", field: "text", old: nil, new: "x", note: "why")
        case "unknown reply": try host.reply("nothing", repository: "acme/web", number: 1)
        case "call":
            try note(host.call(service: "other", version: 1, method: "echo", step["argument"]).text, host)
        case "recurse": _ = try host.call(service: "sample", version: 1, method: "recurse")
        case "person": try note(host.person(step["login"].string ?? "")?.name ?? "nobody", host)
        case "random": try note("\(host.random())", host)
        case "fail": throw PluginError(.conflict, "failed as asked")
        default: break
        }
    }

    private func note(_ text: String, _ host: Host) throws {
        try host.execute("INSERT INTO sample_notes (text, at) VALUES (?, ?)", text, host.now)
    }

    func timer(_ timer: TimerFiring, _ host: Host) throws { try note("\(timer.name) at \(timer.dueAt.seconds)", host) }

    func command(_ command: CommandCall, _ host: Host) throws -> CommandResult {
        let text = command.arguments["text"].string ?? ""
        try note(text, host)
        if text.hasPrefix("no") { return .rejected("\(text) is not a note") }
        try host.reply("noted", ["text": .string(text)], repository: command.repository, number: command.number)
        return .done
    }

    func authorize(_ request: AuthorizeRequest, _ host: Host) throws -> Set<String> {
        request.login == "boss" ? ["boss", "reviewer"] : []
    }

    func query(_ query: QueryCall, _ host: Host) throws -> JSON {
        if let sql = query.parameters["execute"].string { try host.execute(sql) }
        if query.parameters["effect"].bool == true { try host.effect(.close("acme/web", 1)) }
        return .array(try host.query("SELECT text FROM sample_notes ORDER BY id").map { JSON(try $0.string("text")) })
    }

    func service(_ call: ServiceCall, _ host: Host) throws -> JSON {
        switch call.method {
        case "recurse": try host.call(service: "sample", version: 1, method: "recurse")
        case "caller": .string(call.caller)
        default: throw PluginError(.notFound, "no method \(call.method)")
        }
    }
}
