/// The host's own templates, from `Resources`. They are embedded in the program, so that a single file is installed.
enum HostTemplates {
    static let head = template(PackageResources.head_mustache, "head")
    static let foot = template(PackageResources.foot_mustache, "foot")
    static let problem = template(PackageResources.problem_mustache, "problem")
    static let login = template(PackageResources.login_mustache, "login")
    static let overview = template(PackageResources.overview_mustache, "overview")
    static let plugins = template(PackageResources.plugins_mustache, "plugins")
    static let events = template(PackageResources.events_mustache, "events")
    static let event = template(PackageResources.event_mustache, "event")
    static let deadLetters = template(PackageResources.dead_letters_mustache, "dead-letters")

    private static func template(_ bytes: [UInt8], _ name: String) -> PageTemplate {
        do { return try PageTemplate(String(decoding: bytes, as: UTF8.self), named: "\(name).mustache of the host") } catch {
            preconditionFailure("a template that is part of the program must be valid: \(error)")
        }
    }
}
