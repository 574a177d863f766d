/// Waits until something is true that happens in another process, which cannot say so: looks again and again.
/// - Parameters:
///   - what: what is awaited, for the error.
///   - seconds: the longest that it is awaited.
/// - Throws: ``StoryError`` naming what did not come true, with the last error of the looks.
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
