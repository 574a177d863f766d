/// The receiving side of `git push`.
///
/// The simulator does this itself instead of running `git receive-pack`, so that refusals carry the forge's own texts and it knows what
struct ReceivePack {
    let call: Call

    private struct Command {
        let old: String?
        let new: String?
        let ref: String
    }

    private struct Request {
        var commands: [Command] = []
        var capabilities: Set<String> = []
        var pack: ArraySlice<UInt8> = []
    }

    /// The advertised refs and capabilities.
    static func advertisement(_ git: GitRepository) throws -> [UInt8] {
        let capabilities =
            "report-status report-status-v2 delete-refs side-band-64k quiet atomic ofs-delta object-format=sha1 agent=git/forgesim"
        let refs = try git.refs().filter { !$0.key.hasPrefix("refs/pull/") }.sorted { $0.key < $1.key }
        guard let first = refs.first else {
            return PktLine.encode("\(zeroSHA) capabilities^{}\0\(capabilities)\n") + PktLine.flush
        }
        var out = PktLine.encode("\(first.value) \(first.key)\0\(capabilities)\n")
        for (ref, sha) in refs.dropFirst() { out += PktLine.encode("\(sha) \(ref)\n") }
        return out + PktLine.flush
    }

    func run() async throws -> Reply {
        let repository = try Routes.gitRepository(call)
        let right = try PushRight.of(call, repository)
        let user = right.user
        let git = try call.git(repository)
        let request = try parse(try await Routes.plainBody(call))
        guard !request.commands.isEmpty else { return reply([]) }
        if let problem = try await unpack(request, git) {
            return report(request, unpack: problem, results: request.commands.map { ($0.ref, "unpacker error") }, messages: "")
        }
        var messages = ""
        var results: [(ref: String, problem: String?)] = []
        for command in request.commands {
            let verdict = try await judge(command, right, repository, git)
            results.append((command.ref, verdict?.reason))
            if let text = verdict?.message { messages += text }
        }
        if request.capabilities.contains("atomic"), results.contains(where: { $0.problem != nil }) {
            results = results.map { ($0.ref, $0.problem ?? "atomic push failure") }
        }
        let accepted = zip(request.commands, results).filter { $0.1.problem == nil }.map(\.0)
        let changes = accepted.map { GitRepository.Change(ref: $0.ref, old: $0.old, new: $0.new) }
        try await RefChanges(call: call, repository: repository, git: git, user: user).apply(changes)
        return report(request, unpack: "ok", results: results, messages: messages)
    }

    // MARK: Reading

    private func parse(_ body: [UInt8]) throws -> Request {
        var request = Request()
        var position = 0
        loop: while let frame = PktLine.next(body, &position) {
            switch frame {
            case .flush, .delimiter: break loop
            case .data(let data):
                let halves = String(decoding: data, as: UTF8.self).split(separator: "\0", maxSplits: 1)
                guard let line = halves.first, !line.hasPrefix("shallow ") else { continue }
                if halves.count > 1 { request.capabilities = Set(halves[1].split(whereSeparator: \.isWhitespace).map(String.init)) }
                let parts = String(line).trimmingNewlines.split(separator: " ", maxSplits: 2).map(String.init)
                guard parts.count == 3, parts[0].isSHA, parts[1].isSHA else {
                    throw Refusal(status: 400, message: "malformed push command")
                }
                request.commands.append(
                    Command(old: parts[0] == zeroSHA ? nil : parts[0], new: parts[1] == zeroSHA ? nil : parts[1], ref: parts[2]))
            }
        }
        request.pack = body[position...]
        return request
    }

    /// Stores the pack; returns git's complaint, if any.
    private func unpack(_ request: Request, _ git: GitRepository) async throws -> String? {
        guard request.pack.starts(with: "PACK".utf8) else { return nil }
        let count = request.pack.dropFirst(8).prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard count > 0 else { return nil }
        let arguments = count < 100 ? ["unpack-objects", "-q"] : ["index-pack", "--stdin", "--fix-thin"]
        let output = try await GitCommand.run(arguments, in: git.family.folder, input: Array(request.pack))
        guard output.status == 0 else { return output.errors.split(separator: "\n").last.map(String.init) ?? "unpack failed" }
        return nil
    }

    // MARK: Judging

    private struct Verdict {
        /// `nil` accepts the command.
        var reason: String?
        /// What git shows behind `remote:`.
        var message: String?
    }

    private func judge(_ command: Command, _ right: PushRight, _ repository: Repository, _ git: GitRepository) async throws -> Verdict? {
        if let problem = try refuse(command, right, repository, git) { return problem }
        if let new = command.new, command.old != new, try await !git.isConnected(new) {
            return Verdict(reason: "missing necessary objects")
        }
        let change = GitRepository.Change(ref: command.ref, old: command.old, new: command.new)
        let rules = try await RefRules(call: call, repository: repository, git: git, user: right.user).judge(change)
        let list = { (messages: [String]) in messages.map { "- \($0)\n\n" }.joined() }
        if !rules.rules.isEmpty {
            let url = try call.read { "\(try $0.htmlURL(repository))/rules?ref=\(command.ref.urlEncoded)" }
            let text = "error: GH013: Repository rule violations found for \(command.ref).\nReview all repository rules at \(url)\n\n"
            return Verdict(reason: "push declined due to repository rule violations", message: text + list(rules.rules))
        }
        if !rules.protection.isEmpty {
            let text = "error: GH006: Protected branch update failed for \(command.ref).\n\n"
            return Verdict(reason: "protected branch hook declined", message: text + list(rules.protection))
        }
        guard !rules.passed.isEmpty else { return nil }
        return Verdict(message: "Bypassed rule violations for \(command.ref):\n\n" + list(rules.passed))
    }

    private func refuse(_ command: Command, _ right: PushRight, _ repository: Repository, _ git: GitRepository) throws -> Verdict? {
        let name = try call.read { try $0.fullName(repository) }
        let occasion = FaultRule.Match(repository: name, ref: command.ref, login: right.user.login)
        if let fault = call.world.faults.take("refuse_push", occasion) {
            let text = fault.string ?? fault["message"].string ?? "pre-receive hook declined"
            return Verdict(reason: text, message: fault["remote"].string.map { $0 + "\n" })
        }
        if command.ref.hasPrefix("refs/pull/") { return Verdict(reason: "deny updating a hidden ref") }
        if let text = forbiddenName(command) { return Verdict(reason: "pre-receive hook declined", message: text) }
        guard isValidRefName(command.ref), command.ref.hasPrefix("refs/") else { return Verdict(reason: "funny refname") }
        if let refs = right.refs, !refs.contains(command.ref) { return Verdict(reason: "permission denied") }
        let current = try git.ref(command.ref)
        if current != command.old {
            return Verdict(reason: staleReason(command, current))
        }
        guard let new = command.new else {
            if command.ref == "refs/heads/\(repository.defaultBranch)" {
                let text = "refusing to delete the current branch: \(command.ref)"
                return Verdict(reason: text, message: "error: \(text)\n")
            }
            return command.old == nil ? Verdict(reason: "remote ref does not exist") : nil
        }
        guard let object = try git.family.object(new) else { return Verdict(reason: "missing necessary objects") }
        if command.ref.hasPrefix("refs/heads/"), object.kind != .commit {
            return Verdict(
                reason: "cannot update ref '\(command.ref)': trying to write non-commit object \(new) to branch '\(command.ref)'")
        }
        if current == nil, let collision = try git.collision(creating: command.ref) {
            return Verdict(reason: "cannot lock ref '\(command.ref)': \(collision)")
        }
        return nil
    }

    /// Names that the forge rejects, with its messages.
    private func forbiddenName(_ command: Command) -> String? {
        guard command.new != nil, command.old == nil else { return nil }
        if command.ref.utf8.count > longestRefName {
            return "error: GH005: Sorry, refs longer than \(longestRefName) bytes are not allowed.\n"
        }
        let name = command.ref.split(separator: "/", maxSplits: 2).last.map(String.init) ?? ""
        guard name.lowercased().isSHA else { return nil }
        return "error: GH002: Sorry, branch or tag names consisting of 40 hex characters are not allowed.\n"
            + "error: Invalid branch or tag name \"\(name)\"\n"
    }

    private func staleReason(_ command: Command, _ current: String?) -> String {
        guard let current else { return "cannot lock ref '\(command.ref)': unable to resolve reference '\(command.ref)'" }
        guard let old = command.old else { return "cannot lock ref '\(command.ref)': reference already exists" }
        return "cannot lock ref '\(command.ref)': is at \(current) but expected \(old)"
    }

    // MARK: Answering

    private func report(_ request: Request, unpack: String, results: [(ref: String, problem: String?)], messages: String) -> Reply {
        guard !request.capabilities.isDisjoint(with: ["report-status", "report-status-v2"]) else { return reply([]) }
        var lines = PktLine.encode("unpack \(unpack)\n")
        for (ref, problem) in results { lines += PktLine.encode(problem.map { "ng \(ref) \($0)\n" } ?? "ok \(ref)\n") }
        lines += PktLine.flush
        guard request.capabilities.contains("side-band-64k") else { return reply(lines) }
        let remote = messages.isEmpty ? [] : PktLine.band(2, Array(messages.utf8))
        return reply(remote + PktLine.band(1, lines) + PktLine.flush)
    }

    private func reply(_ bytes: [UInt8]) -> Reply {
        Reply(status: 200, body: .bytes(bytes, type: "application/x-git-receive-pack-result"))
    }
}
