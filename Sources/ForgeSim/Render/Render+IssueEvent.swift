import GRDB

extension Transaction {
    /// An event in the history of an issue; lists for a whole repository say which issue it was.
    func render(_ event: IssueEvent, _ repository: Repository, withIssue: Bool = false) throws -> ForgeJSON {
        let api = try apiURL(repository)
        var rendered: ForgeJSON = [
            "id": .int(event.id), "node_id": .string(nodeID(Self.typeName(event.event), event.id)),
            "url": .string("\(api)/issues/events/\(event.id)"), "actor": try renderUser(event.actorID), "event": .string(event.event),
            "commit_id": ForgeJSON(event.commitSHA), "commit_url": ForgeJSON(event.commitSHA.map { "\(api)/commits/\($0)" }),
            "created_at": Times.json(event.createdAt),
        ]
        for (key, value) in ((try? ForgeJSON(parsing: event.details)) ?? [:]).object?.members ?? [] {
            if key.hasSuffix("ID"), let id = value.int {
                rendered[String(key.dropLast(2))] = try renderUser(Int64(id))
            } else {
                rendered[key] = value
            }
        }
        rendered["performed_via_github_app"] = .null
        if withIssue, let issue = try Issue.fetchOne(cached: db, key: event.issueID) { rendered["issue"] = try render(issue, repository) }
        return rendered
    }

    /// `labeled` becomes `LabeledEvent`, and so on: how the forge names the types of its nodes.
    private static func typeName(_ event: String) -> String {
        event.split(whereSeparator: { $0 == "_" || $0 == "-" }).map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Event"
    }

    /// `cross-referenced`, which only the timeline shows: the issue that mentioned this one.
    func renderCrossReference(_ event: IssueEvent, _ repository: Repository) throws -> ForgeJSON? {
        guard let id = (try? ForgeJSON(parsing: event.details))?["source"].int,
            let source = try Issue.fetchOne(cached: db, key: Int64(id))
        else { return nil }
        return [
            "actor": try renderUser(event.actorID), "created_at": Times.json(event.createdAt), "updated_at": Times.json(event.createdAt),
            "source": ["type": "issue", "issue": try render(source, repository)], "event": "cross-referenced",
        ]
    }
}
