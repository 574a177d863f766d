import PluginAPI
import PluginRules
import Store

/// What an operator can ask of the host itself, as events like any other.
struct HostOperations {
    let scope: EventScope
    let plugins: PluginSet

    func run(_ name: String, _ parameters: JSON) throws -> OperationAnswer {
        let timer = parameters["name"].string ?? ""
        switch name {
        case "trigger.run": return try trigger(timer) { try request(timer) }
        case "trigger.pause": return try trigger(timer) { try scope.transaction.setTimerPaused(timer, true) }
        case "trigger.resume": return try trigger(timer) { try scope.transaction.setTimerPaused(timer, false) }
        case "dead_letter.retry": return try deadLetter(parameters) { try retry($0) }
        case "dead_letter.drop": return try deadLetter(parameters) { try end($0, as: .dropped) }
        case "barrier": return .document(["seq": .int(scope.seq)])
        default: return .problem(status: 404, message: "the host has no operation \(name)", field: "name")
        }
    }

    // MARK: Dead letters

    private func deadLetter(_ parameters: JSON, _ body: (DeadLetter) throws -> OperationAnswer) throws -> OperationAnswer {
        let id = parameters["id"].int64 ?? parameters["id"].string.flatMap { Int64($0) }
        guard let id, let letter = try scope.transaction.deadLetter(id) else {
            return .problem(status: 404, message: "there is no dead letter \(parameters["id"].text)", field: "id")
        }
        guard letter.state == .open else {
            return .problem(status: 409, message: "dead letter \(id) was \(letter.state.rawValue) before", field: "id")
        }
        return try body(letter)
    }

    /// Delivers it again. If that fails too, a new dead letter is made.
    private func retry(_ letter: DeadLetter) throws -> OperationAnswer {
        guard plugins.member(letter.plugin) != nil else {
            return .problem(status: 409, message: "plugin \(letter.plugin) is not loaded; release or load it first", field: nil)
        }
        let before = try scope.transaction.openDeadLetters()
        guard let text = letter.delivery, let document = try? JSON(parsing: text),
            try DeadDelivery(document: document).deliver(to: letter.plugin, of: plugins, scope: scope)
        else {
            return .problem(status: 409, message: "what was to be delivered was not kept; drop this dead letter", field: "id")
        }
        let hasFailed = try scope.transaction.openDeadLetters() > before
        var answer = try end(letter, as: .retried)
        if case .document(var document) = answer {
            document["succeeded"] = .bool(!hasFailed)
            answer = .document(document)
        }
        return answer
    }

    private func end(_ letter: DeadLetter, as state: DeadLetter.State) throws -> OperationAnswer {
        try scope.transaction.close(deadLetter: letter.id, as: state, by: scope.seq)
        try scope.journal(
            plugin: HostPlugin.id, entity: "dead_letter", id: String(letter.id), field: "state", old: "open",
            new: .string(state.rawValue),
            note: "\(letter.hook) of event \(letter.event) for \(letter.plugin)")
        return .document(["id": .int(letter.id), "state": .string(state.rawValue)])
    }

    // MARK: Triggers

    private func trigger(_ name: String, _ change: () throws -> Bool) throws -> OperationAnswer {
        guard try change() else { return .problem(status: 404, message: "there is no trigger \(name)", field: "name") }
        return .document(["name": .string(name)])
    }

    private func request(_ name: String) throws -> Bool {
        var isKnown = false
        for timer in try scope.transaction.timers() where timer.name == name {
            isKnown = try scope.transaction.requestTimer(plugin: timer.plugin, name: name, at: scope.time)
        }
        return isKnown
    }
}
