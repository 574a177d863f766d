public import PluginAPI
internal import PluginBridge
internal import PluginRules

extension TestHost {
    /// Writes a comment, with or without commands: parsed, authorized and carried out as on the host, either all commands or none.
    ///
    /// ```swift
    /// #expect(try host.comment("@bot hello", by: "ada", on: 1) == .done)
    /// ```
    ///
    /// - Parameters:
    ///   - body: Markdown; lines that begin with the bot's name are commands.
    ///   - author: login of the person.
    ///   - number: of the pull request.
    /// - Returns: `done` if all commands were carried out, or there were none; otherwise what the person would be told.
    /// - Throws: ``PluginError`` that a hook threw.
    public func comment(
        _ body: String, by author: String, on number: Int, in repository: String = TestPullRequest.defaultRepository
    ) throws -> CommandResult {
        switch CommandParser(grammar: grammar, botName: botName).read(body) {
        case .nothing: return .done
        case .problem(let problem): return .rejected(problem.message)
        case .commands(let commands) where commands.contains(where: \.isHelp):
            return try help(for: author, on: number, in: repository)
        case .commands(let commands):
            return try run(
                try commands.map { command in
                    let declaration = try plugin(command.plugin).manifest.commands.first { $0.id == command.id }
                    return Written(
                        plugin: command.plugin, id: command.id, text: command.text, arguments: command.arguments,
                        needed: declaration?.roles ?? [])
                }, by: author, on: number, in: repository)
        }
    }

    /// Runs a command, as if a person with all the necessary rights had just written it in a comment.
    ///
    /// - Parameters:
    ///   - id: the command's id in the manifest.
    ///   - author: login of the person.
    ///   - number: of the pull request.
    ///   - text: as written; defaults to the id.
    ///   - roles: roles of the plugin, besides those that it gives the person.
    /// - Returns: the plugin's answer; a rejected command is rolled back.
    /// - Throws: ``PluginError``: `notFound` if no plugin has the command, otherwise what the hook threw.
    public func command(
        _ id: String, by author: String, on number: Int, in repository: String = TestPullRequest.defaultRepository,
        arguments: JSON = [:], text: String? = nil, roles: Set<String> = []
    ) throws -> CommandResult {
        guard let plugin = plugins.first(where: { $0.manifest.commands.contains { $0.id == id } }) else {
            throw PluginError(.notFound, "no plugin declares the command '\(id)'")
        }
        let command = Written(plugin: plugin.manifest.id, id: id, text: text ?? id, arguments: arguments, needed: [])
        return try run([command], by: author, on: number, in: repository, more: roles)
    }

    /// The roles of a person by their full names: the host's, and those that each plugin gives.
    ///
    /// - Throws: ``PluginError`` that a hook threw.
    public func roles(
        of login: String, on number: Int, in repository: String = TestPullRequest.defaultRepository
    ) throws -> Set<String> {
        try transaction { try given(login, on: number, in: repository).names }
    }

    /// Answers a comment that asks for help; its other commands are not carried out, as on the host.
    private func help(for author: String, on number: Int, in repository: String) throws -> CommandResult {
        try transaction {
            let table = CommandHelp.table(grammar, roles: try given(author, on: number, in: repository), botName: botName)
            record.replies.append(
                SentReply(
                    code: "command.help", parameters: ["user_ping": [.string(author)]], repository: repository, number: number, text: table)
            )
        }
        return .done
    }

    private struct Written {
        var plugin: String
        var id: String
        var text: String
        var arguments: JSON
        /// Roles, one of which is needed; empty: none.
        var needed: [String]
    }

    /// Runs commands in one transaction; if some are rejected, all are rolled back, and every reason is in the answer, once.
    private func run(
        _ commands: [Written], by author: String, on number: Int, in repository: String, more: Set<String> = []
    ) throws -> CommandResult {
        do {
            try transaction {
                let roles = try given(author, on: number, in: repository)
                if let refused = commands.first(where: { !roles.allows($0.needed, of: $0.plugin) }) {
                    throw Rejection(reasons: ["you can't use `\(refused.text)` on this pull request"])
                }
                var reasons: [String] = []
                for command in commands {
                    let plugin = try plugin(command.plugin)
                    let call = CommandCall(
                        id: command.id, text: command.text, arguments: command.arguments, repository: repository, number: number,
                        author: author, comment: CommandCall.Comment(key: "comment:\(record.seq)", createdAt: now),
                        roles: roles.seen(by: command.plugin).union(more))
                    if case .rejected(let text) = try plugin.command(call, calls(plugin)), !reasons.contains(text) { reasons.append(text) }
                }
                if !reasons.isEmpty { throw Rejection(reasons: reasons) }
            }
            return .done
        } catch let rejection as Rejection {
            return .rejected(rejection.reasons.joined(separator: "\n"))
        }
    }

    /// Rolls the commands of a comment back.
    private struct Rejection: Error {
        var reasons: [String]
    }

    private func given(_ login: String, on number: Int, in repository: String) throws -> Roles {
        let author = try sql("SELECT author FROM pull_requests WHERE repository = ? AND number = ?", repository, number).first?
            .optionalString("author")
        var roles = Roles(
            isOperator: try person(login)?.operator ?? false, isAuthor: author?.lowercased() == login.lowercased())
        let request = AuthorizeRequest(login: login, repository: repository, number: number)
        for plugin in plugins {
            let refused = roles.add(try plugin.authorize(request, calls(plugin)), of: plugin.manifest.id)
            guard !refused.isEmpty else { continue }
            log.append(
                LogLine(
                    plugin: plugin.manifest.id, level: .warning,
                    message: "a plugin answered roles that are not its own; they do not count",
                    metadata: ["roles": refused.joined(separator: ", ")]))
        }
        return roles
    }
}
