package import PluginAPI

/// The commands of all plugins, checked to be readable in one way only.
package struct CommandGrammar: Sendable {
    /// The commands that a plugin brings.
    package struct Claim: Sendable {
        /// The plugin's id.
        package let plugin: String
        /// Its commands in the order of the manifest.
        package let commands: [CommandDeclaration]

        /// Makes a claim.
        package init(plugin: String, commands: [CommandDeclaration]) {
            self.plugin = plugin
            self.commands = commands
        }
    }

    /// Why the commands of some plugins cannot be used together; every reason, one line each.
    package struct Conflict: Error, Sendable, Hashable, CustomStringConvertible {
        /// The reasons; each names the plugins that it is about.
        package let problems: [String]
        /// One line per reason.
        package var description: String { problems.joined(separator: "\n") }
    }

    /// One pattern and whose it is.
    struct Rule: Sendable {
        let plugin: String
        let command: String
        let pattern: CommandPattern
    }

    /// The host's own commands.
    package static let hostCommands = [
        CommandDeclaration("help", patterns: ["help"], summary: "shows what you can write here")
    ]

    /// All commands in the order of the plugins, the host's own first.
    package let claims: [Claim]
    /// The patterns by their first word.
    let rules: [String: [Rule]]

    /// The words that commands begin with, in alphabetic order.
    package var words: [String] { rules.keys.sorted() }

    /// Puts the commands of plugins together.
    ///
    /// - Parameter plugins: The plugins in the order in which they are loaded.
    /// - Throws: `Conflict` when a pattern cannot be read, two plugins claim one word, or two patterns could read the
    ///   same line.
    package init(plugins: [Claim]) throws(Conflict) {
        let claims = [Claim(plugin: HostPlugin.id, commands: Self.hostCommands)] + plugins
        var problems: [String] = []
        var rules: [String: [Rule]] = [:]
        for claim in claims {
            for repeated in Self.repeated(claim.commands.map(\.id)) {
                problems.append("plugin `\(claim.plugin)` declares the command `\(repeated)` twice")
            }
            for command in claim.commands {
                for text in command.patterns {
                    do throws(CommandPattern.SyntaxError) {
                        let pattern = try CommandPattern(text)
                        let rule = Rule(plugin: claim.plugin, command: command.id, pattern: pattern)
                        if let problem = Self.conflict(rule, with: rules[pattern.firstWord] ?? []) {
                            problems.append(problem)
                        } else {
                            rules[pattern.firstWord, default: []].append(rule)
                        }
                    } catch {
                        problems.append(
                            "plugin `\(claim.plugin)`, command `\(command.id)`: pattern `\(text)`: \(error.message)")
                    }
                }
            }
        }
        guard problems.isEmpty else { throw Conflict(problems: problems) }
        self.claims = claims
        self.rules = rules
    }

    private static func conflict(_ rule: Rule, with others: [Rule]) -> String? {
        let word = rule.pattern.firstWord
        if let other = others.first(where: { $0.plugin != rule.plugin }) {
            return other.plugin == HostPlugin.id
                ? "plugin `\(rule.plugin)` claims the word `\(word)`, which is the host's own"
                : "plugins `\(other.plugin)` and `\(rule.plugin)` both claim the word `\(word)`; load one of them only"
        }
        guard let other = others.first(where: { $0.pattern.isAmbiguous(with: rule.pattern) }) else { return nil }
        return "plugin `\(rule.plugin)`: the patterns `\(other.pattern.text)` (\(other.command)) and "
            + "`\(rule.pattern.text)` (\(rule.command)) read the same lines"
    }

    private static func repeated(_ ids: [String]) -> [String] {
        var seen: Set<String> = []
        return ids.filter { !seen.insert($0).inserted }
    }
}
