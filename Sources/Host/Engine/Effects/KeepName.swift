import Store

/// The names under which git keeps alive what effects fetched or made. Each ends with the id of its effect, by which it is found
/// when that effect has been over for a while.
enum KeepName {
    /// - Parameter wanted: the plugin's name for it, if it gave one.
    static func name(of effect: StoredEffect, wanted: String?) -> String {
        "\(wanted ?? "effect")-\(effect.event)-\(effect.position)"
    }

    /// The id of the effect to which a name belongs; nil for a name that was not made here.
    static func effect(of name: String) -> String? {
        let parts = name.split(separator: "-")
        guard parts.count >= 3, let event = Int64(parts[parts.count - 2]), let position = Int(parts[parts.count - 1]) else { return nil }
        return "\(event).\(position)"
    }
}
