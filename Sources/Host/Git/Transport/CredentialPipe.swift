internal import Foundation

/// A named pipe that holds a credential for one run of git.
///
/// `@unchecked Sendable`: the descriptor is written only in `init` and closed only in `deinit`.
final class CredentialPipe: @unchecked Sendable {
    let path: String
    private let folder: String
    private let descriptor: Int32

    /// Creates the pipe in a new folder below `directory` and fills it.
    init(_ credential: Credential, directory: String) throws {
        let lines = "\(credential.username)\n\(credential.password)\n"
        guard lines.utf8.count(where: { $0 == UInt8(ascii: "\n") }) == 2, lines.utf8.count <= 4096 else {
            throw GitError(.invalidRequest, "A credential has a line break in it or is longer than 4,000 bytes.")
        }
        var template = Array("\(directory)/.askpass-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw GitError(.process, "No folder for the credential pipe can be made in \(directory) (errno \(errno)).")
        }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = folder + "/pipe"
        guard mkfifo(path, 0o600) == 0 else {
            rmdir(folder)
            throw GitError(.process, "The credential pipe cannot be made (errno \(errno)).")
        }
        // Open for reading and writing: the content survives while no helper has it open.
        descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        let written = Array(lines.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard descriptor >= 0, written == lines.utf8.count else {
            unlink(path)
            rmdir(folder)
            throw GitError(.process, "The credential pipe cannot be filled (errno \(errno)).")
        }
    }

    deinit {
        close(descriptor)
        unlink(path)
        rmdir(folder)
    }
}
