import GRDB

/// Files and folders by path.
extension Routes {
    static func contents(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}"
        for end in ["contents", "contents/{path...}"] {
            routes.get("\(path)/\(end)") { call in
                try Content(call).reply(Content.clean(call.parameter("path")))
            }
        }
        routes.put("\(path)/contents/{path...}") { try await ContentsWriting(call: $0).put() }
        routes.delete("\(path)/contents/{path...}") { try await ContentsWriting(call: $0).remove() }
        routes.get("\(path)/readme") { try Content($0).readme(["", ".github", "docs"]) }
        routes.get("\(path)/readme/{dir...}") { try Content($0).readme([Content.clean($0.parameter("dir"))]) }
        routes.get("/{owner}/{repo}/raw/{path...}") { try raw($0) }
    }

    /// A file's bytes, where the links of documents lead; the ref may contain slashes.
    private static func raw(_ call: Call) throws -> Reply {
        let repository = try call.repository()
        let git = try call.git(repository)
        let parts = call.parameter("path").split(separator: "/")
        for count in 1..<max(2, parts.count) {
            guard let commit = try resolve(parts.prefix(count).joined(separator: "/"), git),
                let data = try git.family.file(parts.dropFirst(count).joined(separator: "/"), in: commit)
            else { continue }
            let isText = !data.contains(0)
            return Reply(status: 200, body: .bytes(data, type: isText ? "text/plain; charset=utf-8" : "application/octet-stream"))
        }
        throw Refusal.notFound
    }
}

/// What `…/contents` shows of one commit.
struct Content {
    let call: Call
    let repository: Repository
    let git: GitRepository
    let ref: String
    let commit: String
    /// The largest file, in bytes, whose content is in the document, and the largest that can be requested at all.
    private static let embedded = 1 << 20
    private static let largest = 100 << 20

    init(_ call: Call) throws {
        self.call = call
        repository = try call.repository()
        git = try call.git(repository)
        guard try !git.refs().isEmpty else { throw Refusal(status: 404, message: "This repository is empty.") }
        ref = call.query["ref"].flatMap { $0.isEmpty ? nil : $0 } ?? repository.defaultBranch
        guard let commit = try Routes.resolve(ref, git) else { throw Refusal(status: 404, message: "No commit found for the ref \(ref)") }
        self.commit = commit
    }

    /// After a change: what the branch holds now.
    init(_ call: Call, _ repository: Repository, _ git: GitRepository, ref: String, commit: String) {
        (self.call, self.repository, self.git, self.ref, self.commit) = (call, repository, git, ref, commit)
    }

    static func clean(_ path: String) -> String { path.split(separator: "/").joined(separator: "/") }

    func reply(_ path: String) throws -> Reply {
        if path.isEmpty {
            guard let tree = try git.family.commit(commit)?.tree else { throw Refusal.notFound }
            return try folder(GitTreeEntry(mode: "040000", name: "", sha: tree), path)
        }
        guard let entry = try git.family.entry(path, in: commit) else { throw Refusal.notFound }
        switch entry.mode {
        case "040000": return try folder(entry, path)
        case "160000": return try call.read { .json(try render(entry, path, $0, listed: false)) }
        case "120000":
            if let target = try target(of: entry, at: path) { return try file(target, path) }
            return try call.read { tx in
                var rendered = try render(entry, path, tx, listed: false)
                rendered["target"] = .string(String(decoding: try git.family.object(entry.sha)?.data ?? [], as: UTF8.self))
                return .json(rendered)
            }
        default: return try file(entry, path)
        }
    }

    func readme(_ folders: [String]) throws -> Reply {
        for folder in folders {
            let tree = folder.isEmpty ? try git.family.commit(commit)?.tree : try git.family.entry(folder, in: commit)?.sha
            let names = try tree.flatMap { try git.family.tree($0) }?.filter { $0.mode.hasPrefix("100") }.map(\.name) ?? []
            let found = names.filter { $0.lowercased() == "readme" || $0.lowercased().hasPrefix("readme.") }
            if let name = found.first(where: { $0.lowercased() == "readme.md" }) ?? found.first {
                return try reply(folder.isEmpty ? name : "\(folder)/\(name)")
            }
        }
        throw Refusal.notFound
    }

    // MARK: Kinds

    private func folder(_ entry: GitTreeEntry, _ path: String) throws -> Reply {
        if call.mediaType == "raw" || call.mediaType == "html" { throw Refusal.notSimulated("folders as \(call.mediaType ?? "")") }
        let entries = try git.family.tree(entry.sha) ?? []
        return try call.read { tx in
            let items = try entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map { item in
                try render(item, path.isEmpty ? item.name : "\(path)/\(item.name)", tx, listed: true)
            }
            guard call.mediaType == "object" else { return .json(.array(items)) }
            var rendered = try render(entry, path, tx, listed: false)
            rendered["entries"] = .array(items)
            return .json(rendered)
        }
    }

    private func file(_ entry: GitTreeEntry, _ path: String) throws -> Reply {
        let size = try git.family.size(entry.sha) ?? 0
        if size > Self.largest {
            throw Refusal(
                status: 403, message: "This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via the API.",
                errors: [["resource": "Blob", "field": "data", "code": "too_large"]])
        }
        let data = try git.family.object(entry.sha)?.data ?? []
        switch call.mediaType {
        case "raw": return Reply(status: 200, body: .bytes(data, type: "application/vnd.github.raw; charset=utf-8"))
        case "html": throw Refusal.notSimulated("files as HTML")
        default: break
        }
        return try call.read { tx in
            var rendered = try render(entry, path, tx, listed: false)
            rendered["content"] = .string(size > Self.embedded ? "" : base64Lines(data))
            rendered["encoding"] = size > Self.embedded ? "none" : "base64"
            return .json(rendered)
        }
    }

    /// The file that a symbolic link leads to within the repository.
    private func target(of link: GitTreeEntry, at path: String) throws -> GitTreeEntry? {
        let text = String(decoding: try git.family.object(link.sha)?.data ?? [], as: UTF8.self)
        guard !text.hasPrefix("/") else { return nil }
        var parts = path.split(separator: "/").dropLast()
        for part in text.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(part)
            } else if parts.popLast() == nil {
                return nil
            }
        }
        let found = try git.family.entry(parts.joined(separator: "/"), in: commit)
        return found?.mode.hasPrefix("100") == true ? found : nil
    }

    // MARK: Documents

    func render(_ entry: GitTreeEntry, _ path: String, _ tx: Transaction, listed: Bool) throws -> ForgeJSON {
        let api = try tx.apiURL(repository)
        let html = try tx.htmlURL(repository)
        let encoded = path.split(separator: "/").map { String($0).urlEncoded }.joined(separator: "/")
        let kinds = ["040000": "dir", "120000": "symlink", "160000": listed ? "file" : "submodule"]
        let isFolder = entry.mode == "040000"
        let isModule = entry.mode == "160000"
        let url = "\(api)/contents/\(encoded)?ref=\(ref.urlEncoded)"
        let gitURL = isModule ? nil : "\(api)/git/\(isFolder ? "trees" : "blobs")/\(entry.sha)"
        let page = isModule ? nil : "\(html)/\(isFolder ? "tree" : "blob")/\(ref)/\(encoded)"
        let raw = isFolder || isModule ? nil : "\(html)/raw/\(ref)/\(encoded)"
        var rendered: ForgeJSON = [
            "name": .string(entry.name), "path": .string(path), "sha": .string(entry.sha),
            "size": ForgeJSON(isFolder || isModule ? 0 : try git.family.size(entry.sha)), "url": .string(url),
            "html_url": ForgeJSON(page), "git_url": ForgeJSON(gitURL), "download_url": ForgeJSON(raw),
            "type": .string(kinds[entry.mode] ?? "file"),
        ]
        if isModule { rendered["submodule_git_url"] = ForgeJSON(try module(path)) }
        rendered["_links"] = ["self": .string(url), "git": ForgeJSON(gitURL), "html": ForgeJSON(page)]
        return rendered
    }

    /// The URL of a submodule, as `.gitmodules` names it.
    private func module(_ path: String) throws -> String? {
        let text = String(decoding: try git.family.file(".gitmodules", in: commit) ?? [], as: UTF8.self)
        var isHere = false
        for line in text.split(whereSeparator: \.isNewline) {
            let sides = line.split(separator: "=", maxSplits: 1).map(\.trimmingSpaces)
            if line.trimmingSpaces.hasPrefix("[") { isHere = false }
            if sides.count == 2, sides[0] == "path" { isHere = sides[1] == path }
            if sides.count == 2, sides[0] == "url", isHere { return sides[1] }
        }
        return nil
    }
}
