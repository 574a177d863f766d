import Foundation

/// Keeps a second host out of a data folder that is in use.
///
/// The kernel releases the lock when the process ends, however that happens.
package final class DataFolderLock: Sendable {
    private let descriptor: Int32

    /// Locks the folder, which is created if it does not exist.
    /// - Throws: ``RuntimeError`` naming the folder if another host has it.
    package init(_ folder: String) throws {
        try HostRuntime.makeFolder(folder)
        let path = "\(folder)/lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw RuntimeError("data: \(path) cannot be opened: \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw RuntimeError("data: another host works in \(folder): stop it first, or give this one a folder of its own with --data")
        }
    }

    deinit { close(descriptor) }
}
