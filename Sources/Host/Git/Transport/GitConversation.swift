internal import Subprocess

/// What a running git reads and prints; see ``GitProcess/converse(_:in:configuration:diesWithHost:_:)``.
struct GitConversation {
    let input: StandardInputWriter
    var output: SubprocessOutputSequence.Iterator

    /// - Returns: false if git reads no more. Why is in its status and its errors, so that this is none.
    func write(_ text: String) async -> Bool {
        (try? await input.write(text)) != nil
    }

    /// What git has printed, as soon as it is anything; nil when it prints no more.
    mutating func read() async throws -> [UInt8]? {
        guard let buffer = try await output.next() else { return nil }
        return buffer.withUnsafeBytes { Array($0) }
    }
}
