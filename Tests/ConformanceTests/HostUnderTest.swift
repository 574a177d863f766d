import PluginAPI

/// A host under test: the real runner, or PluginTesting's host.
protocol HostUnderTest: AnyObject {
    /// Writes a comment on pull request 1 of acme/web, whose author is `author`.
    ///
    /// - Returns: true if all of its commands were carried out, or it had none.
    func comment(_ body: String, by login: String) throws -> Bool

    /// Delivers an event to the plugins that subscribe to it.
    ///
    /// - Returns: false if a hook threw, in which case what it did is rolled back.
    func deliver(_ kind: String, _ document: JSON) throws -> Bool

    /// Sends an operator's request to the plugin `probe`.
    ///
    /// - Returns: the document of the answer, or why there is none, with the field in front where the body does not fit.
    func operate(_ name: String, _ parameters: JSON) throws -> String

    /// Lets time pass; timers that become due fire.
    func advance(seconds: Int64) throws

    /// The texts that plugins have posted so far, without the host's own.
    var replies: [String] { get throws }

    /// Kind and payload of what plugins have requested so far, without comments that are replies.
    var effects: [String] { get throws }

    /// Returns the first column of a statement, on any table.
    func column(_ sql: String) throws -> [String]

    /// Lines of the audit trail: `entity id field old new`.
    var journal: [String] { get throws }
}
