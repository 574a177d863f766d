import PluginAPI

/// Answers `hello` on a pull request, and counts whom it greeted.
struct HelloPlugin: Plugin {
    static var manifest: Manifest {
        Manifest(
            id: "hello", version: "1.0.0",
            commands: [CommandDeclaration("hello", patterns: ["hello"], summary: "say hello")],
            messages: [MessageTemplate("hello", "Hello {author}, this is greeting number {count}.")],
            effects: ["comment"],
            resources: [.query("/greetings", "greetings", role: "public", summary: "Who was greeted how often.")])
    }

    func start(_ host: Host) throws {
        try host.migrate([
            Migration("0001_create_people", "CREATE TABLE hello_people (login TEXT PRIMARY KEY, count INTEGER NOT NULL)")
        ])
    }

    func command(_ command: CommandCall, _ host: Host) throws -> CommandResult {
        try host.execute(
            "INSERT INTO hello_people VALUES (?, 1) ON CONFLICT (login) DO UPDATE SET count = count + 1", command.author)
        let row = try host.first("SELECT count FROM hello_people WHERE login = ?", command.author)
        try host.reply(
            "hello", ["author": .string(command.author), "count": JSON(row?.optionalInt("count"))],
            repository: command.repository, number: command.number)
        return .done
    }

    func query(_ query: QueryCall, _ host: Host) throws -> JSON {
        let rows = try host.query("SELECT login, count FROM hello_people ORDER BY login")
        return .array(try rows.map { ["login": .string(try $0.string("login")), "count": JSON(try $0.int("count"))] })
    }
}

/// What the host looks for in the library.
@_cdecl("sy_plugin_1")
public func plugin() -> UnsafeRawPointer? { export(HelloPlugin.self) }
