import PluginAPI

extension Queries {
    /// What the page of a pull request shows: the document, and texts and classes made of it.
    func page(_ pullRequest: PullRequest, _ call: QueryCall) throws -> JSON {
        guard let batch = try store.batch(pullRequest.batch) else { throw Self.missing("batch") }
        let members = try store.pullRequests(of: batch.id)
        let position = try position(of: pullRequest, batch, for: call)
        let maySeeAll = try maySeeAll(of: pullRequest.project, call)
        let staging = try store.activeStaging(containing: batch.id)
        let linked = try members.filter { try $0.id != pullRequest.id && isVisible($0.name.repository, call) }
        var page = try document(pullRequest)
        page["name"] = .string(pullRequest.name.description)
        page["panel"] = try panel(pullRequest, batch, staging, position)
        page["checklist"] = .array(try checklist(pullRequest, batch, linked))
        page["is_open"] = .bool(pullRequest.state.isOpen)
        page["linked"] = .array(try linked.map { try link($0, call) })
        page["has_linked"] = .bool(!linked.isEmpty)
        // What names a pull request that the viewer may not see is said without the name, or not at all.
        page["missing"] = JSON(position.missing)
        page["why"] = JSON(position.sentence)
        if !maySeeAll { page["blocked"] = .null }
        page["has_missing"] = .bool(!position.missing.isEmpty)
        page["paragraphs"] = .array(paragraphs(try store.body(of: pullRequest.id)))
        page["targets"] = try targets(members, call)
        page["history"] = .array(
            try store.stagings(of: batch.id).reversed().map { staging in
                [
                    "id": .int(staging.id.value), "class": .string(Self.color(staging)), "state": .string(staging.state.rawValue),
                    "staged_at": Self.time(staging.stagedAt), "reason": maySeeAll ? JSON(staging.reason) : .null,
                ]
            })
        page["has_history"] = .bool(page["history"].array?.isEmpty == false)
        return page
    }

    private func panel(_ pullRequest: PullRequest, _ batch: Batch, _ staging: Staging?, _ position: QueuePosition) throws -> JSON {
        switch pullRequest.state {
        case .merged:
            let head = try store.commits(of: pullRequest.id).first { $0.original.isEmpty }?.integrated
            let time = Self.time(batch.mergeDate).string ?? ""
            return ["class": "alert-success", "title": "Merged", "text": .string("at \(time)" + (head.map { " as \($0)" } ?? ""))]
        case .closed:
            return ["class": "alert-light", "title": "Closed", "text": ""]
        case .error:
            return ["class": "alert-danger", "title": "Error", "text": .string(pullRequest.errorReason ?? "Unable to stage PR")]
        default:
            if let staging {
                let title: JSON = staging.state == .landing ? "Landing" : "Staged"
                return ["class": "alert-primary", "title": title, "text": .string("since \(Self.time(staging.stagedAt).string ?? "")")]
            }
            let title: JSON = batch.blocked == nil && !pullRequest.needsMethod ? "Ready" : "Blocked"
            return ["class": "alert-info", "title": title, "text": JSON(position.sentence)]
        }
    }

    private func checklist(_ pullRequest: PullRequest, _ batch: Batch, _ linked: [PullRequest]) throws -> [JSON] {
        func item(_ title: String, _ isOK: Bool, _ neutral: Bool = false, _ items: [JSON] = []) -> JSON {
            let style = isOK ? "ok" : neutral ? "none" : "fail"
            return ["title": .string(title), "class": .string(style), "items": .array(items), "has_items": .bool(!items.isEmpty)]
        }
        let status = try queue.readiness.status(of: pullRequest, skipchecks: batch.skipchecks)
        let contexts: [JSON] = status.items.filter { !$0.isOptional || $0.status != nil }.map { entry in
            let style = entry.status?.state == .success ? "ok" : entry.status?.state.hasFailed == true ? "fail" : "none"
            return [
                "title": .string(entry.context), "class": .string(style), "url": Self.link(entry.status?.targetURL),
                "description": JSON(entry.status?.description ?? entry.status.map { $0.state.rawValue } ?? "not seen yet"),
            ]
        }
        let method = pullRequest.method ?? (pullRequest.commitCount == 1 ? .rebaseFastForward : nil)
        let review = pullRequest.approvedBy.map { "Reviewed by \($0)" } ?? "Review"
        var items = [
            item(method.map { "Merge method: \($0.rawValue)" } ?? "Merge method", method != nil),
            item(review, pullRequest.isApproved || batch.skipchecks),
            item(batch.skipchecks ? "CI (skipped)" : "CI", status.verdict == .success, status.verdict == .pending, contexts),
        ]
        let open = linked.filter(\.isOpen)
        if !open.isEmpty { items.append(item("Linked pull requests", open.allSatisfy { $0.state == .ready && !$0.isDraft })) }
        return items
    }

    /// Where the open pull requests of the batch go, if not all to the same branch.
    private func targets(_ members: [PullRequest], _ call: QueryCall) throws -> JSON {
        let open = members.filter(\.isOpen)
        guard Set(open.map(\.target)).count > 1 else { return .null }
        let visible = try open.filter { try isVisible($0.name.repository, call) }
        return .array(visible.map { ["name": .string($0.name.description), "target": .string($0.target)] })
    }

    private func paragraphs(_ body: String) -> [JSON] {
        body.replacing("\r\n", with: "\n").split(separator: "\n\n").map { .string(String($0)) }
    }
}
