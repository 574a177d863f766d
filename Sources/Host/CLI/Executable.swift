import Foundation

/// This program as a file.
enum Executable {
    /// Its path: git and child processes are started with it.
    static var path: String {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return link ?? Bundle.main.executablePath ?? CommandLine.arguments[0]
    }
}
