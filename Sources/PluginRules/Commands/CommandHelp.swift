import PluginAPI

/// The table of the commands that a person may use.
package enum CommandHelp {
    /// The table as Markdown, safe to be put into a comment as it is.
    ///
    /// - Parameters:
    ///   - grammar: The commands of all plugins; the rows have its order, the host's own first.
    ///   - roles: The person's roles on the pull request. A command without roles is for everybody.
    ///   - botName: The name that commands are written to.
    package static func table(_ grammar: CommandGrammar, roles: Roles, botName: String) -> String {
        let rows = grammar.claims.flatMap { claim in
            claim.commands.filter { !$0.hidden && roles.allows($0.roles, of: claim.plugin) }.map { command in
                let usage = CommentEscaper.code("@\(botName) \(command.usage)")
                return "| \(cell(usage)) | \(cell(CommentEscaper.text(command.summary))) |"
            }
        }
        return (["| command | effect |", "| --- | --- |"] + rows).joined(separator: "\n")
    }

    /// A table's cell ends at a bar, also within code.
    private static func cell(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ").split(separator: "|", omittingEmptySubsequences: false)
            .joined(separator: "\\|")
    }
}
