import PluginAPI

@testable import Engine
@testable import PluginRules

/// Commands like those of a merge queue and a porting bot.
enum SampleCommands {
    static let merge = CommandGrammar.Claim(
        plugin: "mergebot",
        commands: [
            CommandDeclaration("approve", patterns: ["r+", "review +", "rplush"], roles: ["reviewer"], summary: "approves"),
            CommandDeclaration(
                "approve_some", patterns: ["r = <numbers:int>,...", "review=<numbers:int>,..."], roles: ["reviewer"],
                summary: "approves some of the chain", usage: "r=N,M"),
            CommandDeclaration(
                "unapprove", patterns: ["r-", "review-"], roles: ["author", "reviewer"], summary: "takes the approval back"),
            CommandDeclaration("method_rebase_ff", patterns: ["rebase-ff"], roles: ["reviewer"], summary: "rebases"),
            CommandDeclaration("method_merge", patterns: ["merge"], roles: ["reviewer"], summary: "merges"),
            CommandDeclaration("retry", patterns: ["retry"], roles: ["author"], summary: "tries again"),
            CommandDeclaration(
                "override", patterns: ["override = <contexts:word>,..."], roles: ["override"], summary: "overrides a | b",
                usage: "override=CONTEXT,…"),
            CommandDeclaration(
                "delegate", patterns: ["delegate +", "delegate = <logins:login>,..."], roles: ["reviewer"],
                summary: "lets somebody approve"),
            CommandDeclaration("cancel", patterns: ["cancel", "cancel = staging"], roles: ["admin"], summary: "cancels"),
            CommandDeclaration("now", patterns: ["NOW"], roles: ["admin"], hidden: true),
            CommandDeclaration("alone_now", patterns: ["NOW !..."], roles: ["admin"], hidden: true),
        ])
    static let port = CommandGrammar.Claim(
        plugin: "forwardport",
        commands: [
            CommandDeclaration("limit", patterns: ["up to <branch:word>"], summary: "ports no further", usage: "up to BRANCH"),
            CommandDeclaration("fw_no", patterns: ["fw = no", "fw = disabled"], roles: ["author"], summary: "makes no ports"),
            CommandDeclaration("fw_skipci", patterns: ["fw = skipci"], roles: ["reviewer"], summary: "ports at once"),
            CommandDeclaration(
                "remindme", patterns: ["remindme : <branch:word> = <text:string>"], summary: "reminds you",
                usage: "remindme:BRANCH=TEXT"),
        ])

    static func grammar() throws -> CommandGrammar {
        try CommandGrammar(plugins: [merge, port])
    }

    /// The roles of both plugins and the host.
    static func roles(_ names: [String]) -> Roles {
        var roles = Roles(isOperator: false, isAuthor: names.contains("author"))
        for plugin in ["mergebot", "forwardport"] { _ = roles.add(Set(names), of: plugin) }
        return roles
    }
}
