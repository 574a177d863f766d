import Foundation
import Testing

/// Runs a body many times, each with its own seed, and reports how to reproduce a failure.
///
/// `SWITCHYARD_FUZZ` is the number of rounds per part, `SWITCHYARD_FUZZ_SEED` the seed of the first one; each round's seed is one
/// higher. The current seed is always in a file, so that it is known after a crash, too.
enum Fuzz {
    static let seed = ProcessInfo.processInfo.environment["SWITCHYARD_FUZZ_SEED"].flatMap { UInt64($0) } ?? 20_240_301
    static let iterations = ProcessInfo.processInfo.environment["SWITCHYARD_FUZZ"].flatMap { Int($0) }
    static let folder = NSTemporaryDirectory() + "switchyard-fuzz"

    /// What is wrong, with the input that shows it.
    struct Failure: Error, CustomStringConvertible {
        var description: String

        init(_ what: String, _ input: some CustomStringConvertible) {
            description = "\(what)\n  input: \(input.description.prefix(4_000).debugDescription)"
        }

        init(_ what: String, bytes: some Collection<UInt8>) {
            description = "\(what)\n  input in Base64: \(Data(bytes.prefix(200_000)).base64EncodedString())"
        }
    }

    /// Runs the given number of rounds, or until three have failed.
    /// - Parameters:
    ///   - count: the default number of rounds.
    ///   - part: a name, for messages.
    ///   - cost: how many of the cheapest rounds one of these takes; a requested number of rounds is divided by this.
    static func rounds(
        _ count: Int, part: String, cost: Int = 1, sourceLocation: SourceLocation = #_sourceLocation,
        _ round: (inout Dice) async throws -> Void
    ) async throws {
        let file = try SeedFile(part)
        var failures = 0
        for number in 0..<(iterations.map { max(1, $0 / cost) } ?? count) {
            let own = seed &+ UInt64(number)
            file.note(own)
            var dice = Dice(seed: own)
            do { try await round(&dice) } catch {
                failures += 1
                Issue.record("\(part): `make fuzz N=1 SEED=\(own)` plays this round again: \(error)", sourceLocation: sourceLocation)
            }
            if failures == 3 { break }
            // The parts run in parallel, and some of them talk to servers in this process.
            await Task.yield()
        }
        file.remove()
    }
}

/// The file with the current seed of a part; a crashed process leaves it behind.
private struct SeedFile {
    private let path: String
    private let descriptor: Int32

    init(_ part: String) throws {
        try FileManager.default.createDirectory(atPath: Fuzz.folder, withIntermediateDirectories: true)
        path = "\(Fuzz.folder)/\(part).\(getpid())"
        descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
    }

    func note(_ seed: UInt64) {
        let line = "\(seed)\n"
        _ = pwrite(descriptor, line, line.utf8.count, 0)
    }

    func remove() {
        close(descriptor)
        unlink(path)
    }
}
