import PluginAPI

/// Tells people, once, what keeps an approved pull request waiting.
struct Reminders {
    let queue: MergeQueue

    private var store: Store { queue.store }

    /// Tells ready pull requests, once, which linked ones keep them waiting.
    func checkLinked() throws {
        for project in try store.projects() {
            for batch in try store.batchesToRemindOfLinks(in: project.id) { try remindOfLinks(batch) }
        }
    }

    private func remindOfLinks(_ batch: BatchID) throws {
        let members = try store.pullRequests(of: batch).filter(\.isOpen)
        let unready = members.filter { $0.state != .ready }
        guard !unready.isEmpty else { return }
        for member in members where member.state == .ready && !member.linkWarned {
            try queue.say(.linkedNotReady, ["others": .string(Listing.text(unready.map(\.name.description)))], on: member)
            try store.noteLinkReminder(of: member.id)
        }
    }

    /// Tells approved pull requests of several commits, once, that somebody has to choose a merge method.
    func checkMethods() throws {
        for project in try store.projects() {
            for member in try store.openPullRequests(of: project.id) {
                guard member.state == .approved || member.state == .ready, member.needsMethod, !member.methodWarned else { continue }
                if try store.activeStaging(containing: member.batch) != nil { continue }
                try queue.say(.methodNeeded, on: member)
                try store.noteMethodReminder(of: member.id)
            }
        }
    }
}
