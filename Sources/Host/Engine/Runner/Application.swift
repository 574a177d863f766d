import Logging
import PluginAPI
import PluginRules
import Store

/// Applies one event: the mirror first, then the plugins, then the events derived from it.
struct Application {
    let scope: EventScope
    let plugins: PluginSet
    let logger: Logger

    private var transaction: StateTransaction { scope.transaction }
    private var reducer: MirrorReducer { MirrorReducer(transaction: transaction, time: scope.time) }

    /// Applies the event within the scope's transaction.
    /// - Returns: the answer, if it is an operator's request.
    func run(_ event: LoggedEvent) throws -> OperationAnswer? {
        let document = (try? JSON(parsing: event.entry.document)) ?? .null
        var answer: OperationAnswer?
        switch EventKind(rawValue: event.entry.kind) {
        case .configurationApplied:
            try carryOut(try ConfigurationReducer(transaction: transaction).apply(document, by: event.entry.actor), seq: event.seq)
        case .identityResolved: try resolveIdentity(document)
        case .hostStarted, .pluginsLoaded, .pluginQuarantined, .pluginReleased, .maintenanceChanged: break
        case .clockCorrected: try transaction.capTimers(at: scope.time)
        case .timer: try timer(document)
        case .effectOutcome: try outcome(event.entry, document)
        case .operation: answer = try operation(event.entry, document)
        case let kind where kind.isFromForge:
            try carryOut(try reducer.reduce(event.entry, document: document), seq: event.seq)
            try scope.emit(Self.derived(event.entry, document))
        default: try transaction.recordResult(seq: event.seq, state: "ignored", note: "nothing handles \(event.entry.kind)")
        }
        try deliverDerived()
        return answer
    }

    // MARK: What the mirror made of it

    private func carryOut(_ reduction: Reduction, seq: Int64) throws {
        if let reason = reduction.ignored { try transaction.recordResult(seq: seq, state: "ignored", note: reason) }
        for step in reduction.steps { try carryOut(step) }
    }

    private func carryOut(_ step: Reduction.Step) throws {
        switch step {
        case .emit(let event): try scope.emit(event)
        case .notice(let notice):
            try plugins.reply(notice.code, notice.parameters, on: (notice.repository, notice.number), plugin: HostPlugin.id, scope: scope)
        case .adopt(let repository, let number): try adopt(repository, number)
        case .comment(let comment): try scope.emit(comment.derived)
        case .finishAdoption(let repository, let number, let document):
            let event = DerivedEvent(Self.adoptionFinished, repository: repository, number: number, document: document)
            try scope.emit(event)
        }
    }

    private func adopt(_ repository: String, _ number: Int) throws {
        let effect = Effect(FetchPullRequest(comments: true), repository: repository, number: number)
        _ = try scope.request(effect, plugin: HostPlugin.id, identity: try plugins.identity(named: nil, in: repository, scope))
    }

    private func deliverDerived() throws {
        while let event = scope.nextDerived() {
            switch event.kind {
            case Self.adoptionFinished:
                guard let repository = event.repository, let number = event.number else { continue }
                try carryOut(
                    try Adoption(reducer: reducer).finish(repository: repository, number: number, document: event.document),
                    seq: scope.seq)
            case CommentCreated.kind.rawValue:
                if let comment = SeenComment(event) { try self.comment(comment) }
                try plugins.deliver(event, scope: scope, logger: logger)
            default:
                try plugins.deliver(event, scope: scope, logger: logger)
            }
        }
    }

    private func comment(_ comment: SeenComment) throws {
        let dispatch = try CommandDispatcher(scope: scope, plugins: plugins, logger: logger).dispatch(comment)
        if case .unknownPullRequest = dispatch {
            let isNew = try transaction.requestAdoption(
                comment.repository, comment.number, at: scope.time, commenter: comment.author)
            if isNew { try adopt(comment.repository, comment.number) }
        }
    }

    // MARK: Timers, outcomes, operations

    private func timer(_ document: JSON) throws {
        guard let plugin = document["plugin"].string, let name = document["name"].string else { return }
        try transaction.startTimer(plugin: plugin, name: name, at: scope.time)
        let dueAt = document["due_at"].int64 ?? scope.time
        try plugins.fire(timer: name, dueAt: dueAt, of: plugin, scope: scope, logger: logger)
    }

    private func outcome(_ entry: InboxEntry, _ document: JSON) throws {
        guard let outcome = try? EffectOutcomeDocument(json: document) else { return }
        try transaction.closeEffect(id: outcome.effect, outcome: scope.seq)
        scope.chain = (outcome.plugin, try transaction.chain(ofEffect: outcome.effect) + 1)
        if outcome.kind == PostComment.kind.name, outcome.state == .done {
            try transaction.markMessageSent(effect: outcome.effect, at: scope.time, url: outcome.result["url"].string)
        }
        if outcome.kind == FetchPullRequest.kind.name { try fetched(entry, outcome) }
        if outcome.plugin != HostPlugin.id, plugins.listens(outcome.plugin, to: entry.kind) {
            try plugins.deliver(Self.derived(entry, document), to: outcome.plugin, scope: scope, logger: logger)
        }
    }

    /// The forge's answer about a pull request goes to the mirror, no matter who asked for it.
    private func fetched(_ entry: InboxEntry, _ outcome: EffectOutcomeDocument) throws {
        guard let repository = entry.repository, let number = entry.number else { return }
        guard outcome.state == .done else {
            _ = try transaction.finishAdoption(repository, number)
            let reason = "\(repository)#\(number) could not be fetched: \(outcome.message ?? "no reason given")"
            return try transaction.recordResult(seq: scope.seq, state: "failed", note: reason)
        }
        if try transaction.pullRequest(repository, number) == nil, try transaction.mustFetchAgain(repository, number) {
            return try adopt(repository, number)
        }
        let reduction = try Adoption(reducer: reducer).begin(repository: repository, number: number, document: outcome.result)
        try carryOut(reduction, seq: scope.seq)
    }

    private func operation(_ entry: InboxEntry, _ document: JSON) throws -> OperationAnswer {
        guard let name = document["name"].string else { return .problem(status: 400, message: "an operation needs a name", field: "name") }
        let plugin = document["plugin"].string ?? HostPlugin.id
        guard plugin != HostPlugin.id else {
            return try HostOperations(scope: scope, plugins: plugins).run(name, document["parameters"])
        }
        return try plugins.operate(
            OperationCall(name: name, parameters: document["parameters"], actor: entry.actor), plugin: plugin, scope: scope,
            logger: logger)
    }

    private func resolveIdentity(_ document: JSON) throws {
        guard let identity = try? IdentityResolved(json: document) else { return }
        try transaction.setSetting("identity:\(identity.name)", document.text)
        try scope.emit(DerivedEvent(EventKind.identityResolved.rawValue, document: document))
    }

    private static let adoptionFinished = "host.adoption_finished"

    private static func derived(_ entry: InboxEntry, _ document: JSON) -> DerivedEvent {
        DerivedEvent(
            entry.kind, repository: entry.repository, number: entry.number, actor: entry.actor, sha: entry.sha, document: document)
    }
}
