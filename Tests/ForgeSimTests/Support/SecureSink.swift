import ForgeSim
import Foundation

/// A TLS server that gives one canned answer to its first connection, implemented with the openssl executable.
final class SecureSink: Sendable {
    let url: String
    private let process: Process
    private let folder: WorkTree

    static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    init(status: String) async throws {
        folder = try WorkTree()
        let certificate = Self.make(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                "/CN=localhost",
                "-keyout", "key.pem", "-out", "cert.pem",
            ], folder.path)
        certificate.standardError = FileHandle.nullDevice
        try certificate.run()
        await Self.ended(certificate)
        process = Self.make(["s_server", "-accept", "127.0.0.1:0", "-key", "key.pem", "-cert", "cert.pem", "-naccept", "1"], folder.path)
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Written in advance: the server sends it as soon as somebody connects.
        try input.fileHandleForWriting.write(
            contentsOf: Data(
                "HTTP/1.1 \(status)\r\nContent-Length: 4\r\nConnection: close\r\nLocation: http://127.0.0.1:1/\r\n\r\nfine".utf8))
        let port = await Self.port(output.fileHandleForReading)
        guard let port else { throw ForgeSimError("openssl does not listen") }
        url = "https://127.0.0.1:\(port)/hook"
    }

    func stop() { process.terminate() }

    private static func make(_ arguments: [String], _ folder: String) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        return process
    }

    private static func ended(_ process: Process) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                process.waitUntilExit()
                continuation.resume()
            }
        }
    }

    /// Reads until the line `ACCEPT 127.0.0.1:PORT`.
    private static func port(_ handle: FileHandle) async -> Int? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var text = ""
                while true {
                    let data = handle.availableData
                    text += String(decoding: data, as: UTF8.self)
                    if let match = text.firstMatch(of: /ACCEPT \S*:(\d+)\n/) {
                        continuation.resume(returning: Int(match.output.1))
                        break
                    }
                    if data.isEmpty {
                        continuation.resume(returning: nil)
                        return
                    }
                }
                while !handle.availableData.isEmpty {}
            }
        }
    }
}
