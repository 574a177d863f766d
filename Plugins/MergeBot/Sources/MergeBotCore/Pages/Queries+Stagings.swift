import PluginAPI

extension Queries {
    func document(_ batch: Batch) throws -> JSON {
        let members = try store.pullRequests(of: batch.id)
        let open = members.filter(\.isOpen)
        let targets = Set((open.isEmpty ? members : open).map(\.target))
        return [
            "id": .int(batch.id.value), "name": JSON(members.first?.label), "project": JSON(try store.project(batch.project)?.name),
            "target": targets.count == 1 ? JSON(targets.first) : .null,
            "pull_requests": .array(open.map { Self.reference($0.name) }),
            "all_pull_requests": .array(members.map { Self.reference($0.name) }),
            "active": .bool(members.contains { !$0.isClosed }), "merge_date": Self.time(batch.mergeDate),
            "priority": .string(batch.priority.rawValue), "skipchecks": .bool(batch.skipchecks),
            "cancel_staging": .bool(batch.cancelStaging), "fw_policy": .string(batch.forwardPortPolicy),
            "blocked": batch.blocked.flatMap { try? JSON(parsing: $0) } ?? .null, "unblocked_at": Self.time(batch.unblockedAt),
            "split": JSON(batch.split?.value), "parent": JSON(batch.parent?.value),
            "stagings": .array(try store.stagings(of: batch.id).map { .int($0.id.value) }),
        ]
    }

    func batches(_ parameters: JSON) throws -> JSON {
        var items: [JSON] = []
        for project in try store.projects() where parameters["project"].string.map({ $0 == project.name }) ?? true {
            for id in try store.openBatches(of: project.id) {
                if let batch = try store.batch(id) { items.append(try document(batch)) }
            }
        }
        return Self.list(Array(items.prefix(limit(parameters))))
    }

    func splits(_ parameters: JSON) throws -> JSON {
        var items: [JSON] = []
        for project in try store.projects() where parameters["project"].string.map({ $0 == project.name }) ?? true {
            for branch in try store.branches(of: project.id) where parameters["branch"].string.map({ $0 == branch.name }) ?? true {
                for split in try store.splits(project: project.id, target: branch.name) {
                    items.append([
                        "id": .int(split.id.value), "project": .string(project.name), "target": .string(split.target),
                        "batches": .array(split.batches.map { .int($0.value) }), "staging": .int(split.staging.value),
                        "attempt": JSON(split.attempt?.value),
                    ])
                }
            }
        }
        return Self.list(items)
    }

    // MARK: Stagings

    func stagings(_ parameters: JSON) throws -> JSON {
        var filter = StagingFilter(staged: Self.several(parameters["staged"]), merged: Self.several(parameters["merged"]))
        filter.project = parameters["project"].string
        filter.target = parameters["branch"].string ?? parameters["target"].string
        filter.isActive = parameters["active"].bool ?? parameters["active"].string.map { $0 == "true" }
        filter.state = parameters["state"].string.flatMap { $0.isEmpty ? nil : $0 }
        filter.before = parameters["before"].identifier
        filter.oldestFirst = parameters["order"].string == "asc"
        return Self.list(try store.stagings(filter, limit: limit(parameters)).map(document))
    }

    private static func several(_ value: JSON) -> [String] {
        value.array?.compactMap(\.string) ?? value.string.map { [$0] } ?? []
    }

    func staging(_ id: StagingID) throws -> JSON {
        guard let staging = try store.staging(id) else { throw Self.missing("staging") }
        return try document(staging)
    }

    func document(_ staging: Staging) throws -> JSON {
        let heads = try store.heads(of: staging.id)
        var all: [String: JSON] = [:]
        var commits: [String: JSON] = [:]
        for head in heads {
            all[head.repository] = .string(head.head)
            if head.isChange { commits[head.repository] = .string(head.head) }
        }
        return [
            "id": .int(staging.id.value), "project": JSON(try store.project(staging.project)?.name), "target": .string(staging.target),
            "state": .string(staging.state.rawValue), "active": .bool(staging.isActive), "staged_at": Self.time(staging.stagedAt),
            "ended_at": Self.time(staging.endedAt), "deadline": Self.time(staging.deadline), "reason": JSON(staging.reason),
            "batches": .array(try store.batches(of: staging.id).map { .int($0.value) }),
            "pull_requests": .array(try store.pullRequests(of: staging.id).map { Self.reference($0.name) }),
            "heads": .object(all), "commits": .object(commits), "statuses": try queue.statusDocument(of: staging),
            "parent": JSON(staging.parent?.value), "likely_false_positive": .bool(staging.isLikelyFalsePositive),
            "certificate": try store.certificate(of: staging.id),
        ]
    }

    // MARK: Branches

    func branches() throws -> JSON {
        var items: [JSON] = []
        for project in try store.projects() {
            for branch in try store.branches(of: project.id) {
                let staging = try store.activeStaging(project: project.id, target: branch.name)
                let attempt = try store.activeAttempt(project: project.id, target: branch.name)
                items.append([
                    "project": .string(project.name), "branch": .string(branch.name), "active_staging": JSON(staging?.id.value),
                    "staging_attempt": JSON(attempt?.machine.state.rawValue),
                    "splits": .array(try store.splits(project: project.id, target: branch.name).map { .int($0.id.value) }),
                    "suspended": JSON(try store.suspension(project.id, branch.name)),
                ])
            }
        }
        return Self.list(items)
    }
}
