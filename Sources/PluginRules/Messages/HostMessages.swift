package import PluginAPI

/// What the host itself says on pull requests: all its wording, and nothing else.
///
/// `{help}` is the table of `CommandHelp`, given as Markdown; parameters whose name ends in `ping` mention people.
package enum HostMessages {
    /// A message and the values for it.
    package struct Call: Sendable, Hashable {
        /// The message's code.
        package let code: String
        /// The values.
        package let parameters: [String: JSON]
    }

    /// All messages.
    package static let all: [MessageTemplate] = commands + rejections + pullRequests

    private static let commands = [
        MessageTemplate(
            "command.parse_error",
            """
            {user_ping} I could not read your comment: {problem}.

            Nothing in it was carried out. This is what can be written here:

            {help}
            """),
        MessageTemplate(
            "command.forbidden",
            "{user_ping} you can't use `{command}` on this pull request. Nothing in your comment was carried out."),
        MessageTemplate(
            "command.help",
            """
            {user_ping} this is what you can write here:

            {help}

            The table depends on who asks and on the pull request.
            """),
        // As above, when the comment had other commands too.
        MessageTemplate(
            "command.help_only",
            """
            {user_ping} this is what you can write here:

            {help}

            The table depends on who asks and on the pull request. **The other commands of your comment were not carried \
            out**: a comment that asks for help does nothing else.
            """),
    ]

    private static let rejections = [
        MessageTemplate("command.rejected", "{user_ping} {reason}"),
        MessageTemplate(
            "command.rejected_partly",
            """
            {user_ping} {reason}

            The rest of your comment was not carried out either.
            """),
        MessageTemplate(
            "command.rejected_list",
            """
            {user_ping} this does not work:

            {reasons}
            """),
        MessageTemplate(
            "command.rejected_list_partly",
            """
            {user_ping} this does not work:

            {reasons}

            The rest of your comment was not carried out either.
            """),
    ]

    private static let pullRequests = [
        MessageTemplate(
            "pull_request.adopted",
            """
            {ping} I did not know this pull request. I have now read it, with its comments and statuses. \
            Approvals have to be given again.
            """),
        MessageTemplate(
            "pull_request.unmanaged_branch",
            "I do not manage `{repository}:{branch}`. Retarget the pull request to a branch that I manage first."),
        MessageTemplate(
            "pull_request.disabled_branch",
            "`{repository}:{branch}` is disabled. Retarget the pull request to an active branch before it can be merged."),
    ]

    /// The answer to a comment of which commands were refused.
    ///
    /// - Parameters:
    ///   - reasons: Why, one for each refused command; said once if they are the same.
    ///   - commands: How many commands the comment had.
    ///   - user: The login of who wrote it.
    package static func rejection(reasons: [String], commands: Int, user: String) -> Call {
        var distinct: [String] = []
        for reason in reasons where !distinct.contains(reason) { distinct.append(reason) }
        let partly = commands > reasons.count ? "_partly" : ""
        let ping: JSON = .array([.string(user)])
        if distinct.count == 1 {
            return Call(code: "command.rejected\(partly)", parameters: ["user_ping": ping, "reason": .string(distinct[0])])
        }
        return Call(code: "command.rejected_list\(partly)", parameters: ["user_ping": ping, "reasons": JSON(distinct)])
    }
}
