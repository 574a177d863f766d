extension GitTransport {
    private enum Attempt {
        case done
        case notOurs
    }

    /// Fetches commits by their ids into keep references, so that a missing one does not stop the others.
    ///
    /// - Parameter prefix: folder of the keep references, ending in a slash.
    /// - Returns: for each item whether the remote had it and, if not, the reference into which `refs/pull/N/head` was fetched.
    func fetch(
        _ items: [FetchItem], prefix: String, in directory: String, from remote: Remote
    ) async throws -> [FetchItem: FetchSource] {
        guard !items.isEmpty else { return [:] }
        if case .done = try await fetch(items.map { "+\($0.id):\(prefix)\($0.id)" }, in: directory, from: remote) {
            return Dictionary(items.map { ($0, .byID) }) { first, _ in first }
        }
        var result: [FetchItem: FetchSource] = [:]
        for item in items {
            result[item] = try await fetchAlone(item, prefix: prefix, in: directory, from: remote)
        }
        return result
    }

    /// How a commit was fetched.
    enum FetchSource: Sendable {
        case byID
        /// The reference that now holds the head of the pull request.
        case pullRequestHead(String)
        case nothing
    }

    private func fetchAlone(
        _ item: FetchItem, prefix: String, in directory: String, from remote: Remote
    ) async throws -> FetchSource {
        if case .done = try await fetch(["+\(item.id):\(prefix)\(item.id)"], in: directory, from: remote) { return .byID }
        guard let number = item.pullRequest else { return .nothing }
        let reference = "\(prefix)pull-\(number)"
        let attempt = try await fetch(["+refs/pull/\(number)/head:\(reference)"], in: directory, from: remote)
        if case .done = attempt { return .pullRequestHead(reference) }
        return .nothing
    }

    private func fetch(_ refspecs: [String], in directory: String, from remote: Remote) async throws -> Attempt {
        let arguments = [
            "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules",
            "--no-show-forced-updates", "--", remote.url,
        ]
        let output = try await run(
            arguments + refspecs, in: directory, remote: remote, deadline: process.settings.deadlines.fetch)
        if output.status == 0 { return .done }
        let text = output.standardError.lowercased()
        let phrases = ["not our ref", "couldn't find remote ref", "server does not allow request for unadvertised object"]
        if phrases.contains(where: { text.contains($0) }) { return .notOurs }
        throw TransportFailure.error(output.standardError, status: output.status, doing: "Fetching")
    }
}
