/// The receiving side of `git push`.
///
/// The simulator does this itself instead of running `git receive-pack`: so refusals carry the forge's own texts, and what changed is known.
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

    /// The refs and what can be asked for.
    static func advertisement(_ git: GitRepository) throws -> [UInt8] {
        let capabilities = "report-status delete-refs side-band-64k quiet atomic ofs-delta object-format=sha1 agent=git/forgesim"
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
        let user = try Routes.mayPush(call, repository)
        let git = try call.git(repository)
        let request = try parse(try await Routes.plainBody(call))
        guard !request.commands.isEmpty else { return reply([]) }
        if let problem = try await unpack(request, git) {
            return report(request, unpack: problem, results: request.commands.map { ($0.ref, "unpacker error") }, messages: "")
        }
        var messages = ""
        var results: [(ref: String, problem: String?)] = []
        for (index, command) in request.commands.enumerated() {
            let verdict = try refuse(command, index, repository, git, user)
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

    /// Stores the pack; the answer is git's complaint.
    private func unpack(_ request: Request, _ git: GitRepository) async throws -> String? {
        guard request.pack.starts(with: "PACK".utf8) else { return nil }
        let count = request.pack.dropFirst(8).prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard count > 0 else { return nil }
        let arguments = count < 100 ? ["unpack-objects", "-q"] : ["index-pack", "--stdin", "--fix-thin"]
        let output = try await GitCommand.run(arguments, in: git.family.folder, input: Array(request.pack))
        return output.status == 0 ? nil : output.errors.split(separator: "\n").last.map(String.init) ?? "unpack failed"
    }

    // MARK: Judging

    private struct Verdict {
        let reason: String
        var message: String?
    }

    private func refuse(_ command: Command, _ index: Int, _ repository: Repository, _ git: GitRepository, _ user: User) throws -> Verdict? {
        let name = try call.read { try $0.fullName(repository) }
        let occasion = FaultRule.Match(repository: name, ref: command.ref, login: user.login)
        if let fault = call.world.faults.take("refuse_push", .git, occasion) {
            let text = fault.string ?? fault["message"].string ?? "pre-receive hook declined"
            return Verdict(reason: text, message: fault["remote"].string.map { $0 + "\n" })
        }
        if command.ref.hasPrefix("refs/pull/") { return Verdict(reason: "deny updating a hidden ref") }
        guard isValidRefName(command.ref), command.ref.hasPrefix("refs/") else { return Verdict(reason: "funny refname") }
        let current = try git.ref(command.ref)
        if current != command.old {
            return Verdict(reason: staleReason(command, current))
        }
        guard let new = command.new else {
            if command.ref == "refs/heads/\(repository.defaultBranch)" {
                return Verdict(reason: "refusing to delete the current branch: \(command.ref)")
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

    private func staleReason(_ command: Command, _ current: String?) -> String {
        guard let current else { return "cannot lock ref '\(command.ref)': unable to resolve reference '\(command.ref)'" }
        guard let old = command.old else { return "cannot lock ref '\(command.ref)': reference already exists" }
        return "cannot lock ref '\(command.ref)': is at \(current) but expected \(old)"
    }

    // MARK: Answering

    private func report(_ request: Request, unpack: String, results: [(ref: String, problem: String?)], messages: String) -> Reply {
        guard request.capabilities.contains("report-status") else { return reply([]) }
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
