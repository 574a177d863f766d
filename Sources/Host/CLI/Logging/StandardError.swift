import Foundation

/// Standard error, for lines that may be lost but must not end the program.
enum StandardError {
    /// Writes a line. If that fails, for example because the disk with the log is full, nobody can be told.
    static func write(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                written += count
            } else if count == 0 || errno != EINTR {
                return
            }
        }
    }
}
