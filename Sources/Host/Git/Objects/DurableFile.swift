internal import Foundation

/// Makes sure that what was written survives a power failure.
///
/// libgit2 can do this itself, but only for everything that it writes, including packs for a single merge.
enum DurableFile {
    /// Waits until a file or folder is on the disk.
    static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw GitError(.library, "\(path) cannot be opened (errno \(errno)).") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw GitError(.library, "\(path) cannot be written durably (errno \(errno)).") }
    }
}
