import Engine
import PluginAPI

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
            // Everything but the dead letters is on the first part alone.
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
                content: RepairTemplates.deadLetters.render(document))
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
            _ = try await Operation(runtime: runtime).run(plugin: "host", name: "dead_letter.\(action)", parameters, call)
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
    /// Only effects that an operator can have tried again.
    fileprivate var retriable: Self {
        var filter = self
        filter.isRetriable = true
        return filter
    }
}

/// The templates of these pages.
enum RepairTemplates {
    static let deadLetters = HostTemplates.template(
        """
        <h1>Dead letters</h1>
        <p class="note">What a plugin could not handle is set aside for that plugin alone. It can be delivered again, for example to a newer version.</p>
        {{^has_letters}}<p class="empty">Nothing is set aside.</p>{{/has_letters}}
        {{#has_letters}}
        <div class="scroll"><table>
          <thead><tr><th>#</th><th>Time</th><th>Plugin</th><th>Event</th><th>Hook</th><th>Why</th><th>State</th><th></th></tr></thead>
          <tbody>
          {{#letters}}
          <tr>
            <td class="number">{{id}}</td>
            <td class="time"><time datetime="{{time}}">{{time}}</time></td>
            <td>{{plugin}}</td>
            <td class="number"><a href="/events/{{event}}">{{event}}</a></td>
            <td><code>{{hook}}</code></td>
            <td>{{message}}</td>
            <td><span class="badge {{class}}">{{state}}</span></td>
            <td>{{#can_be_retried}}<form method="post" action="/dead-letters/{{id}}/retry{{query}}"><button class="link">Retry</button></form>{{/can_be_retried}}{{#can_act}} <form method="post" action="/dead-letters/{{id}}/drop{{query}}"><button class="link">Drop</button></form>{{/can_act}}</td>
          </tr>
          {{/letters}}
          </tbody>
        </table></div>
        {{/has_letters}}
        {{#next}}<p><a class="button" href="{{next}}">Older</a></p>{{/next}}
        {{#is_first}}
        <h2>Effects that failed</h2>
        <p class="note">What was asked of the forge and given up. With others that failed, their plugins have gone on by themselves.</p>
        {{^has_effects}}<p class="empty">None.</p>{{/has_effects}}
        {{#has_effects}}
        <div class="scroll"><table>
          <thead><tr><th>#</th><th>Asked for</th><th>Plugin</th><th>Effect</th><th>On</th><th>Why</th><th></th></tr></thead>
          <tbody>
          {{#effects}}
          <tr>
            <td class="number">{{id}}</td>
            <td class="time"><time datetime="{{created_at}}">{{created_at}}</time></td>
            <td>{{plugin}}</td>
            <td><code>{{kind}}</code></td>
            <td>{{about}}</td>
            <td>{{last_error}}</td>
            <td>{{#can_act}}<form method="post" action="/effects/{{id}}/retry{{query}}"><button class="link">Retry</button></form>{{/can_act}}</td>
          </tr>
          {{/effects}}
          </tbody>
        </table></div>
        {{/has_effects}}
        <h2>Crashes of the runner</h2>
        {{^has_crashes}}<p class="empty">None.</p>{{/has_crashes}}
        {{#has_crashes}}
        <div class="scroll"><table>
          <thead><tr><th>Time</th><th>Plugin</th><th>Event</th><th>Hook</th><th>The runner</th></tr></thead>
          <tbody>
          {{#crashes}}
          <tr>
            <td class="time"><time datetime="{{time}}">{{time}}</time></td>
            <td>{{plugin}}{{^plugin}}none{{/plugin}}</td>
            <td class="number">{{#event}}<a href="/events/{{event}}">{{event}}</a>{{/event}}</td>
            <td><code>{{hook}}</code></td>
            <td>{{reason}}{{#forgiven}} (released since){{/forgiven}}</td>
          </tr>
          {{/crashes}}
          </tbody>
        </table></div>
        {{/has_crashes}}
        {{/is_first}}
        """)
}
