import Engine
import Foundation

/// Reads the manifest of a library in a child process, because the library may crash it.
enum ManifestChild {
    static func read(_ library: String) throws -> String {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: Executable.path)
        child.arguments = ["plugin", "manifest", URL(fileURLWithPath: library).path]
        let (output, errors) = (Pipe(), Pipe())
        child.standardOutput = output
        child.standardError = errors
        try child.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        child.waitUntilExit()
        guard child.terminationReason == .exit, child.terminationStatus == 0 else {
            let reason = complaint.split(separator: "\n").last.map(String.init)?.replacing("switchyard: ", with: "")
            throw RuntimeError(
                reason ?? "\(library) cannot be used: opening it ended the process that tried (status \(child.terminationStatus))")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
