/// git commits, trees and blobs.
extension Routes {
    static func objects(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/git"
        routes.get("\(path)/commits/{sha}") { call in
            let (repository, git) = try open(call)
            guard let commit = try git.family.commit(fullSHA(call)) else { throw Refusal.notFound }
            return try call.read { .json(try $0.renderGit(commit, repository)) }
        }
        tagObjects(&routes)
        routes.post("\(path)/commits") { try createCommit($0) }
        routes.get("\(path)/trees/{sha...}") { try showTree($0) }
        routes.post("\(path)/trees") { try createTree($0) }
        routes.get("\(path)/blobs/{sha}") { call in
            let (repository, git) = try open(call)
            let sha = try fullSHA(call)
            let family = git.family
            if let size = try family.size(sha), size > 100 << 20 {
                let error: ForgeJSON = ["resource": "Blob", "field": "data", "code": "too_large"]
                throw Refusal(
                    status: 403,
                    message: "This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via the API.",
                    errors: [error])
            }
            guard let object = try family.object(sha), object.kind == .blob else { throw Refusal.notFound }
            if call.mediaType == "raw" {
                return Reply(status: 200, body: .bytes(object.data, type: "application/vnd.github.raw; charset=utf-8"))
            }
            let url = try call.read { "\(try $0.apiURL(repository))/git/blobs/\(sha)" }
            return .json([
                "sha": .string(sha), "node_id": .string(nodeID("Blob", repository.id) + sha), "size": ForgeJSON(object.data.count),
                "url": .string(url), "content": .string(base64Lines(object.data)), "encoding": "base64",
            ])
        }
        routes.post("\(path)/blobs") { call in
            let (repository, git) = try writable(call)
            let body = try call.json()
            guard let content = body["content"].string else { throw Refusal.notSupplied("content") }
            if let encoding = body["encoding"].string, !["utf-8", "base64"].contains(encoding) {
                throw Refusal.notPossible("encoding", body["encoding"], ["utf-8", "base64"])
            }
            let data = try decode(content, body["encoding"].string)
            let sha = try git.family.write(.blob, data)
            let url = try call.read { "\(try $0.apiURL(repository))/git/blobs/\(sha)" }
            return Reply.created(["sha": .string(sha), "url": .string(url)]).header("Location", url)
        }
    }

    private static func writable(_ call: Call) throws -> (Repository, GitRepository) {
        let repository = try call.repository(.write)
        let git = try call.git(repository)
        guard try !git.refs().isEmpty else { throw Refusal.emptyRepository }
        return (repository, git)
    }

    private static func decode(_ content: String, _ encoding: String?) throws -> [UInt8] {
        guard encoding == "base64" else { return Array(content.utf8) }
        guard let data = unbase64(content) else { throw Refusal.unprocessable("content is not valid Base64") }
        return data
    }

    // MARK: Commits

    private static func createCommit(_ call: Call) throws -> Reply {
        let (repository, git) = try writable(call)
        let user = try call.signedIn()
        let body = try call.json()
        guard let message = body["message"].string else { throw Refusal.notSupplied("message") }
        guard let tree = body["tree"].string else { throw Refusal.notSupplied("tree") }
        guard tree.isSHA else {
            throw Refusal.unprocessable("The tree parameter must be exactly 40 characters and contain only [0-9a-f].")
        }
        guard try git.family.tree(tree) != nil else { throw Refusal.unprocessable("Tree SHA does not exist") }
        let parents = body["parents"].array?.compactMap(\.string) ?? []
        for parent in parents {
            guard parent.isSHA, try git.family.commit(parent) != nil else {
                throw Refusal.unprocessable("Parent SHA does not exist or is not a commit object")
            }
        }
        let own = GitPerson(name: user.name ?? user.login, email: user.commitEmail, seconds: call.now / 1000)
        let author = try person(body["author"], default: own)
        let committer = try person(body["committer"], default: body["author"].isNull ? own : author)
        let data = GitCommit.encode(tree: tree, parents: parents, author: author, committer: committer, message: message)
        let sha = try git.family.write(.commit, data)
        guard let commit = GitCommit(sha: sha, data: data) else { throw Refusal.unprocessable("Invalid commit") }
        return try call.read { tx in
            Reply.created(try tx.renderGit(commit, repository)).header("Location", "\(try tx.apiURL(repository))/git/commits/\(sha)")
        }
    }

    static func person(_ json: ForgeJSON, default own: GitPerson) throws -> GitPerson {
        guard !json.isNull else { return own }
        guard let name = json["name"].string?.trimmingSpaces, !name.isEmpty else {
            throw Refusal.unprocessable("Invalid request.\n\n\"name\" wasn't supplied.")
        }
        guard let email = json["email"].string else { throw Refusal.unprocessable("Invalid request.\n\n\"email\" wasn't supplied.") }
        var seconds = own.seconds
        if let date = json["date"].string {
            guard let time = Times.parse(date) else { throw Refusal.unprocessable("Invalid request.\n\n\(date) is not a valid date-time.") }
            seconds = max(0, time / 1000)
        }
        let forbidden: Set<Character> = ["<", ">", "\n"]
        return GitPerson(name: name.filter { !forbidden.contains($0) }, email: email.filter { !forbidden.contains($0) }, seconds: seconds)
    }

    // MARK: Trees

    private static let mostEntries = 100_000

    private static func showTree(_ call: Call) throws -> Reply {
        let (repository, git) = try open(call)
        let name = call.parameter("sha")
        let tree: String
        if let commit = try resolve(name, git), let root = try git.family.commit(commit)?.tree {
            tree = root
        } else if name.isSHA, try git.family.tree(name) != nil {
            tree = name
        } else {
            throw Refusal.notFound
        }
        return try call.read { .json(try renderTree(tree, recursive: call.query["recursive"] != nil, repository, git, $0)) }
    }

    private static func renderTree(_ sha: String, recursive: Bool, _ repository: Repository, _ git: GitRepository, _ tx: Transaction) throws
        -> ForgeJSON
    {
        let api = try tx.apiURL(repository)
        func walk(_ sha: String, _ prefix: String) throws -> [ForgeJSON] {
            try (git.family.tree(sha) ?? []).flatMap { entry -> [ForgeJSON] in
                var rendered: ForgeJSON = [
                    "path": .string(prefix + entry.name), "mode": .string(entry.mode), "type": .string(entry.kind.rawValue),
                    "sha": .string(entry.sha),
                ]
                if entry.kind == .blob { rendered["size"] = ForgeJSON(try git.family.size(entry.sha)) }
                if entry.kind != .commit { rendered["url"] = .string("\(api)/git/\(entry.kind.rawValue)s/\(entry.sha)") }
                let below = recursive && entry.kind == .tree ? try walk(entry.sha, prefix + entry.name + "/") : []
                return [rendered] + below
            }
        }
        let entries = try walk(sha, "")
        return [
            "sha": .string(sha), "url": .string("\(api)/git/trees/\(sha)"), "tree": .array(Array(entries.prefix(mostEntries))),
            "truncated": .bool(entries.count > mostEntries),
        ]
    }

    private static func createTree(_ call: Call) throws -> Reply {
        let (repository, git) = try writable(call)
        let body = try call.json()
        guard let items = body["tree"].array else { throw Refusal.notSupplied("tree") }
        if items.isEmpty { throw Refusal.unprocessable("Invalid tree info") }
        var base: String?
        if let name = body["base_tree"].string {
            base = try git.family.commit(name)?.tree ?? (git.family.tree(name) == nil ? nil : name)
            if base == nil { throw Refusal.unprocessable("base_tree is not a valid tree oid") }
        }
        let changes = try items.map { try treeChange($0, git) }
        let empty: [UInt8] = []
        let sha = try git.family.tree(changing: base, changes) ?? git.family.write(.tree, empty)
        return try call.read { tx in
            Reply.created(try renderTree(sha, recursive: false, repository, git, tx)).header(
                "Location", "\(try tx.apiURL(repository))/git/trees/\(sha)")
        }
    }

    private static let modes = ["100644", "100755", "040000", "160000", "120000"]

    private static func treeChange(_ item: ForgeJSON, _ git: GitRepository) throws -> (path: [Substring], entry: GitTreeEntry?) {
        guard let path = item["path"].string, !path.isEmpty else { throw Refusal.unprocessable("tree.path is missing") }
        guard let parts = treePath(path) else { throw Refusal.unprocessable("tree.path contains a malformed path component") }
        let mode = item["mode"].string ?? "100644"
        guard modes.contains(mode) else {
            throw Refusal.unprocessable("Must supply a valid tree.mode: 100644, 100755, 040000, 160000 or 120000")
        }
        let name = String(parts[parts.count - 1])
        if item.has("sha"), item["sha"].isNull { return (parts, nil) }
        if item.has("sha") && !item["content"].isNull {
            throw Refusal.unprocessable("Must supply either tree.sha or tree.content, not both")
        }
        if let sha = item["sha"].string {
            let wanted: GitKind = mode == "040000" ? .tree : .blob
            guard try sha.isSHA && (mode == "160000" || git.family.object(sha)?.kind == wanted) else {
                throw Refusal.unprocessable("tree.sha \(sha) is not a valid \(mode == "160000" ? "commit" : wanted.rawValue)")
            }
            return (parts, GitTreeEntry(mode: mode, name: name, sha: sha))
        }
        guard let content = item["content"].string else { throw Refusal.unprocessable("Must supply either tree.sha or tree.content") }
        let data = try decode(content, item["encoding"].string)
        return (parts, GitTreeEntry(mode: mode, name: name, sha: try git.family.write(.blob, data)))
    }
}
