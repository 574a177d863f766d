/// The header `Link` (RFC 8288), as far as pages need it.
enum LinkHeader {
    /// The target of the link with a relation; nil where there is none.
    static func target(_ relation: String, in values: [String]) -> String? {
        for value in values {
            var rest = value[...]
            while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
                let target = rest[rest.index(after: open)..<close]
                let end = rest[close...].firstIndex(of: "<") ?? rest.endIndex
                if relations(rest[rest.index(after: close)..<end]).contains(relation) { return String(target) }
                rest = rest[end...]
            }
        }
        return nil
    }

    /// The relations of `; rel="next last"; title=…,`.
    private static func relations(_ parameters: Substring) -> [String] {
        for parameter in parameters.split(whereSeparator: { $0 == ";" || $0 == "," }) {
            let parts = parameter.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == "rel" else { continue }
            return parts[1].split { $0 == "\"" || $0 == " " }.map(String.init)
        }
        return []
    }
}
