import Engine
import Foundation
import HostConfiguration
import PluginAPI
import PluginRules

/// The host's own resources.
struct HostResources: Sendable {
    let runtime: HostRuntime

    /// One route per resource.
    var routes: [Route] { lists + documents + running + RepairResources(runtime: runtime).routes }

    // MARK: Lists

    private typealias Source = @Sendable (HostRuntime, HostRuntime.ListFilter) throws -> HostRuntime.ListPart

    private var lists: [Route] {
        [
            list("/events", "The log, newest first: kind, repository, number, before, limit.") { try $0.events($1) },
            list("/deliveries", "What forges delivered, with what became of it.") { try $0.deliveries($1) },
            list("/effects", "What the host was asked to do, with what came of it: open, state=failed, retriable.") { try $0.effects($1) },
            list("/messages", "What the bot wrote: repository, number, code.") { try $0.messages($1) },
            list("/dead-letters", "What plugins could not handle, newest first: open, plugin, before, limit.") { try $0.deadLetters($1) },
            list("/crashes", "The abnormal ends of the runner.") { try $0.crashes($1) },
            list("/triggers", "The periodic work of the plugins.") { runtime, _ in try runtime.triggers() },
            list("/journal", "Who changed what, when and why: pull_request, batch, staging, actor, since.", role: .anonymous) {
                try $0.journal($1)
            },
        ]
    }

    private func list(_ path: String, _ summary: String, role: AccessControl.Role = .viewer, _ source: @escaping Source) -> Route {
        let runtime = runtime
        return .api("GET", path, role: role, summary: summary) { call in
            let filter = try call.listFilter()
            if call.isStranger {
                // The history of a public pull request is public, like its page.
                guard let repository = filter.repository, try await runtime.reading({ try $0.isPublic(repository: repository) }) else {
                    throw Problem(
                        call.caller.role == .anonymous ? 401 : 403,
                        "without the role viewer only the journal of a public repository's pull request is shown")
                }
            }
            let part = try await runtime.reading { try source($0, filter) }
            return Reply(document: [
                "items": .array(part.items), "change": .int(try runtime.change()), "next": JSON(part.next.map { call.next(before: $0) }),
            ])
        }
    }

    // MARK: Documents

    private var documents: [Route] {
        let runtime = runtime
        return [
            .api("GET", "/events/{seq}", role: .viewer, summary: "One event with what it changed.") { call in
                guard let seq = Int64(call.parameters["seq"] ?? ""), let event = try await runtime.reading({ try $0.event(seq: seq) })
                else {
                    throw Problem(404, "there is no such event")
                }
                return Reply(document: event)
            },
            .api("GET", "/plugins", role: .viewer, summary: "The loaded plugins.") { _ in
                Reply(document: ["items": try await runtime.plugins(), "change": .int(try runtime.change()), "next": .null])
            },
            .api("GET", "/status", role: .viewer, summary: "The state of the whole host.") { _ in
                Reply(document: try await runtime.status())
            },
            .api("GET", "/config", role: .viewer, summary: "The configuration, without secrets.") { _ in
                Reply(document: runtime.configuration.document)
            },
        ]
    }

    // MARK: Running

    private var running: [Route] {
        ["pause", "resume", "run"].map(trigger) + [drain, maintenance, barrier]
    }

    private func trigger(_ action: String) -> Route {
        let runtime = runtime
        return .api("POST", "/triggers/{name}/\(action)", role: .operator, summary: "Lets a trigger \(action).") { call in
            let parameters: JSON = ["name": JSON(call.parameters["name"])]
            return try await Operation(runtime: runtime).run(plugin: HostPlugin.id, name: "trigger.\(action)", parameters, call)
        }
    }

    private var drain: Route {
        let runtime = runtime
        return .api("POST", "/drain", role: .operator, summary: "Does all that can be done now.") { call in
            let document = try call.document()
            guard let due = document["due"].isNull ? [] : document["due"].array?.map(\.string), due.allSatisfy({ $0 != nil }) else {
                throw Problem(422, "due must be a list of names of triggers", field: "due", remedy: "GET /api/v1/triggers lists them")
            }
            guard let limit = document["limit"].isNull ? 10_000 : document["limit"].int, limit > 0 else {
                throw Problem(422, "limit must be a whole number above 0: how many steps to do at most", field: "limit")
            }
            let known = Set(try runtime.triggers().items.compactMap { $0["name"].string })
            let names = due.compactMap(\.self)
            if let unknown = names.first(where: { !known.contains($0) }) {
                throw Problem(422, "there is no trigger \(unknown)", field: "due", remedy: "GET /api/v1/triggers lists them")
            }
            var asOf: Int64?
            if let text = document["as_of"].string {
                asOf = RFC3339.milliseconds(text)
                if asOf == nil {
                    throw Problem(422, "as_of is not a time: \(text)", field: "as_of", remedy: "write it as 2024-03-01T12:30:05Z")
                }
            }
            do {
                let (report, isComplete) = try await runtime.drain(
                    due: names, asOf: asOf, limit: limit, actor: call.caller.actor)
                return Reply(status: isComplete ? 200 : 409, document: report)
            } catch let error as MaintenanceIsOn {
                throw Problem(
                    409, error.description,
                    remedy: "end it with PUT /api/v1/maintenance; to wait until what was received is applied, POST /api/v1/barrier")
            }
        }
    }

    private var maintenance: Route {
        let runtime = runtime
        return .api("PUT", "/maintenance", role: .operator, summary: "Holds timers and effects back, or lets them go on.") { call in
            guard let isOn = try call.document()["enabled"].bool else {
                throw Problem(422, "enabled must be true or false", field: "enabled")
            }
            try await runtime.setMaintenance(isOn, actor: call.caller.actor)
            return Reply(document: ["enabled": .bool(isOn)])
        }
    }

    private var barrier: Route {
        let runtime = runtime
        return .api("POST", "/barrier", role: .viewer, summary: "Answers when everything received before it is applied.") { call in
            let timeout = try call.document()["timeout_ms"].int ?? 30_000
            let end = try await runtime.operate(
                plugin: HostPlugin.id, name: "barrier", parameters: [:], actor: call.caller.actor, timeout: timeout)
            guard case .answered(.document(let document)) = end else {
                throw Problem(503, "what was received before is not applied after \(timeout) ms", remedy: "look at /readyz")
            }
            return Reply(document: document)
        }
    }
}
