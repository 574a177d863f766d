import Logging
import PluginAPI
import PluginRules
import Store

extension PluginSet {
    /// Posts a message on a pull request: renders it, records it and requests the comment.
    ///
    /// The comment carries its code and its effect's id in a hidden marker. People's tools recognise the situation by the
    /// code, and a second attempt recognises the comment of the first one by the id.
    func reply(
        _ code: String, _ parameters: [String: JSON], markdown: [String: String] = [:], on place: (repository: String, number: Int),
        plugin: String, scope: EventScope, isSilent: Bool = false
    ) throws {
        guard let entry = catalogue.entry(code, of: plugin) else {
            let hint = catalogue.suggestion(for: code, of: plugin).map { "; did you mean \($0)?" } ?? ""
            throw PluginError(.notFound, "\(plugin) has no message \(code)\(hint)")
        }
        let row = try scope.transaction.repository(place.repository)
        let project = try row.flatMap { try scope.transaction.project($0.project) }
        let rendered = try MessageRenderer(botName: project?.botName ?? "").render(entry, parameters, markdown: markdown)
        if !rendered.unknown.isEmpty {
            logger.warning(
                "the text that replaces a message names parameters that have no value; the shipped text was used",
                metadata: ["code": "\(entry.code)", "parameters": "\(rendered.unknown.joined(separator: ", "))"])
        }
        guard !isSilent else { return }
        let effect = Effect(
            PostComment(body: rendered.text, code: entry.code), repository: place.repository, number: place.number)
        let id = try scope.request(effect, plugin: plugin, identity: try identity(named: nil, in: place.repository, scope))
        try scope.transaction.insertMessage(
            effect: id, code: entry.code, repository: place.repository, number: place.number,
            parameters: JSON.object(parameters).text, body: rendered.text, queuedAt: scope.time)
        scope.noteReply()
    }
}
