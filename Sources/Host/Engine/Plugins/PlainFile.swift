import Foundation

/// Writes files that are compared or rewritten at every start, and may be lost in a power failure.
///
/// `Data.write` waits for the disk, which takes longer than everything else done with these files.
enum PlainFile {
    /// Writes a new file in place of an existing one.
    /// - Throws: `CocoaError` `fileWriteUnknown` with the system's reason.
    static func write(_ content: Data, to path: String, permissions: mode_t = 0o644) throws {
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        try content.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = Foundation.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw failure(path) }
                written += count
            }
        }
    }

    private static func failure(_ path: String) -> CocoaError {
        let reason = String(cString: strerror(errno))
        return CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path, NSLocalizedDescriptionKey: "\(path): \(reason)"])
    }
}
