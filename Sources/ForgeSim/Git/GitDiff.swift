/// One file that differs between two trees, as the forge shows it.
struct FileDiff: Sendable {
    let path: String
    /// Where a renamed file was before.
    var previous: String?
    /// `A`, `M`, `D`, `R`, `C` or `T`.
    let status: Character
    /// The id of the new content; of the old one for a removed file.
    let sha: String
    var additions = 0
    var deletions = 0
    /// The hunks without the file's header; `nil` if git shows none.
    var patch: String?

    var statusName: String {
        switch status {
        case "A": "added"
        case "D": "removed"
        case "R": "renamed"
        case "C": "copied"
        case "T": "changed"
        default: "modified"
        }
    }
}

extension GitFamily {
    /// The empty tree, which git knows even if it is not stored.
    static let emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

    /// The files that differ between two commits or trees, with their hunks; detects renames.
    func fileDiffs(from old: String?, to new: String) async throws -> [FileDiff] {
        let arguments = ["diff-tree", "-r", "-M", "--raw", "--numstat", "-p", "-z", "--no-abbrev", old ?? Self.emptyTree, new, "--"]
        return DiffParser.parse(try await GitCommand.check(arguments, in: folder).bytes)
    }

    /// The whole difference as a patch for `git apply`.
    func diffText(from old: String?, to new: String) async throws -> [UInt8] {
        try await GitCommand.check(["diff-tree", "-r", "-M", "-p", old ?? Self.emptyTree, new, "--"], in: folder).bytes
    }

    /// The commits as mails for `git am`, oldest first.
    func patchText(_ range: String...) async throws -> [UInt8] {
        try await GitCommand.check(["format-patch", "--stdout", "--no-signature"] + range + ["--"], in: folder).bytes
    }
}

/// Parses the output of `git diff-tree --raw --numstat -p -z`: entries, counts and, after an empty field, the hunks of all files.
enum DiffParser {
    static func parse(_ bytes: [UInt8]) -> [FileDiff] {
        var files: [FileDiff] = []
        var counted = 0
        var position = 0
        func field() -> String? {
            guard position < bytes.count, let end = bytes[position...].firstIndex(of: 0) else { return nil }
            defer { position = end + 1 }
            return String(decoding: bytes[position..<end], as: UTF8.self)
        }
        while let text = field(), !text.isEmpty {
            if text.hasPrefix(":") {
                guard let file = entry(text, field) else { return files }
                files.append(file)
                continue
            }
            let parts = text.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, counted < files.count else { continue }
            if parts[2].isEmpty { _ = (field(), field()) }
            files[counted].additions = Int(parts[0]) ?? 0
            files[counted].deletions = Int(parts[1]) ?? 0
            counted += 1
        }
        addPatches(bytes[min(position, bytes.count)...], &files)
        return files
    }

    private static func entry(_ text: String, _ field: () -> String?) -> FileDiff? {
        let parts = text.split(separator: " ")
        guard parts.count == 5, let status = parts[4].first, let path = field() else { return nil }
        let sha = String(status == "D" ? parts[2] : parts[3])
        guard status == "R" || status == "C" else { return FileDiff(path: path, status: status, sha: sha) }
        guard let new = field() else { return nil }
        return FileDiff(path: new, previous: path, status: status, sha: sha)
    }

    /// Git prints one section for each file, in order; two if the type changed.
    ///
    /// Lines are split as bytes: to Swift, a carriage return and a line feed are one `Character`.
    private static func addPatches(_ bytes: ArraySlice<UInt8>, _ files: inout [FileDiff]) {
        let header = Array("diff --git ".utf8)
        let hunk = Array("@@".utf8)
        var sections: [[ArraySlice<UInt8>]] = []
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if line.starts(with: header) { sections.append([]) }
            if !sections.isEmpty { sections[sections.count - 1].append(line) }
        }
        var next = 0
        for index in files.indices {
            let count = files[index].status == "T" ? 2 : 1
            guard next + count <= sections.count else { return }
            let hunks = sections[next..<(next + count)].flatMap { $0.drop { !$0.starts(with: hunk) } }
            next += count
            guard !hunks.isEmpty else { continue }
            var patch = Array(hunks.joined(separator: [0x0A]))
            while patch.last == 0x0A { patch.removeLast() }
            files[index].patch = String(decoding: patch, as: UTF8.self)
        }
    }
}

extension Transaction {
    /// A file of a commit, a comparison or a pull request.
    func render(_ file: FileDiff, _ repository: Repository, at new: String, before old: String?) throws -> ForgeJSON {
        let shown = file.status == "D" ? old ?? new : new
        let html = try htmlURL(repository)
        let path = file.path.urlEncoded
        var rendered: ForgeJSON = [
            "sha": .string(file.sha), "filename": .string(file.path), "status": .string(file.statusName),
            "additions": ForgeJSON(file.additions), "deletions": ForgeJSON(file.deletions),
            "changes": ForgeJSON(file.additions + file.deletions), "blob_url": .string("\(html)/blob/\(shown)/\(path)"),
            "raw_url": .string("\(html)/raw/\(shown)/\(path)"),
            "contents_url": .string("\(try apiURL(repository))/contents/\(path)?ref=\(shown)"),
        ]
        if let patch = file.patch { rendered["patch"] = .string(patch) }
        if let previous = file.previous { rendered["previous_filename"] = .string(previous) }
        return rendered
    }
}
