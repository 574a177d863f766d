import Foundation

/// Keeps a second host away from a folder that one is working in.
///
/// The kernel gives the lock up with its process, however that ends.
package final class DataFolderLock: Sendable {
    private let descriptor: Int32

    /// Takes the folder, which is made if it is not there.
    /// - Throws: ``RuntimeError`` naming the folder when another host has it.
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
