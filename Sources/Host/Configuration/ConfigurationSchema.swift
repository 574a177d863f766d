import Contract
import PluginRules

/// The configuration file as data: every key, what belongs there, and what it is when it is missing.
///
/// The reader, the defaults, the suggestions, the documents for the log and the merging of documents all follow this
/// table: a new key of the host is one line here and one property of `Configuration`. Keys of plugins come from their manifests.
enum ConfigurationSchema {
    /// The kinds of effects that a grant can name.
    static let effects = EffectKind.all.map(\.name)

    /// The whole file, with the keys that plugins add.
    static func root(_ declared: DeclaredKeys) -> ValueShape {
        .object([
            .key("listen", .text(.address), default: "127.0.0.1:8080", .fileOnly),
            .key("public_url", .optional(.text(.url)), default: nil),
            .key("data", .text(.path), default: "var", .fileOnly),
            .key("insecure", .flag, default: false),
            .key("log", log, default: [:]),
            .key("forge", forge, default: [:]),
            .key("identities", .table(.name, identity), default: [:]),
            .key("plugins", plugins(declared), default: [:]),
            .key("sources", .list(source, unique: ["repository"], folded: true), default: []),
            .key("projects", .list(project(declared), unique: ["name"]), default: []),
            .key("people", .list(person(declared), unique: ["login"], folded: true), default: []),
        ])
    }

    /// The part that says which plugins are loaded, without their keys.
    static let pluginList = ValueShape.object(
        [
            .key("data", .text(.path), default: "var", .fileOnly),
            .key("plugins", plugins(DeclaredKeys([])), default: [:]),
        ], isOpen: true)

    private static let atLeast0: ValueShape = .number(0...Int64.max)
    private static let atLeast1: ValueShape = .number(1...Int64.max)

    private static let log = ValueShape.object([
        .key("format", .choice(["human", "json"]), default: "human"),
        .key("level", .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]), default: "info"),
    ])

    private static let forge = ValueShape.object([
        .key("kind", .optional(.text(.name)), default: nil),
        .key("api_url", .optional(.text(.url)), default: nil),
        .key("graphql_url", .optional(.text(.url)), default: nil),
        .key("git_url", .optional(.text(.url)), default: nil),
        .key("web_url", .optional(.text(.url)), default: nil),
        .key("reconcile_seconds", atLeast0, default: 300),
    ])

    private static let identity = ValueShape.object([
        .key("token_file", .optional(.text(.path)), default: nil, .fileOnly),
        .key("token_env", .optional(.text(.environmentVariable)), default: nil, .fileOnly),
        .key("app", .optional(app), default: nil),
        .key("git_author", .optional(gitAuthor), default: nil),
    ])

    private static let app = ValueShape.object([
        .required("id", atLeast1),
        .required("installation", atLeast1),
        .key("key_file", .optional(.text(.path)), default: nil, .fileOnly),
    ])

    private static let gitAuthor = ValueShape.object([
        .required("name", .text(.nonEmpty)),
        .required("email", .text(.email)),
    ])

    private static func plugins(_ declared: DeclaredKeys) -> ValueShape {
        .object([
            .key("directory", .optional(.text(.path)), default: nil, .fileOnly),
            .key("load", .list(plugin(declared), unique: ["id"]), default: []),
        ])
    }

    private static func plugin(_ declared: DeclaredKeys) -> ValueShape {
        .variant("id", declared.plugins.mapValues(plugin(configuration:)), otherwise: plugin(configuration: .free))
    }

    private static func plugin(configuration: ValueShape) -> ValueShape {
        .object([
            .required("id", .text(.pluginID)),
            .key("essential", .optional(.flag), default: nil),
            .key("grants", .list(grant), default: []),
            .key("configuration", configuration, default: [:]),
        ])
    }

    private static let grant = ValueShape.object([
        .required("identity", .text(.name)),
        .required("effects", .list(.choice(effects))),
        .required("repositories", .list(.text(.repositoryPattern))),
    ])

    private static let source = ValueShape.object([
        .required("repository", .text(.repository)),
        .key("secret_files", .list(.text(.path)), default: [], .fileOnly),
    ])

    private static func project(_ declared: DeclaredKeys) -> ValueShape { declared.shape(of: .project, projectKeys(declared)) }

    /// The host's own keys of a project.
    static func projectKeys(_ declared: DeclaredKeys) -> [ValueKey] {
        [
            .required("name", .text(.name)),
            .key("bot_name", .optional(.text(.botName)), default: nil),
            .key("active", .flag, default: true),
            .key("identity", .optional(.text(.name)), default: nil),
            .key("identities", .table(.name, .text(.name)), default: [:]),
            .key("branches", .list(branch(declared), unique: ["name"]), default: []),
            .key("repositories", .list(declared.shape(of: .repository, repositoryKeys), unique: ["name"], folded: true), default: []),
        ]
    }

    private static func branch(_ declared: DeclaredKeys) -> ValueShape {
        .shorthand(declared.shape(of: .branch, branchKeys)) { ["name": .string($0)] }
    }

    /// The host's own keys of a branch.
    static let branchKeys: [ValueKey] = [
        .required("name", .text(.branch)),
        .key("active", .flag, default: true),
    ]

    private static let branchFilter = ValueShape.object([
        .key("only", .optional(.list(.text(.branchPattern))), default: nil),
        .key("except", .list(.text(.branchPattern)), default: []),
    ])

    /// The host's own keys of a repository.
    static let repositoryKeys: [ValueKey] = [
        .required("name", .text(.repository)),
        .key("branches", branchFilter, default: [:]),
        .key("visibility", .choice(["public", "members"]), default: "public"),
        .key("label_substitutions", .list(.text(.substitution)), default: []),
    ]

    private static func person(_ declared: DeclaredKeys) -> ValueShape { declared.shape(of: .person, personKeys) }

    /// The host's own keys of a person.
    static let personKeys: [ValueKey] = [
        .required("login", .text(.login)),
        .key("name", .optional(.text(.nonEmpty)), default: nil),
        .key("email", .optional(.text(.email)), default: nil),
        .key("operator", .flag, default: false),
        .key("review", .list(reviewRight, unique: ["repository"], folded: true), default: []),
        .key("overrides", .list(overrideRight), default: []),
    ]

    private static let reviewRight = ValueShape.object([
        .required("repository", .text(.repository)),
        .key("review", .flag, default: true),
        .key("self_review", .flag, default: false),
    ])

    private static let overrideRight = ValueShape.object([
        .required("context", .text(.nonEmpty)),
        .key("repository", .optional(.text(.repository)), default: nil),
    ])
}
