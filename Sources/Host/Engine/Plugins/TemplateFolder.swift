import Foundation

/// A plugin's templates, which are copied with it.
///
/// Links are never followed: what they lead to (a token, another user's file) would be served to everybody.
enum TemplateFolder {
    /// Copies the files below a folder, but only their contents, because not every user may preserve their owners.
    ///
    /// - Parameter mayBeLink: whether the folder itself may be a link, as one that an operator names may.
    /// - Throws: ``PluginLoadError`` for anything below it that is neither a folder nor a plain file, with its path.
    static func copy(from source: String, to target: String, mayBeLink: Bool = false) throws {
        let folder = try Folder(source, mayBeLink: mayBeLink)
        defer { folder.close() }
        try copy(folder, to: target, depth: 0)
    }

    private static func copy(_ folder: Folder, to target: String, depth: Int) throws {
        guard depth < depthLimit else { throw refusal(folder.path, "is nested too deeply") }
        try FileManager.default.createDirectory(
            atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        for name in try folder.names() {
            if let inner = try folder.folder(name) {
                defer { inner.close() }
                try copy(inner, to: "\(target)/\(name)", depth: depth + 1)
            } else {
                try PlainFile.write(folder.content(name), to: "\(target)/\(name)")
            }
        }
    }

    private static let depthLimit = 8

    fileprivate static func refusal(_ path: String, _ what: String) -> PluginLoadError {
        PluginLoadError(.missing, "\(path) \(what); templates are plain files: replace it with one, or remove it")
    }
}

/// An open folder, in which names are looked up without following links.
private struct Folder {
    let path: String
    private let descriptor: Int32

    init(_ path: String, mayBeLink: Bool) throws {
        try self.init(path, open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (mayBeLink ? 0 : O_NOFOLLOW)))
    }

    private init(_ path: String, _ descriptor: Int32) throws {
        guard descriptor >= 0 else {
            throw TemplateFolder.refusal(path, "cannot be opened as a folder (\(String(cString: strerror(errno))))")
        }
        self.path = path
        self.descriptor = descriptor
    }

    func close() { _ = Foundation.close(descriptor) }

    /// The names in it, in order.
    func names() throws -> [String] {
        guard let stream = fdopendir(openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else {
            throw TemplateFolder.refusal(path, "cannot be read")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// A folder in it; nil for a plain file.
    func folder(_ name: String) throws -> Folder? {
        var found = stat()
        guard fstatat(descriptor, name, &found, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw TemplateFolder.refusal("\(path)/\(name)", "has vanished")
        }
        switch found.st_mode & S_IFMT {
        case S_IFREG: return nil
        case S_IFDIR: return try Folder("\(path)/\(name)", openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW))
        case S_IFLNK: throw TemplateFolder.refusal("\(path)/\(name)", "is a link")
        default: throw TemplateFolder.refusal("\(path)/\(name)", "is not a plain file")
        }
    }

    /// What a plain file in it contains.
    func content(_ name: String) throws -> Data {
        // It may have become a link or a pipe since it was looked at: neither is followed or waited for.
        let file = openat(descriptor, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { throw TemplateFolder.refusal("\(path)/\(name)", "cannot be read") }
        return try FileHandle(fileDescriptor: file, closeOnDealloc: true).readToEnd() ?? Data()
    }
}
