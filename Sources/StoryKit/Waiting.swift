/// Waits for a condition in another process, which cannot notify us: polls.
/// - Parameters:
///   - what: what it waits for, for the error.
///   - seconds: the longest wait.
/// - Throws: ``StoryError`` naming what did not become true, with the last error.
package func wait(until what: String, seconds: Int = 60, _ isTrue: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var last = ""
    while ContinuousClock.now < deadline {
        do {
            if try await isTrue() { return }
            last = ""
        } catch {
            last = " (\(error))"
        }
        try await Task.sleep(for: .milliseconds(50))
    }
    throw StoryError("it did not come true within \(seconds) s that \(what)\(last)")
}
