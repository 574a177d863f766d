/// The `ls-refs` command of protocol version 2, answered from the refs in memory.
struct LsRefs {
    let call: Call
    let repository: Repository
    let git: GitRepository

    func answer(_ request: [String]) throws -> [UInt8] {
        let prefixes = request.filter { $0.hasPrefix("ref-prefix ") }.map { $0.dropFirst("ref-prefix ".count) }
        func wanted(_ ref: String) -> Bool { prefixes.isEmpty || prefixes.contains { ref.hasPrefix($0) } }
        let refs = try visible()
        let head = "refs/heads/\(repository.defaultBranch)"
        var out: [UInt8] = []
        if wanted("HEAD") {
            let target = request.contains("symrefs") ? " symref-target:\(head)" : ""
            if let sha = refs[head] {
                out += PktLine.encode("\(sha) HEAD\(target)\n")
            } else if request.contains("unborn") {
                out += PktLine.encode("unborn HEAD\(target)\n")
            }
        }
        for (ref, sha) in refs.sorted(by: { $0.key < $1.key }) where wanted(ref) {
            var line = "\(sha) \(ref)"
            if request.contains("peel"), ref.hasPrefix("refs/tags/"), case let peeled = try git.family.peeled(sha), peeled != sha {
                line += " peeled:\(peeled)"
            }
            out += PktLine.encode(line + "\n")
        }
        return out + PktLine.flush
    }

    /// The refs, except for those that a fault hides.
    private func visible() throws -> [String: String] {
        let refs = try git.refs(seenBy: .git, now: call.now)
        guard call.world.faults.rules.contains(where: { $0.effect == "missing_pull_ref" }) else { return refs }
        let name = try call.read { try $0.fullName(repository) }
        return refs.filter { ref, _ in
            guard ref.hasPrefix("refs/pull/") else { return true }
            let occasion = FaultRule.Match(repository: name, ref: ref, login: call.user?.login)
            return call.world.faults.take("missing_pull_ref", occasion) == nil
        }
    }
}
