import Foundation
import Git
import Logging

/// Stands in for the `switchyard` executable in tests of git: keeper, askpass helper, and a host that can be killed.
@main
struct GitHelper {
    static func main() async {
        GitKeeper.runIfAsked()
        if AskpassHelper.answerIfAsked() { return }
        let arguments = CommandLine.arguments
        guard arguments.count == 4, arguments[1] == "host" else { exit(64) }
        do {
            try await serve(folder: arguments[2], url: arguments[3])
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    /// Asks a forge for its references, as a host does.
    private static func serve(folder: String, url: String) async throws {
        let executable = CommandLine.arguments[0]
        let cache = try RepositoryCache(
            settings: GitSettings(
                directory: folder, keeper: GitKeeper(path: executable), askpass: AskpassHelper(path: executable),
                logger: Logger(label: "helper")))
        let repository = try await cache.repository("acme/site")
        _ = try await repository.readReferences(["refs/heads/main"], from: Remote(url: url, credential: .token("s3cret-token")))
    }
}
