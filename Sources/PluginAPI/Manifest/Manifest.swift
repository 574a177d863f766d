/// What a plugin is, listens to, offers and asks for.
///
/// The host checks it when the plugin is loaded and builds help, API and pages from it. It is inside the library and beside
/// it, as `manifest.json`; both must be equal.
public struct Manifest: Sendable, Hashable {
    /// Identity: lower-case letters, digits and `-`, starting with a letter. Names the plugin's tables and events.
    public var id: String
    /// Version, for people: `1.2.0`.
    public var version: String
    /// True if nothing may be applied without the plugin.
    public var essential: Bool
    /// Kinds of events, `prefix.*` allowed. Of `effect.outcome` a plugin gets those of its own effects.
    public var events: [String]
    /// Timers.
    public var timers: [TimerDeclaration]
    /// Commands.
    public var commands: [CommandDeclaration]
    /// Messages of the catalogue.
    public var messages: [MessageTemplate]
    /// Services that the plugin provides.
    public var services: [ServiceID]
    /// Services without which the plugin is not loaded.
    public var needs: [ServiceID]
    /// Kinds of effects that it asks for.
    public var effects: [String]
    /// Identities (names of credentials) that it uses.
    public var identities: [String]
    /// API resources.
    public var resources: [ResourceDeclaration]
    /// Pages.
    public var pages: [PageDeclaration]
    /// JSON Schema of the plugin's part of the configuration; `{}` accepts anything.
    public var configurationSchema: JSON
    /// Keys of the configuration of projects, branches, repositories and people.
    public var configurationKeys: ConfigurationKeys

    /// Makes a manifest.
    public init(
        id: String, version: String, essential: Bool = false, events: [String] = [], timers: [TimerDeclaration] = [],
        commands: [CommandDeclaration] = [], messages: [MessageTemplate] = [], services: [ServiceID] = [],
        needs: [ServiceID] = [], effects: [String] = [], identities: [String] = [], resources: [ResourceDeclaration] = [],
        pages: [PageDeclaration] = [], configurationSchema: JSON = [:], configurationKeys: ConfigurationKeys = ConfigurationKeys()
    ) {
        self.id = id
        self.version = version
        self.essential = essential
        self.events = events
        self.timers = timers
        self.commands = commands
        self.messages = messages
        self.services = services
        self.needs = needs
        self.effects = effects
        self.identities = identities
        self.resources = resources
        self.pages = pages
        self.configurationSchema = configurationSchema
        self.configurationKeys = configurationKeys
    }

    /// Prefix of the plugin's tables and derived events, without separator: the id with `_` for `-`.
    public var prefix: String { String(id.map { $0 == "-" ? "_" : $0 }) }
}

extension Manifest: Codable {
    /// Decodes a manifest; everything but `id` and `version` may be left out.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func list<Element: Decodable>(_ key: CodingKeys) throws -> [Element] {
            try members.decodeIfPresent([Element].self, forKey: key) ?? []
        }
        self.init(
            id: try members.decode(String.self, forKey: .id), version: try members.decode(String.self, forKey: .version),
            essential: try members.decodeIfPresent(Bool.self, forKey: .essential) ?? false, events: try list(.events),
            timers: try list(.timers), commands: try list(.commands), messages: try list(.messages),
            services: try list(.services), needs: try list(.needs), effects: try list(.effects),
            identities: try list(.identities), resources: try list(.resources), pages: try list(.pages),
            configurationSchema: try members.decodeIfPresent(JSON.self, forKey: .configurationSchema) ?? [:],
            configurationKeys: try members.decodeIfPresent(ConfigurationKeys.self, forKey: .configurationKeys) ?? ConfigurationKeys())
    }
}
