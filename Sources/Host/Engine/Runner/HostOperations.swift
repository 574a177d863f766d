import PluginAPI
import Store

/// What an operator can ask of the host itself, as events like any other.
struct HostOperations {
    let scope: EventScope

    func run(_ name: String, _ parameters: JSON) throws -> OperationAnswer {
        let timer = parameters["name"].string ?? ""
        switch name {
        case "trigger.run": return try trigger(timer) { try request(timer) }
        case "trigger.pause": return try trigger(timer) { try scope.transaction.setTimerPaused(timer, true) }
        case "trigger.resume": return try trigger(timer) { try scope.transaction.setTimerPaused(timer, false) }
        case "barrier": return .document(["seq": .int(scope.seq)])
        default: return .problem(status: 404, message: "the host has no operation \(name)", field: "name")
        }
    }

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
