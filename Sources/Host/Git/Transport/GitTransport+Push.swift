internal import Contract

extension GitTransport {
    /// Moves references on the remote, all or none. The caller has checked their names.
    ///
    /// - Throws: transport errors. After `timeout` and `unavailable` it is unknown whether the push happened.
    func push(_ updates: [Push.Update], in directory: String, to remote: Remote) async throws -> PushOutcome {
        guard !updates.isEmpty else { return .pushed }
        var arguments = ["push", "--porcelain", "--no-verify", "--no-signed", "--no-recurse-submodules"]
        if updates.count > 1 { arguments.append("--atomic") }
        for update in updates {
            guard let expected = update.expected else { continue }
            arguments.append("--force-with-lease=\(update.reference):\(expected == .zero ? "" : expected.hex)")
        }
        arguments += ["--", remote.url]
        for update in updates {
            // A lease already implies force; without a lease the plus sign decides.
            arguments.append("\(update.force && update.expected == nil ? "+" : "")\(update.id?.hex ?? ""):\(update.reference)")
        }
        let output = try await run(
            arguments, in: directory, remote: remote, deadline: process.settings.deadlines.push)
        if output.status == 0 { return .pushed }
        return try Self.failure(output)
    }

    private static func failure(_ output: GitProcess.Output) throws -> PushOutcome {
        let lines = output.text.split(separator: "\n").filter { $0.hasPrefix("!\t") }
        let rejections = lines.map { PushRejection(line: $0) }
        // With --atomic the others fail only because this one did.
        guard let rejection = rejections.first(where: { !$0.isCollateral }) ?? rejections.first else {
            throw TransportFailure.error(output.standardError, status: output.status, doing: "Pushing")
        }
        let remote = output.standardError.split(separator: "\n").filter { $0.hasPrefix("remote:") }
        let text = ([rejection.summary] + remote.map(String.init)).joined(separator: "\n")
        switch rejection.kind {
        case .stale: return .stale(reference: rejection.reference, message: text)
        case .notFastForward: return .notFastForward(reference: rejection.reference, message: text)
        case .refused: return .refused(reference: rejection.reference, message: text)
        case .failed: throw TransportFailure.error(output.standardError, status: output.status, doing: "Pushing")
        }
    }
}

/// A line `! TAB from:to TAB [summary] (reason)` of `git push --porcelain`.
struct PushRejection {
    enum Kind {
        case stale, notFastForward, refused
        /// The connection or the server failed.
        case failed
    }

    let reference: String
    let summary: String

    init(line: Substring) {
        let fields = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
        let pair = fields.count > 1 ? fields[1] : ""
        reference = pair.firstIndex(of: ":").map { String(pair[pair.index(after: $0)...]) } ?? String(pair)
        summary = fields.count > 2 ? String(fields[2]) : ""
    }

    var isCollateral: Bool { summary.contains("atomic push failed") || summary.contains("transaction failed") }

    var kind: Kind {
        if summary.contains("stale info") || summary.contains("but expected") || summary.contains("cannot lock ref")
            || summary.contains("failed to update ref") || summary.contains("reference already exists")
        {
            return .stale
        }
        if summary.contains("non-fast-forward") || summary.contains("fetch first") || summary.contains("needs force") {
            return .notFastForward
        }
        return summary.hasPrefix("[remote failure]") ? .failed : .refused
    }
}
