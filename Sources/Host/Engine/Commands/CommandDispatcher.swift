import Logging
import PluginAPI
import PluginRules
import Store

/// Turns a comment into commands: either the whole comment is understood and allowed, or none of it happens.
///
/// One answer per comment: a problem, a refusal, the help, all rejections together, or a reaction if everything went
/// well and nothing else was said.
struct CommandDispatcher {
    /// What became of a comment.
    enum Dispatch {
        /// No line of it is for the bot.
        case notForBot
        /// It is for the bot, on a pull request that the mirror does not know.
        case unknownPullRequest
        case handled
    }

    let scope: EventScope
    let plugins: PluginSet
    let logger: Logger

    private var transaction: StateTransaction { scope.transaction }

    func dispatch(_ comment: SeenComment) throws -> Dispatch {
        guard !(try isOwn(comment)), let repository = try transaction.repository(comment.repository),
            let project = try transaction.project(repository.project)
        else { return .notForBot }
        let reading = CommandParser(grammar: plugins.grammar, botName: project.botName).read(comment.body)
        if case .nothing = reading { return .notForBot }
        guard let pullRequest = try transaction.pullRequest(comment.repository, comment.number) else { return .unknownPullRequest }
        scope.actor = comment.author
        scope.cause = EventScope.Cause(kind: "command", id: comment.key)
        try transaction.ensurePerson(comment.author)
        guard try isTargetManaged(pullRequest, comment) else { return .handled }
        switch reading {
        case .nothing: break
        case .problem(let problem):
            let roles = try plugins.roles(of: comment.author, on: pullRequest, scope: scope)
            try answer(
                "command.parse_error", markdown: ["problem": problem.message, "help": help(roles, project.botName)], to: comment)
        case .commands(let commands): try run(commands, of: comment, on: pullRequest, botName: project.botName)
        }
        return .handled
    }

    private func run(_ commands: [ParsedCommand], of comment: SeenComment, on pullRequest: PullRequestRow, botName: String) throws {
        let roles = try plugins.roles(of: comment.author, on: pullRequest, scope: scope)
        if let refused = commands.first(where: { !isAllowed($0, roles) }) {
            return try answer("command.forbidden", ["command": .string(refused.text)], to: comment)
        }
        if commands.contains(where: \.isHelp) {
            let code = commands.count == 1 ? "command.help" : "command.help_only"
            return try answer(code, markdown: ["help": help(roles, botName)], to: comment)
        }
        var rejections: [String] = []
        let before = scope.replies
        try scope.attempt {
            for command in commands {
                if let reason = try plugins.run(command, of: comment, roles: roles, scope: scope, logger: logger) {
                    rejections.append(reason)
                }
            }
            return rejections.isEmpty
        }
        guard rejections.isEmpty else { return try reject(rejections, of: commands.count, comment) }
        if scope.replies == before { try acknowledge(comment) }
    }

    private func reject(_ reasons: [String], of count: Int, _ comment: SeenComment) throws {
        let message = HostMessages.rejection(reasons: reasons, commands: count, user: comment.author)
        try answer(message.code, message.parameters, to: comment)
    }

    /// A quiet sign that the comment was read. Reviews cannot have reactions.
    private func acknowledge(_ comment: SeenComment) throws {
        guard comment.key.hasPrefix("comment:"), !comment.isReplay else { return }
        guard let key = CommentKey(comment.key) else { return }
        let effect = Effect(AddReaction(comment: key), repository: comment.repository, number: comment.number)
        _ = try scope.request(effect, plugin: HostPlugin.id, identity: try plugins.identity(named: nil, in: comment.repository, scope))
    }

    private func answer(
        _ code: String, _ parameters: [String: JSON] = [:], markdown: [String: String] = [:], to comment: SeenComment
    ) throws {
        guard !comment.isReplay else { return }
        var parameters = parameters
        parameters["user_ping"] = .array([.string(comment.author)])
        try plugins.reply(
            code, parameters, markdown: markdown, on: (comment.repository, comment.number), plugin: HostPlugin.id, scope: scope)
    }

    private func isAllowed(_ command: ParsedCommand, _ roles: Roles) -> Bool {
        roles.allows(plugins.declaration(of: command)?.roles ?? [], of: command.plugin)
    }

    private func help(_ roles: Roles, _ botName: String) -> String {
        CommandHelp.table(plugins.grammar, roles: roles, botName: botName)
    }

    private func isTargetManaged(_ pullRequest: PullRequestRow, _ comment: SeenComment) throws -> Bool {
        let isActive = try transaction.isBranchActive(project: pullRequest.project, pullRequest.target)
        guard isActive != true else { return true }
        let code = isActive == nil ? "pull_request.unmanaged_branch" : "pull_request.disabled_branch"
        let parameters: [String: JSON] = ["repository": .string(pullRequest.repository), "branch": .string(pullRequest.target)]
        if !comment.isReplay {
            try plugins.reply(code, parameters, on: (pullRequest.repository, pullRequest.number), plugin: HostPlugin.id, scope: scope)
        }
        return isActive != nil
    }

    /// The bot ignores itself: it knows its logins, and the marker at the end of each of its comments.
    private func isOwn(_ comment: SeenComment) throws -> Bool {
        if comment.body.contains("<!-- switchyard:") { return true }
        return try plugins.ownLogins(scope).contains(comment.author.lowercased())
    }
}
