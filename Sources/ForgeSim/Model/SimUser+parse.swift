extension SimUser {
    private static let members = ["type", "role", "token", "tokens", "email", "name"]

    /// Parses a users file: login → `{type, role, token, email, name}`.
    ///
    /// - Throws: ``ForgeSimError`` with the place and the remedy.
    public static func parse(_ bytes: [UInt8]) throws -> [SimUser] {
        let json: ForgeJSON
        do {
            json = try ForgeJSON(parsing: bytes)
        } catch let error as ForgeJSONError {
            throw ForgeSimError(
                "\(place(error.position, bytes)): \(error.description); the users file must be a JSON object from login to user")
        }
        guard let object = json.object else {
            throw ForgeSimError(
                "the users file must be a JSON object from login to user, as {\"ann\": {\"type\": \"User\", \"token\": [\"secret\"]}}")
        }
        let users = try object.members.map { try read($0.key, $0.value) }
        try refuseDoubles(users)
        return users
    }

    private static func read(_ login: String, _ value: ForgeJSON) throws -> SimUser {
        func wrong(_ text: String) -> ForgeSimError { ForgeSimError("the users file's entry '\(login)' \(text)") }
        let plain = login.utf8.allSatisfy {
            Character(Unicode.Scalar($0)).isLetter && $0 < 0x80 || (0x30...0x39).contains($0) || "-_[]".utf8.contains($0)
        }
        guard plain, !login.isEmpty, login.utf8.count <= 100 else { throw wrong("is not a login; use letters, digits and hyphens") }
        guard let object = value.object else { throw wrong("must be an object, as {\"type\": \"User\", \"token\": [\"secret\"]}") }
        for (name, _) in object.members where !members.contains(name) {
            throw wrong("has an unknown member \"\(name)\"; known are \(members.joined(separator: ", "))")
        }
        let type = value["type"].isNull ? "User" : value["type"].string ?? ""
        guard type == "User" || type == "Organization" else { throw wrong("needs \"type\": \"User\" or \"Organization\"") }
        for name in ["role", "email", "name"] where !value[name].isNull && value[name].string == nil {
            throw wrong("has a \"\(name)\" that is not a text")
        }
        let given = value.has("token") ? value["token"] : value["tokens"]
        guard let tokens = given.isNull ? [] : given.string.map({ [$0] }) ?? strings(given) else {
            throw wrong("needs \"token\": a text or a list of texts")
        }
        guard tokens.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isWhitespace) }) else {
            throw wrong("has a token that is empty or holds a blank; no header can carry it")
        }
        return SimUser(
            login, type: type, role: value["role"].string, tokens: tokens, email: value["email"].string, name: value["name"].string)
    }

    private static func strings(_ value: ForgeJSON) -> [String]? {
        guard let items = value.array else { return nil }
        let texts = items.compactMap(\.string)
        return texts.count == items.count ? texts : nil
    }

    private static func refuseDoubles(_ users: [SimUser]) throws {
        var logins: Set<String> = []
        var owners: [String: String] = [:]
        for user in users {
            guard logins.insert(user.login.lowercased()).inserted else {
                throw ForgeSimError("the users file has '\(user.login)' twice; logins differ in more than case")
            }
            for token in user.tokens {
                if let other = owners[token], other != user.login {
                    throw ForgeSimError("the users file gives '\(other)' and '\(user.login)' the same token; give each their own")
                }
                owners[token] = user.login
            }
        }
    }

    /// `line 3, column 7`.
    private static func place(_ position: Int, _ bytes: [UInt8]) -> String {
        let before = bytes.prefix(position)
        let line = before.filter { $0 == 0x0A }.count + 1
        let column = before.count - ((before.lastIndex(of: 0x0A) ?? -1) + 1) + 1
        return "line \(line), column \(column)"
    }
}
