/// An error answer in the forge's form: `{message, errors?, documentation_url, status}`.
struct Refusal: Error {
    var status: Int
    let message: String
    var errors: [ForgeJSON]?
    var headers: [(String, String)] = []
    /// The target of a redirect.
    var url: String?
    var documentation = Reference.root

    var reply: Reply {
        var body: ForgeJSON = ["message": .string(message)]
        if let errors { body["errors"] = .array(errors) }
        if let url { return Reply(status: status, headers: headers, body: .json(redirect(url))) }
        body["documentation_url"] = .string(documentation)
        body["status"] = .string(String(status))
        return Reply(status: status, headers: headers, body: .json(body))
    }

    private func redirect(_ url: String) -> ForgeJSON {
        ["message": .string(message), "url": .string(url), "documentation_url": .string(documentation)]
    }

    static let notFound = Refusal(status: 404, message: "Not Found")
    static let requiresAuthentication = Refusal(status: 401, message: "Requires authentication")
    static let badCredentials = Refusal(status: 401, message: "Bad credentials")
    static let badJSON = Refusal(status: 400, message: "Problems parsing JSON")
    static let notAnObject = Refusal(status: 400, message: "Body should be a JSON object")
    static let emptyRepository = Refusal(status: 409, message: "Git Repository is empty.")

    static func forbidden(_ message: String) -> Refusal { Refusal(status: 403, message: message) }

    /// A 422 with one plain message.
    static func unprocessable(_ message: String) -> Refusal { Refusal(status: 422, message: message) }

    /// A 422 with a list of errors.
    static func invalid(_ errors: ForgeJSON..., message: String = "Validation Failed") -> Refusal {
        Refusal(status: 422, message: message, errors: errors)
    }

    /// A 422 for one field.
    static func field(_ resource: String, _ field: String, _ code: String, _ message: String? = nil) -> Refusal {
        var error: ForgeJSON = ["resource": .string(resource), "code": .string(code), "field": .string(field)]
        if let message { error["message"] = .string(message) }
        return .invalid(error)
    }

    /// A 422 with a free text for a resource.
    static func custom(_ resource: String, _ message: String) -> Refusal {
        .invalid(["resource": .string(resource), "code": "custom", "message": .string(message)])
    }

    /// A required member of the request is missing.
    static func notSupplied(_ names: String...) -> Refusal {
        let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
        return .unprocessable("Invalid request.\n\n\(list) \(names.count == 1 ? "wasn't" : "weren't") supplied.")
    }

    /// What the forge has and the simulator lacks.
    static func notSimulated(_ what: String) -> Refusal {
        Refusal(status: 501, message: "Not simulated: \(what)", documentation: "docs/simulator.md")
    }

    /// A member of the request has the wrong type; `path` as in a JSON pointer without its first slash.
    static func wrongType(_ path: String, _ value: ForgeJSON, _ type: String) -> Refusal {
        let article = "aeiou".contains(type.first ?? " ") ? "an" : "a"
        let text = value.isNull ? "nil" : value.text
        return .unprocessable("Invalid request.\n\nFor 'properties/\(path)', \(text) is not \(article) \(type).")
    }

    /// A member of the request is not one of the allowed values.
    static func notPossible(_ path: String, _ value: ForgeJSON, _ values: [String]) -> Refusal {
        let text = value.string ?? (value.isNull ? "nil" : value.text)
        return .unprocessable(
            "Invalid request.\n\nInvalid property /\(path): `\(text)` is not a possible value. "
                + "Must be one of the following: \(values.joined(separator: ", ")).")
    }
}
