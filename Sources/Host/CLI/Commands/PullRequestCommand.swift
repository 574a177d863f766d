import ArgumentParser
import Engine
import PluginAPI

/// `switchyard pr`: one pull request and its way to the target branch.
struct PullRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pr", abstract: "Look at a pull request.", subcommands: [Show.self])

    /// `switchyard pr show`: its state, and in one sentence why it is not merging.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Say what state a pull request is in and why it is not merging.")

        @Argument(help: "The pull request: owner/name#number.")
        var name: String

        @OptionGroup var host: HostOptions

        func run() async throws {
            guard let (repository, number) = Self.split(name) else {
                throw ValidationError("'\(name)' is not a pull request; write it as owner/name#7")
            }
            try await Output.run {
                let path = repository.split(separator: "/").map { APIClient.segment(String($0)) }.joined(separator: "/")
                let document = try await host.client().send("GET", "/pull-requests/\(path)/\(number)")
                if host.json { return Output.document(document) }
                Self.show(document, name)
            }
        }

        private static func split(_ name: String) -> (String, Int)? {
            let parts = name.split(separator: "#")
            guard parts.count == 2, let number = Int(parts[1]), parts[0].split(separator: "/").count == 2 else { return nil }
            return (String(parts[0]), number)
        }

        private static func show(_ document: JSON, _ name: String) {
            let state = document["state"].string ?? "unknown"
            Output.line("\(name) \(document["title"].string ?? "")")
            Output.line("\(state): \(reason(document, state))")
            let missing = (document["missing"].array ?? []).compactMap(\.string)
            if !missing.isEmpty, state != "merged", state != "closed" {
                Output.line("still needed:")
                for item in missing { Output.line("  - \(item)") }
            }
        }

        /// Why it is not merging, according to the document.
        private static func reason(_ document: JSON, _ state: String) -> String {
            switch state {
            case "merged": return "it was merged\(document["merge_date"].string.map { " at \($0)" } ?? "")."
            case "closed": return "it is closed."
            default: break
            }
            if let why = document["why"].string { return why }
            if let text = document["blocked"]["text"].string { return text }
            if let staging = document["staging"].int { return "it is being tested in staging \(staging)." }
            let missing = (document["missing"].array ?? []).compactMap(\.string)
            return missing.first ?? "nothing keeps it from being staged."
        }
    }
}
