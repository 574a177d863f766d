import Engine
import PluginAPI
import PluginRules

/// What went wrong with plugins and effects, and the buttons that repair it.
struct RepairPages: Sendable {
    let runtime: HostRuntime
    let frame: PageFrame

    /// The page and what its buttons do.
    var routes: [Route] {
        [deadLetters, act("dead-letters", "retry"), act("dead-letters", "drop"), retryEffect, release]
    }

    private var deadLetters: Route {
        let (runtime, frame) = (runtime, frame)
        return .page("/dead-letters", role: .viewer) { call in
            let canAct = call.caller.role.allows(.operator)
            let filter = try call.listFilter()
            // Everything but the dead letters is only on the first part.
            let isFirst = filter.before == nil
            let found = try await runtime.reading { try $0.deadLetters(filter) }
            let failures = isFirst ? try await runtime.reading { try $0.effects(filter.retriable).items } : []
            let crashes = isFirst ? try await runtime.reading { try $0.crashes(filter).items } : []
            let letters = found.items.map { letter in
                var letter = letter
                letter["can_act"] = .bool(canAct && letter["is_open"].bool == true)
                letter["can_be_retried"] = .bool(canAct && letter["can_be_retried"].bool == true)
                letter["class"] = .string(letter["is_open"].bool == true ? "danger" : "muted")
                return letter
            }
            let effects = failures.map { Self.row($0, canAct: canAct) }
            let document: JSON = [
                "letters": .array(letters), "has_letters": .bool(!letters.isEmpty), "effects": .array(effects),
                "next": JSON(found.next.map { call.next(before: $0) }), "is_first": .bool(isFirst), "query": .string(call.queryText),
                "has_effects": .bool(!effects.isEmpty), "crashes": .array(crashes), "has_crashes": .bool(!crashes.isEmpty),
            ]
            return frame.page(
                title: "Dead letters", path: "/dead-letters", caller: call.caller,
                content: HostTemplates.deadLetters.render(document))
        }
    }

    private static func row(_ effect: JSON, canAct: Bool) -> JSON {
        var row = effect
        let number = effect["number"].int.map { "#\($0)" } ?? ""
        row["about"] = .string((effect["repository"].string ?? "") + number)
        row["can_act"] = .bool(canAct)
        return row
    }

    private var retryEffect: Route {
        let runtime = runtime
        return Route(method: "POST", pattern: PathPattern("/effects/{id}/retry"), surface: .page, role: .operator) { call in
            _ = try await RepairResources(runtime: runtime).retry(call)
            return .redirect(to: "/dead-letters\(call.queryText)")
        }
    }

    private func act(_ kind: String, _ action: String) -> Route {
        let runtime = runtime
        return Route(method: "POST", pattern: PathPattern("/\(kind)/{id}/\(action)"), surface: .page, role: .operator) { call in
            let parameters: JSON = ["id": JSON(call.parameters["id"])]
            _ = try await Operation(runtime: runtime).run(plugin: HostPlugin.id, name: "dead_letter.\(action)", parameters, call)
            return .redirect(to: "/\(kind)\(call.queryText)")
        }
    }

    private var release: Route {
        let runtime = runtime
        return Route(method: "POST", pattern: PathPattern("/plugins/{id}/release"), surface: .page, role: .operator) { call in
            _ = try await RepairResources(runtime: runtime).release(call)
            return .redirect(to: "/plugins")
        }
    }
}

extension HostRuntime.ListFilter {
    /// Only effects that an operator can retry.
    fileprivate var retriable: Self {
        var filter = self
        filter.isRetriable = true
        return filter
    }
}
