package import PluginAPI

/// A command that somebody wrote, as the grammar reads it.
package struct ParsedCommand: Sendable, Hashable {
    /// Whose command it is; `HostPlugin.id` for the host's own.
    package let plugin: String
    /// The command's id in the plugin's manifest.
    package let id: String
    /// The command as it was written.
    package let text: String
    /// What stands for the placeholders, by name: strings, integers, or lists of them; `bangs` is the number of
    /// exclamation marks where the pattern has `!...`.
    package let arguments: JSON
    /// The line of the comment, counted from 1.
    package let line: Int

    /// Whether it asks for the table of commands.
    package var isHelp: Bool { plugin == HostPlugin.id && id == "help" }
}

/// Why a comment cannot be read; nothing of it is carried out.
package struct ParseProblem: Error, Sendable, Hashable {
    /// What kind of problem it is.
    package enum Kind: String, Sendable {
        /// No command begins with that word.
        case unknownCommand = "unknown_command"
        /// A word with exclamation marks that is not a command.
        case shouting
        /// Something else has to stand there.
        case unexpected
        /// The line ends too early.
        case missing
        /// A quote is not closed.
        case openQuote = "open_quote"
        /// More commands than one comment may have.
        case tooMany = "too_many"
    }

    /// What kind of problem it is.
    package let kind: Kind
    /// The line of the comment, counted from 1.
    package let line: Int
    /// What to tell the person: Markdown, safe to be put into a comment as it is.
    package let message: String
}

/// What a comment asks for.
package enum CommentReading: Sendable, Hashable {
    /// No line is addressed to the bot, or only its name was written.
    case nothing
    /// Commands in order; never empty.
    case commands([ParsedCommand])
    /// The first line that cannot be read makes the whole comment void.
    case problem(ParseProblem)
}
