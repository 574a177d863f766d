import PluginAPI
import PluginBridge
import Store

extension EventScope {
    /// Runs a plugin's statement; remembers disk trouble, because a plugin may not report it.
    func run(_ sql: String, _ arguments: [PluginAPI.SQLValue], mustRead: Bool, checker: SQLChecker) throws -> SQLResult {
        do {
            return try transaction.run(sql, arguments, mustRead: mustRead, checker: checker)
        } catch let error as PluginError {
            if let cause = error.cause, let trouble = StoreError(trouble: cause) { storageTrouble = trouble }
            throw error
        }
    }
}

/// What a hook may see of `state.db`, in the SDK's values.
extension StateTransaction {
    /// Runs a plugin's statement once it has been checked.
    func run(_ sql: String, _ arguments: [PluginAPI.SQLValue], mustRead: Bool, checker: SQLChecker) throws -> SQLResult {
        do {
            try checker.check(sql, mustRead: mustRead) { try schema() }
            return try self.sql(sql, arguments.map(Store.SQLValue.init))
        } catch let error as StoreError {
            throw PluginError(error.code == .invalidSQL ? .invalid : .failed, error.message, cause: error)
        } catch {
            let text = "\(error)"
            let code: PluginError.Code = text.contains("constraint") ? .conflict : .failed
            throw PluginError(code, text, cause: error)
        }
    }

    func pluginConfiguration(_ plugin: String) throws -> JSON {
        guard let text = try setting("plugin.configuration:\(plugin)") else { return [:] }
        return (try? JSON(parsing: text)) ?? [:]
    }

    /// The setting with the address for commits of somebody who has not shown one, with `{login}` where the login belongs.
    static let noReplyAddress = "forge.no_reply_address"

    func knownPerson(_ login: String) throws -> PluginAPI.Person? {
        guard let row = try person(login) else { return nil }
        let reviews = try sql(
            "SELECT repository, review, self_review FROM review_rights WHERE login = ? ORDER BY repository", [.text(row.login)])
        let overrides = try sql(
            "SELECT context, repository FROM override_rights WHERE login = ? ORDER BY context, repository", [.text(row.login)])
        return PluginAPI.Person(
            login: row.login, name: row.name, email: row.email,
            commitEmail: try row.email ?? setting(Self.noReplyAddress)?.replacing("{login}", with: row.login), operator: row.isOperator,
            reviews: reviews.rows.map {
                .init(repository: $0[0].text, review: $0[1] == .integer(1), selfReview: $0[2] == .integer(1))
            },
            overrides: overrides.rows.map { .init(context: $0[0].text, repository: $0[1] == .null ? nil : $0[1].text) },
            settings: (try? JSON(parsing: row.settings)) ?? [:])
    }
}

extension Store.SQLValue {
    init(_ value: PluginAPI.SQLValue) {
        switch value {
        case .null: self = .null
        case .integer(let value): self = .integer(value)
        case .real(let value): self = .real(value)
        case .text(let value): self = .text(value)
        case .blob(let value): self = .blob(value)
        }
    }

    fileprivate var text: String {
        if case .text(let text) = self { text } else { "" }
    }
}

extension PluginAPI.SQLValue {
    init(_ value: Store.SQLValue) {
        switch value {
        case .null: self = .null
        case .integer(let value): self = .integer(value)
        case .real(let value): self = .real(value)
        case .text(let value): self = .text(value)
        case .blob(let value): self = .blob(value)
        }
    }
}

extension SQLTable {
    init(_ result: SQLResult) {
        self.init(columns: result.columns, values: result.rows.flatMap { $0.map(PluginAPI.SQLValue.init) })
    }
}
