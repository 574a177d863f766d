import Contract
package import PluginAPI

extension MessageRenderer {
    /// What came of rendering a message of the catalogue.
    package struct Finished: Sendable, Hashable {
        /// The comment's text.
        package let text: String
        /// Placeholders of an operator's text that have no value; the shipped text was used instead. Empty if all went well.
        package let unknown: [String]
    }

    /// Renders a message of the catalogue, with nothing left open.
    ///
    /// - Throws: ``PluginError`` with code `invalid` if a placeholder of the message has no value: the plugin forgot it. A text that an
    ///   operator has written is not the plugin's fault, and does not stop it: the shipped text is used then.
    package func render(
        _ entry: MessageCatalogue.Entry, _ parameters: [String: JSON], markdown: [String: String] = [:]
    ) throws(PluginError) -> Finished {
        let rendered = render(entry.text, parameters, markdown: markdown)
        if rendered.missing.isEmpty { return Finished(text: rendered.text, unknown: []) }
        let shipped = entry.text == entry.original ? rendered : render(entry.original, parameters, markdown: markdown)
        guard let missing = shipped.missing.first else { return Finished(text: shipped.text, unknown: rendered.missing) }
        throw PluginError(.invalid, "the message '\(entry.code)' needs the parameter '\(missing)'")
    }
}
