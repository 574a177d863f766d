import Engine
import PluginAPI

/// The host's own pages: the log and the plugins, and an overview if no plugin has a front page.
struct HostPages: Sendable {
    let runtime: HostRuntime
    let frame: PageFrame
    let links: PageLinks

    /// One route per page.
    var routes: [Route] {
        [overview, events, event, plugins]
    }

    private var overview: Route {
        let (runtime, frame) = (runtime, frame)
        return .page("/") { call in
            var document = try await runtime.status()
            document["ok"] = .bool(document["trouble"].isNull)
            return frame.page(title: "Overview", path: "/", caller: call.caller, content: HostTemplates.overview.render(document))
        }
    }

    private var plugins: Route {
        let (runtime, frame) = (runtime, frame)
        return .page("/plugins") { call in
            let canAct = call.caller.role.allows(.operator)
            let items = (try await runtime.plugins().array ?? []).map { plugin in
                var plugin = plugin
                plugin["can_release"] = .bool(canAct && !(plugin["quarantine"].isNull && plugin["silence"].isNull))
                return plugin
            }
            let document: JSON = [
                "plugins": .array(items), "is_empty": .bool(items.isEmpty), "signed_in": .bool(call.caller.role.allows(.viewer)),
            ]
            return frame.page(title: "Plugins", path: "/plugins", caller: call.caller, content: HostTemplates.plugins.render(document))
        }
    }

    private var events: Route {
        let (runtime, frame, links) = (runtime, frame, links)
        return .page("/events") { call in
            let filter = try call.listFilter()
            let part = try await runtime.reading { try $0.events(filter) }
            let document: JSON = [
                "events": .array(part.items.map { Self.row($0, links) }), "is_empty": .bool(part.items.isEmpty),
                "is_stranger": .bool(call.isStranger),
                "next": JSON(part.next.map { call.next(before: $0) }),
            ]
            return frame.page(title: "Events", path: "/events", caller: call.caller, content: HostTemplates.events.render(document))
        }
    }

    private var event: Route {
        let (runtime, frame, links) = (runtime, frame, links)
        return .page("/events/{seq}") { call in
            let isStranger = call.isStranger
            guard let seq = Int64(call.parameters["seq"] ?? ""),
                let event = try await runtime.reading({ try $0.event(seq: seq, isPublicOnly: isStranger) })
            else { throw Problem(404, "there is no such event") }
            var document = Self.row(event, links)
            // An event may carry more than a repository's page shows.
            document["text"] = isStranger ? .null : .string(event["document"].text)
            document["changes"] = .array(
                (event["journal"].array ?? []).map { entry in
                    [
                        "entity": .string("\(entry["entity"].string ?? "") \(entry["id"].string ?? "")"), "field": entry["field"],
                        "old": .string(entry["old"].string ?? entry["old"].text), "new": .string(entry["new"].string ?? entry["new"].text),
                    ]
                })
            document["has_changes"] = .bool(document["changes"].array?.isEmpty == false)
            return frame.page(
                title: "Event \(seq)", path: "/events", caller: call.caller, content: HostTemplates.event.render(document))
        }
    }

    private static func row(_ event: JSON, _ links: PageLinks) -> JSON {
        var row = event
        let state = event["state"].string ?? ""
        row["class"] = .string(state == "applied" ? "success" : state == "failed" ? "danger" : state == "waiting" ? "ongoing" : "muted")
        row["about"] = JSON(event["repository"].string.map { name in event["number"].int.map { "\(name)#\($0)" } ?? name })
        row["about_url"] = JSON(
            event["repository"].string.flatMap { name in event["number"].int.flatMap { links.pullRequest($0, of: name) } })
        row["what"] = .string(what(event))
        row["document"] = .null
        return row
    }

    /// A short summary of the event.
    private static func what(_ event: JSON) -> String {
        let document = event["document"]
        switch EventKind(rawValue: event["kind"].string ?? "") {
        case .forgePullRequest: return document["action"].string ?? ""
        case .forgeStatus: return "\(document["context"].string ?? "") \(document["state"].string ?? "")"
        case .forgePush: return document["ref"].string ?? ""
        case .timer, .operation: return "\(document["plugin"].string ?? "") \(document["name"].string ?? "")"
        case .effectOutcome: return "\(document["kind"].string ?? "") \(document["state"].string ?? "")"
        default: return ""
        }
    }
}
