import PluginAPI

/// A host that runs the suite: the real runner, or the host of PluginTesting.
protocol HostUnderTest: AnyObject {
    /// Writes a comment on pull request 1 of acme/web, whose author is `author`.
    ///
    /// - Returns: true if all of its commands were carried out, or it had none.
    func comment(_ body: String, by login: String) throws -> Bool

    /// Delivers an event to the plugins that subscribed to it.
    ///
    /// - Returns: false if a hook threw: what it did is undone.
    func deliver(_ kind: String, _ document: JSON) throws -> Bool

    /// Sends an operator's request to the plugin `probe`.
    ///
    /// - Returns: the document of the answer, or why there is none, with the field in front where the body does not fit.
    func operate(_ name: String, _ parameters: JSON) throws -> String

    /// Lets time pass; timers that become due fire.
    func advance(seconds: Int64) throws

    /// The texts that plugins had posted so far, without what the host itself says.
    var replies: [String] { get throws }

    /// Kind and payload of what plugins asked for so far, without comments that are replies.
    var effects: [String] { get throws }

    /// Answers the first column of a statement, on all tables.
    func column(_ sql: String) throws -> [String]

    /// Lines of the audit trail: `entity id field old new`.
    var journal: [String] { get throws }
}
