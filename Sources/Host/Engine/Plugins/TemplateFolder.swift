import Foundation

/// A plugin's templates, which are copied with it.
enum TemplateFolder {
    /// Copies the files below a folder, but only their contents, because not every user may preserve their owners.
    static func copy(from source: String, to target: String) throws {
        let files = FileManager.default
        // The folder may be a link, which is resolved because nothing is listed below the link itself.
        let source = URL(fileURLWithPath: source).resolvingSymlinksInPath().path
        try files.createDirectory(atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        for path in try files.subpathsOfDirectory(atPath: source).sorted() {
            var isFolder: ObjCBool = false
            guard files.fileExists(atPath: "\(source)/\(path)", isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                try files.createDirectory(atPath: "\(target)/\(path)", withIntermediateDirectories: true)
            } else {
                try PlainFile.write(Data(contentsOf: URL(fileURLWithPath: "\(source)/\(path)")), to: "\(target)/\(path)")
            }
        }
    }
}
