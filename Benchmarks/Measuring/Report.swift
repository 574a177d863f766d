import Foundation

/// The table of all figures, in Markdown.
struct Report {
    static let startMarker = "<!-- figures of `make bench README=1` -->"
    static let endMarker = "<!-- end of the figures -->"

    let record: Record
    let machine: Machine

    var text: String {
        let rows = Catalogue.figures.compactMap { figure in record.entries[figure.name].map { row(figure, $0) } }
        return "| figure | median | goal | least – greatest | compared |\n|---|---|---|---|---|\n"
            + rows.joined(separator: "\n") + "\n\nMeasured on \(machine.description).\n"
    }

    private func row(_ figure: Figure, _ entry: Record.Entry) -> String {
        let range = "\(Self.number(entry.least)) – \(Self.number(entry.greatest))"
        return "| \(figure.title) (`\(figure.name)`) | \(Self.number(entry.median)) \(figure.unit) | \(goal(figure, entry)) | \(range) | "
            + "\(comparison(figure, entry)) |"
    }

    private func goal(_ figure: Figure, _ entry: Record.Entry) -> String {
        switch figure.goal {
        case .under(let limit): "< \(Self.number(limit)) \(figure.unit)\(entry.median < limit ? "" : " ✗")"
        case .atLeast(let limit): "≥ \(Self.number(limit)) \(figure.unit)\(entry.median >= limit ? "" : " ✗")"
        case .none: ""
        }
    }

    private func comparison(_ figure: Figure, _ entry: Record.Entry) -> String {
        guard let name = figure.baseline, let other = record.entries[name], other.median > 0 else { return "" }
        return "\(Self.number(entry.median / other.median)) × `\(name)`"
    }

    /// Three significant digits.
    static func number(_ value: Double) -> String {
        switch abs(value) {
        case 100...: "\(Int(value.rounded()))"
        case 10..<100: "\((value * 10).rounded() / 10)"
        default: "\((value * 100).rounded() / 100)"
        }
    }

    /// Replaces what is between the markers of a file.
    func write(into path: String) throws {
        let old = try String(contentsOfFile: path, encoding: .utf8)
        guard let start = old.range(of: Self.startMarker), let end = old.range(of: Self.endMarker), start.upperBound < end.lowerBound else {
            throw BenchError("\(path) has no markers for the table: \(Self.startMarker) … \(Self.endMarker)")
        }
        let new = old.replacingCharacters(in: start.upperBound..<end.lowerBound, with: "\n\(text)")
        try new.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
