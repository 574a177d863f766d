import PluginAPI

extension MergeQueue {
    /// The branches are pushed: from now on there is a staging.
    func createStaging(_ attempt: Attempt, _ project: Project) throws {
        var parent: StagingID?
        if let split = attempt.split {
            parent = try store.splits(project: project.id, target: attempt.target).first { $0.id == split }?.staging
            // What did not make it falls back to the pool.
            try store.deleteSplit(split)
        }
        let staging = try store.insertStaging(project: project, target: attempt.target, attempt: attempt.id, parent: parent)
        let repositories = try store.attemptRepositories(attempt.id)
        for repository in repositories {
            guard let base = repository.base, let head = repository.head else { continue }
            try store.addHead(repository, base: base, head: head, to: staging)
        }
        let groups = try store.composed(attempt.id)["groups"].array ?? []
        var position = 0
        for entry in try store.attemptBatches(attempt.id) where entry.state == .staged {
            let group = groups.first { $0["id"].identifier == entry.batch.value } ?? .null
            try add(entry.batch, group["commits"], at: position, to: staging)
            position += 1
        }
        try journal(staging, "state", .null, "pending", note: "attempt \(attempt.id.value)")
        if project.usesForgeStatuses {
            for head in Set(try store.heads(of: staging).map(\.head)).sorted() { try store.copyStatuses(of: head, to: staging) }
        }
        if let staging = try store.staging(staging) {
            try wake(Timer.landing, at: staging.deadline)
            try judge(staging)
        }
    }

    private func add(_ batch: BatchID, _ commits: JSON, at position: Int, to staging: StagingID) throws {
        let members = try store.pullRequests(of: batch).filter(\.isOpen)
        try store.addBatch(batch, named: members.first?.label ?? "batch \(batch.value)", at: position, to: staging)
        for member in members {
            try store.addPullRequest(member, at: position, to: staging)
            let map = commits[member.name.repository].object ?? [:]
            for original in map.keys.sorted() {
                guard let integrated = map[original]?.string else { continue }
                try store.addCommit(original: original, integrated: integrated, of: member.id, to: staging)
            }
        }
    }

    // MARK: Failure

    /// A staging that failed or timed out: halved if there is doubt, else its batch is at fault.
    func fail(_ staging: Staging, timedOut: Bool) throws {
        let batches = try store.batches(of: staging.id)
        if batches.count > 1 {
            let halves = Splitter.halves(batches)
            for half in [halves.first, halves.second] {
                try store.insertSplit(project: staging.project, target: staging.target, staging: staging.id, batches: half)
            }
            try store.set("likely_false_positive", true, of: try store.root(of: staging))
            try end(staging, as: .failure, reason: timedOut ? Reason.timedOut : nil)
        } else if let batch = batches.first {
            let attribution = try attribution(of: staging, batch, timedOut: timedOut)
            try end(staging, as: .failure, reason: attribution.text)
            try blame(attribution, on: batch, of: staging)
        } else {
            try end(staging, as: .failure, reason: nil)
        }
    }

    private func attribution(of staging: Staging, _ batch: BatchID, timedOut: Bool) throws -> FailureAttribution {
        if timedOut { return .timeout(minutes: staging.timeout / 60_000) }
        let repositories = Set(try store.pullRequests(of: batch).filter(\.isOpen).map(\.name.repository))
        return .failure(
            heads: try verdictHeads(of: staging), statuses: try store.statuses(of: staging.id), repositories: repositories)
    }

    private func blame(_ attribution: FailureAttribution, on batch: BatchID, of staging: Staging) throws {
        for member in try store.pullRequests(of: batch) where member.isOpen {
            if case .repository(let repository) = attribution.blamed, member.name.repository != repository { continue }
            try setError(member, attribution.text, note: "staging \(staging.id.value) failed: \(attribution.text)")
            try say(.stagingFailed, ["reason": .string(attribution.text)], on: member)
        }
        try refresh(batch)
        // One culprit found, and nobody else left to suspect.
        if try store.splits(project: staging.project, target: staging.target).isEmpty {
            try store.set("likely_false_positive", false, of: try store.root(of: staging))
        }
    }

    func end(_ staging: Staging, as state: Staging.State, reason: String?) throws {
        try store.end(staging.id, as: state, reason: reason)
        try journal(staging.id, "state", .string(staging.state.rawValue), .string(state.rawValue), note: reason)
        try wake(Timer.staging)
    }
}
