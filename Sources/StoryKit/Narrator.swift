import Foundation
import Synchronization

/// Narrates a story while it happens: one line per step, and a moving line while it waits for something.
package final class Narrator: Sendable {
    private let isQuiet: Bool
    private let isTerminal: Bool
    /// The last whole second for which a line was printed, if lines cannot be overwritten.
    private let lastTold = Mutex(0)

    /// - Parameter isQuiet: prints nothing, for tests.
    package init(isQuiet: Bool = false) {
        self.isQuiet = isQuiet
        isTerminal = isatty(STDOUT_FILENO) == 1
    }

    /// A new part of the story.
    package func chapter(_ text: String) { say("\n\(bold(text))") }

    /// Something that somebody did.
    package func act(_ who: String, _ text: String) { say("  \(who): \(text)") }

    /// An expectation that was met.
    package func check(_ text: String) { say("  \(green("✓")) \(text)") }

    /// A remark.
    package func note(_ text: String) { say("  \(text)") }

    /// Shows that it is waiting for something.
    package func waiting(_ text: String, seconds: Double) {
        guard !isQuiet else { return }
        if isTerminal {
            write("\r  … waiting until \(text) (\(Int(seconds)) s)\u{1B}[K")
        } else if Int(seconds) >= 5, Int(seconds) % 5 == 0 {
            let isNew = lastTold.withLock { last in
                defer { last = Int(seconds) }
                return last != Int(seconds)
            }
            if isNew { write("  … waiting until \(text) (\(Int(seconds)) s)\n") }
        }
    }

    /// Removes the waiting line.
    package func endWaiting() {
        if isTerminal, !isQuiet { write("\r\u{1B}[K") }
    }

    private func say(_ text: String) {
        if !isQuiet { write("\(text)\n") }
    }

    private func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    private func bold(_ text: String) -> String { isTerminal ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    private func green(_ text: String) -> String { isTerminal ? "\u{1B}[32m\(text)\u{1B}[0m" : text }
}
