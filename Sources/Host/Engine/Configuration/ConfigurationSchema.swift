import Contract
import PluginAPI

/// The configuration file as data: every key, its type, and its default.
///
/// The reader, the defaults, the suggestions, the documents for the log and the merging of documents all follow this
/// table: a new key is one line here and one property of `Configuration`.
enum ConfigurationSchema {
    /// The kinds of effects that a grant can name.
    static let effects = EffectKind.all.map(\.name)

    /// The whole file.
    static let root = ConfigurationShape.object([
        .key("listen", .text(.address), default: "127.0.0.1:8080", .fileOnly),
        .key("public_url", .optional(.text(.url)), default: nil),
        .key("data", .text(.path), default: "var", .fileOnly),
        .key("insecure", .flag, default: false),
        .key("log", log, default: [:]),
        .key("forge", forge, default: [:]),
        .key("identities", .table(.name, identity), default: [:]),
        .key("plugins", plugins, default: [:]),
        .key("sources", .list(source, unique: "repository", folded: true), default: []),
        .key("projects", .list(project, unique: "name"), default: []),
        .key("people", .list(person, unique: "login", folded: true), default: []),
    ])

    private static let atLeast0: ConfigurationShape = .number(0...Int64.max)
    private static let atLeast1: ConfigurationShape = .number(1...Int64.max)

    private static let log = ConfigurationShape.object([
        .key("format", .choice(["human", "json"]), default: "human"),
        .key("level", .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]), default: "info"),
    ])

    private static let forge = ConfigurationShape.object([
        .key("kind", .optional(.text(.name)), default: nil),
        .key("api_url", .optional(.text(.url)), default: nil),
        .key("graphql_url", .optional(.text(.url)), default: nil),
        .key("git_url", .optional(.text(.url)), default: nil),
        .key("web_url", .optional(.text(.url)), default: nil),
        .key("reconcile_seconds", atLeast0, default: 300),
    ])

    private static let identity = ConfigurationShape.object([
        .key("token_file", .optional(.text(.path)), default: nil, .fileOnly),
        .key("token_env", .optional(.text(.environmentVariable)), default: nil, .fileOnly),
        .key("app", .optional(app), default: nil),
        .key("git_author", .optional(gitAuthor), default: nil),
    ])

    private static let app = ConfigurationShape.object([
        .required("id", atLeast1),
        .required("installation", atLeast1),
        .key("key_file", .optional(.text(.path)), default: nil, .fileOnly),
    ])

    private static let gitAuthor = ConfigurationShape.object([
        .required("name", .text(.nonEmpty)),
        .required("email", .text(.email)),
    ])

    private static let plugins = ConfigurationShape.object([
        .key("directory", .optional(.text(.path)), default: nil, .fileOnly),
        .key("load", .list(plugin, unique: "id"), default: []),
    ])

    private static let plugin = ConfigurationShape.object([
        .required("id", .text(.pluginID)),
        .key("essential", .optional(.flag), default: nil),
        .key("grants", .list(grant), default: []),
        .key("configuration", .free, default: [:]),
    ])

    private static let grant = ConfigurationShape.object([
        .required("identity", .text(.name)),
        .required("effects", .list(.choice(effects))),
        .required("repositories", .list(.text(.repositoryPattern))),
    ])

    private static let source = ConfigurationShape.object([
        .required("repository", .text(.repository)),
        .key("secret_files", .list(.text(.path)), default: [], .fileOnly),
    ])

    private static let project = ConfigurationShape.object([
        .required("name", .text(.name)),
        .key("bot_name", .optional(.text(.botName)), default: nil),
        .key("active", .flag, default: true),
        .key("identities", projectIdentities, default: [:]),
        .key("batch_limit", atLeast1, default: 8),
        .key("ci_timeout_minutes", atLeast1, default: 60),
        .key("lateness_limit", atLeast0, default: 0),
        .key("staging_enabled", .flag, default: true),
        .key("staging_priority", .choice(["default", "largest", "ready"]), default: "default"),
        .key("staging_statuses", .choice(["forge", "api"]), default: "forge"),
        .key("uniquifier", .flag, default: false),
        .key("approval_settle_seconds", atLeast0, default: 5),
        .key("freeze_reminder", .text(.anything), default: ""),
        .key("forward_port", forwardPort, default: [:]),
        .key("branches", .list(branch, unique: "name"), default: []),
        .key("repositories", .list(repository, unique: "name", folded: true), default: []),
    ])

    private static let projectIdentities = ConfigurationShape.object([
        .key("merge", .text(.name), default: "merge"),
        .key("forwardport", .optional(.text(.name)), default: nil),
    ])

    private static let forwardPort = ConfigurationShape.object([
        .key("enabled", .flag, default: true),
        .key("title_prefix", .text(.anything), default: "[FW]"),
        .key("feedback_identity", .optional(.text(.name)), default: nil),
        .key("nice", .flag, default: false),
        .key("source_author_approves_all", .flag, default: false),
    ])

    private static let branch = ConfigurationShape.shorthand(
        .object([
            .required("name", .text(.branch)),
            .key("active", .flag, default: true),
            .key("staging_enabled", .flag, default: true),
        ]), { ["name": .string($0)] })

    private static let branchFilter = ConfigurationShape.object([
        .key("only", .optional(.list(.text(.branchPattern))), default: nil),
        .key("except", .list(.text(.branchPattern)), default: []),
    ])

    private static let repository = ConfigurationShape.object([
        .required("name", .text(.repository)),
        .key("fork", .optional(.text(.repository)), default: nil),
        .key("branches", branchFilter, default: [:]),
        .key("freeze", .flag, default: true),
        .key("visibility", .choice(["public", "members"]), default: "public"),
        .key("label_substitutions", .list(.text(.substitution)), default: []),
        .key("required_statuses", .shorthand(.list(requiredStatus), commaList), default: []),
    ])

    private static let requiredStatus = ConfigurationShape.shorthand(
        .object([
            .required("context", .text(.nonEmpty)),
            .key("branches", branchFilter, default: [:]),
            .key("pull_requests", .choice(["required", "optional", "ignored"]), default: "required"),
            .key("stagings", .flag, default: true),
        ]), { ["context": .string($0)] })

    private static let person = ConfigurationShape.object([
        .required("login", .text(.login)),
        .key("name", .optional(.text(.nonEmpty)), default: nil),
        .key("email", .optional(.text(.email)), default: nil),
        .key("operator", .flag, default: false),
        .key("review", .list(reviewRight, unique: "repository", folded: true), default: []),
        .key("overrides", .list(overrideRight), default: []),
    ])

    private static let reviewRight = ConfigurationShape.object([
        .required("repository", .text(.repository)),
        .key("review", .flag, default: true),
        .key("self_review", .flag, default: false),
    ])

    private static let overrideRight = ConfigurationShape.object([
        .required("context", .text(.nonEmpty)),
        .key("repository", .optional(.text(.repository)), default: nil),
    ])

    /// `ci/build, legal/cla` as a list of texts.
    @Sendable private static func commaList(_ text: String) -> JSON {
        .array(
            text.split(separator: ",").map { part in
                .string(part.split(whereSeparator: \.isWhitespace).joined(separator: " "))
            })
    }
}
