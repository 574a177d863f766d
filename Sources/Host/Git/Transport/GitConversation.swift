internal import Subprocess

/// The input and output of a running git; see ``GitProcess/converse(_:in:configuration:diesWithHost:_:)``.
struct GitConversation {
    let input: StandardInputWriter
    var output: SubprocessOutputSequence.Iterator

    /// - Returns: false if git no longer reads. Not an error, because the reason is in its status and its standard error.
    func write(_ text: String) async -> Bool {
        (try? await input.write(text)) != nil
    }

    /// git's next output, as soon as there is any; nil at its end.
    mutating func read() async throws -> [UInt8]? {
        guard let buffer = try await output.next() else { return nil }
        return buffer.withUnsafeBytes { Array($0) }
    }
}
