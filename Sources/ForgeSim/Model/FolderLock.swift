import Foundation

/// Keeps a second simulator out of a data folder; the system releases the lock however the process ends.
final class FolderLock: Sendable {
    private let descriptor: Int32

    init(_ folder: String) throws {
        descriptor = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ForgeSimError("cannot write in '\(folder)': \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw ForgeSimError("another simulator keeps its state in '\(folder)'")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func release() { flock(descriptor, LOCK_UN) }
}
