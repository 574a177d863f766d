/// What the `Accept` header asks for.
struct MediaType: Sendable {
    private let types: [Substring]

    init(_ incoming: Incoming) {
        types = (incoming.headers["accept"] ?? "").split(separator: ",").map { item in
            item.prefix { $0 != ";" }.drop { $0 == " " }
        }
    }

    /// Whether JSON, or one of the forge's own types, is accepted.
    var isServed: Bool {
        types.isEmpty
            || types.contains { type in
                let type = type.trimmingSpaces.lowercased()
                return ["", "*/*", "application/*", "application/json"].contains(type) || type.hasPrefix("application/vnd.github")
                    || type.hasSuffix("+json") || type == "*"
            }
    }

    /// `html`, `text` or `full` if texts are requested in another form than the one they were written in.
    var textForm: String? {
        for type in types where type.hasPrefix("application/vnd.github") && type.hasSuffix("+json") {
            let words = type.dropLast("+json".count).split(separator: ".").map(String.init)
            if let last = words.last, ["html", "text", "full"].contains(last) { return last }
        }
        return nil
    }

    /// The `X-GitHub-Media-Type` of an answer in JSON.
    var header: String {
        let own = types.first { $0.hasPrefix("application/vnd.github") }?.dropFirst("application/vnd.github".count) ?? ""
        let parameter = own.split { $0 == "." || $0 == "+" }.last { $0 != "json" && $0 != "v3" }
        return "github.v3; " + (parameter.map { "param=\($0); " } ?? "") + "format=json"
    }
}
