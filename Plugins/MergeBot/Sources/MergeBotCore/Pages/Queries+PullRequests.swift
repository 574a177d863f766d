import PluginAPI

extension Queries {
    func pullRequests(_ call: QueryCall) throws -> JSON {
        var filter = PullRequestFilter()
        for field in PullRequestFilter.Field.allCases {
            let value = call.parameters[field.rawValue]
            if let number = value.int64 {
                filter.require(field, number)
            } else if let text = value.string {
                // A query string carries numbers as text.
                if let number = Int64(text), field != .label, field != .target {
                    filter.require(field, number)
                } else {
                    filter.require(field, text)
                }
            }
        }
        if let isOpen = call.parameters["open"].bool ?? call.parameters["open"].string.map({ $0 == "true" }) {
            filter.require(isOpen: isOpen)
        }
        let found = try store.pullRequests(filter, limit: limit(call.parameters))
        return Self.list(try found.filter { try isVisible($0.name.repository, call) }.map(document))
    }

    func document(_ pullRequest: PullRequest) throws -> JSON {
        guard let batch = try store.batch(pullRequest.batch) else { throw Self.missing("batch") }
        let position = try position(of: pullRequest, batch)
        let body = try store.body(of: pullRequest.id)
        let own: [(String, JSON)] = [
            ("id", .int(pullRequest.id.value)), ("repository", .string(pullRequest.name.repository)),
            ("number", .int(Int64(pullRequest.name.number))), ("project", JSON(try store.project(pullRequest.project)?.name)),
            ("target", .string(pullRequest.target)), ("head", .string(pullRequest.head)), ("label", .string(pullRequest.label)),
            ("title", .string(pullRequest.title)), ("body", .string(body)),
            ("message", .string(MessageBuilder.pullRequestMessage(title: pullRequest.title, body: body))),
            ("author", .string(pullRequest.author)), ("draft", .bool(pullRequest.isDraft)), ("closed", .bool(pullRequest.isClosed)),
            ("error", .bool(pullRequest.hasError)), ("error_reason", JSON(pullRequest.errorReason)),
            ("squash", .bool(pullRequest.commitCount == 1)), ("merge_method", JSON(pullRequest.method?.rawValue)),
            ("reviewed_by", JSON(pullRequest.approvedBy)), ("delegates", JSON(try store.delegates(of: pullRequest.id))),
            ("status", .string(pullRequest.status.rawValue)), ("state", .string(pullRequest.state.rawValue)),
            ("blocked", try blocked(pullRequest, batch)), ("missing", JSON(position.missing)), ("why", JSON(position.sentence)),
            ("detach_reason", JSON(pullRequest.detachReason)), ("limit", JSON(pullRequest.limit)),
            ("ping", .string(try queue.ping(pullRequest))), ("url", .string(pageURL(pullRequest.name))),
            ("forge_url", .string(pullRequest.url)),
            ("history_url", .string("/api/v1/journal?pull_request=\(pullRequest.name.repository)%23\(pullRequest.name.number)")),
        ]
        var document = JSON.object(Dictionary(own) { first, _ in first })
        try addStatuses(pullRequest, to: &document)
        try addBatch(batch, to: &document)
        try addChain(pullRequest, to: &document)
        return document
    }

    private func addStatuses(_ pullRequest: PullRequest, to document: inout JSON) throws {
        document["statuses"] = MergeQueue.document(try store.statuses(of: pullRequest.head))
        document["overrides"] = MergeQueue.document(try store.overrides(of: pullRequest.id))
        document["effective_statuses"] = MergeQueue.document(try store.effectiveStatuses(of: pullRequest))
        var commits: [String: JSON] = [:]
        for commit in try store.commits(of: pullRequest.id) { commits[commit.original] = .string(commit.integrated) }
        document["commits_map"] = .object(commits)
    }

    private func addBatch(_ batch: Batch, to document: inout JSON) throws {
        let active = try store.activeStaging(containing: batch.id)
        document["batch"] = .int(batch.id.value)
        document["staging"] = document["closed"].bool == true ? .null : JSON(active?.id.value)
        document["stagings"] = .array(try store.stagings(of: batch.id).map { .int($0.id.value) })
        document["merge_date"] = Self.time(batch.mergeDate)
        document["priority"] = .string(batch.priority.rawValue)
        document["skipchecks"] = .bool(batch.skipchecks)
        document["cancel_staging"] = .bool(batch.cancelStaging)
        document["fw_policy"] = .string(batch.forwardPortPolicy)
    }

    private func addChain(_ pullRequest: PullRequest, to document: inout JSON) throws {
        func reference(_ id: PullRequestID?) throws -> JSON {
            guard let id, let other = try store.pullRequest(id) else { return .null }
            return Self.reference(other.name)
        }
        document["source"] = try reference(pullRequest.source)
        document["parent"] = try reference(pullRequest.parent)
        document["root"] = pullRequest.parent == nil ? .null : try reference(try store.ancestors(of: pullRequest).last?.id)
        let ports = try store.ports(of: pullRequest.id)
        document["forward_ports"] = .array(ports.map { Self.reference($0.name) })
    }

    // MARK: Why it is not merged

    /// The first member of the batch that keeps it waiting; merged and closed ones wait for nothing.
    private func blocked(_ pullRequest: PullRequest, _ batch: Batch) throws -> JSON {
        guard pullRequest.state.isOpen else { return .null }
        for member in try store.pullRequests(of: batch.id) {
            let needsMethod = member.isOpen && member.needsMethod
            let known = try store.member(member).problem(skipchecks: batch.skipchecks)
            guard let problem = known ?? (needsMethod ? .method : nil) else { continue }
            return [
                "code": .string(WaitReason.code(problem)),
                "params": ["pull_request": Self.reference(member.name)],
                "text": .string(WaitReason.text(problem, of: member.name, isOwn: member.name == pullRequest.name)),
            ]
        }
        return .null
    }

    /// - Parameter call: asked by the person who is to read the sentences; nil for somebody who may see everything.
    func position(of pullRequest: PullRequest, _ batch: Batch, for call: QueryCall? = nil) throws -> QueuePosition {
        let members = try store.pullRequests(of: batch.id)
        let staging = try store.activeStaging(project: pullRequest.project, target: pullRequest.target)
        let isMember = try staging.map { try store.batches(of: $0.id).contains(batch.id) } ?? false
        var facts = QueuePosition.Facts(name: pullRequest.name, target: pullRequest.target, state: pullRequest.state)
        facts.isDraft = pullRequest.isDraft
        facts.isApproved = pullRequest.isApproved
        facts.skipchecks = batch.skipchecks
        facts.status = try queue.readiness.status(of: pullRequest, skipchecks: batch.skipchecks)
        facts.hasMethod = !pullRequest.needsMethod
        facts.withoutMethod = members.filter { $0.isOpen && $0.needsMethod && $0.id != pullRequest.id }.map(\.name)
        facts.block = BatchBlock.evaluate(isMerged: batch.isMerged, skipchecks: batch.skipchecks, members: try members.map(store.member))
        facts.isInStaging = isMember
        facts.isLanding = isMember && staging?.state == .landing
        facts.isInAttempt = try store.activeAttempt(holding: batch.id) != nil
        facts.isInSplit = batch.split != nil
        facts.isBranchBusy = staging != nil
        facts.branchStopped = try stopped(pullRequest.project, pullRequest.target, for: call)
        if let call { facts.unnamed = Set(try members.map(\.name).filter { try !isVisible($0.repository, call) }) }
        facts.errorReason = pullRequest.errorReason
        return QueuePosition(facts)
    }

    /// Why nothing is staged for a branch, as a sentence.
    func stopped(_ id: ProjectID, _ target: String, for call: QueryCall? = nil) throws -> String? {
        if let reason = try store.suspension(id, target) {
            let isForAll = try call.map { try !maySeeAll(of: id, $0) } ?? false
            return BranchStop.suspended(target, reason: isForAll ? nil : reason)
        }
        guard let project = try store.project(id) else { return nil }
        if !project.isActive { return BranchStop.inactive(project: project.name) }
        if !project.isStagingEnabled { return BranchStop.notStaged(project: project.name) }
        guard let branch = try store.branch(id, target) else { return nil }
        if !branch.isActive { return BranchStop.disabled(target) }
        return branch.isStagingEnabled ? nil : BranchStop.notStaged(target)
    }
}
