import PluginAPI

extension MergeQueue {
    /// Tells ready pull requests, once, which linked ones keep them waiting.
    func checkLinked() throws {
        for project in try store.projects() {
            let waiting = try host.query(
                """
                SELECT DISTINCT m.batch FROM mergebot_pull_requests m JOIN pull_requests p ON p.id = m.pull_request
                WHERE p.project = ? AND m.closed = 0 AND p.tracked = 1 AND m.state = 'ready' AND m.link_warned = 0 ORDER BY m.batch
                """, project.id)
            for row in waiting { try checkLinked(try row.id("batch")) }
        }
    }

    private func checkLinked(_ batch: BatchID) throws {
        let members = try store.pullRequests(of: batch).filter(\.isOpen)
        let unready = members.filter { $0.state != .ready }
        guard !unready.isEmpty else { return }
        for member in members where member.state == .ready && !member.linkWarned {
            try say(.linkedNotReady, ["others": .string(Explanation.list(unready.map(\.name.description)))], on: member)
            try store.set("link_warned", true, of: member.id)
        }
    }

    /// Tells approved pull requests of several commits, once, that somebody has to choose a merge method.
    func checkMethods() throws {
        for project in try store.projects() {
            for member in try store.openPullRequests(of: project.id) {
                guard member.state == .approved || member.state == .ready, member.needsMethod, !member.methodWarned else { continue }
                if try store.activeStaging(containing: member.batch) != nil { continue }
                try say(.methodNeeded, on: member)
                try store.set("method_warned", true, of: member.id)
            }
        }
    }
}
