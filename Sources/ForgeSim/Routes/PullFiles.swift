import Foundation

/// `GET …/pulls/{n}/files`.
struct PullFiles {
    let call: Call

    func run() async throws -> Reply {
        let (repository, pull) = try Routes.findPull(call)
        let git = try call.git(repository)
        guard let fork = try await git.family.mergeBase(pull.baseSHA, pull.headSHA) else { return .json([]) }
        let changes = try await git.family.changes(from: fork, to: pull.headSHA)
        let patches = Self.patches(try await git.family.diff(from: fork, to: pull.headSHA))
        let (api, html) = try call.read { (try $0.apiURL(repository), try $0.htmlURL(repository)) }
        return try call.list(changes) { change in
            let path = change.path.split(separator: "/").map { String($0).urlEncoded }.joined(separator: "/")
            let removed = change.status == "D"
            let at = removed ? fork : pull.headSHA
            let sha = removed ? try git.family.entry(change.path, in: fork)?.sha ?? zeroSHA : change.sha
            var file: ForgeJSON = [
                "sha": .string(sha), "filename": .string(change.path),
                "status": .string(change.status == "A" ? "added" : removed ? "removed" : "modified"),
                "additions": ForgeJSON(change.additions), "deletions": ForgeJSON(change.deletions),
                "changes": ForgeJSON(change.additions + change.deletions), "blob_url": .string("\(html)/blob/\(at)/\(path.urlEncoded)"),
                "raw_url": .string("\(html)/raw/\(at)/\(path.urlEncoded)"), "contents_url": .string("\(api)/contents/\(path)?ref=\(at)"),
            ]
            if let patch = patches[change.path] { file["patch"] = .string(patch) }
            return file
        }
    }

    /// The hunks of each file of a diff, by its path.
    private static func patches(_ diff: String) -> [String: String] {
        var found: [String: String] = [:]
        for part in ("\n" + diff).components(separatedBy: "\ndiff --git ").dropFirst() {
            let names = part.split(separator: "\n").filter { $0.hasPrefix("+++ b/") || $0.hasPrefix("--- a/") }
            guard let name = names.last.map({ String($0.dropFirst(6)) }), let patch = UnifiedDiff(part)?.patch else { continue }
            found[name.hasSuffix("\t") ? String(name.dropLast()) : name] = patch
        }
        return found
    }
}
