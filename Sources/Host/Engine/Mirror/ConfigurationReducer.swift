import PluginAPI
import Store

/// Writes a configuration to the mirror: projects, branches, repositories, people and their rights.
///
/// Whatever a configuration does not name is left alone, except rights, which are exactly those that it gives.
struct ConfigurationReducer {
    let transaction: StateTransaction

    /// Stores a configuration document.
    ///
    /// - Parameter actor: who gave it, for the event that plugins receive.
    func apply(_ document: JSON, by actor: String? = nil) throws -> Reduction {
        for project in document["projects"].array ?? [] { try apply(project: project) }
        try transaction.clearRights()
        for person in document["people"].array ?? [] { try apply(person: person) }
        for plugin in document["plugins"]["load"].array ?? [] {
            guard let id = plugin["id"].string else { continue }
            try transaction.setSetting("plugin.configuration:\(id)", plugin["configuration"].text)
        }
        if let address = document["no_reply_address"].string { try transaction.setSetting(StateTransaction.noReplyAddress, address) }
        var reduction = Reduction()
        reduction.steps.append(.emit(DerivedEvent(EventKind.configurationChanged.rawValue, actor: actor)))
        return reduction
    }

    private func apply(project: JSON) throws {
        guard let name = project["name"].string else { return }
        let id = try transaction.saveProject(
            name: name, isActive: project["active"].bool ?? true, botName: project["bot_name"].string ?? name,
            settings: settings(project, without: ["branches", "repositories"]))
        for (index, branch) in (project["branches"].array ?? []).enumerated() {
            guard let name = branch["name"].string else { continue }
            try transaction.saveBranch(
                project: id,
                BranchFact(
                    name: name, sequence: index, isActive: branch["active"].bool ?? true,
                    settings: settings(branch, without: [])))
        }
        for (index, repository) in (project["repositories"].array ?? []).enumerated() {
            try apply(repository: repository, project: id, sequence: index)
        }
    }

    private func apply(repository: JSON, project: Int64, sequence: Int) throws {
        guard let name = repository["name"].string else { return }
        try transaction.saveRepository(
            name: name, project: project, sequence: sequence, branchesOnly: only(repository["branches"]),
            branchesExcept: except(repository["branches"]), visibility: repository["visibility"].string ?? "public",
            settings: settings(repository, without: []))
    }

    private func apply(person: JSON) throws {
        guard let login = person["login"].string else { return }
        try transaction.savePerson(
            PersonRow(
                login: login, name: person["name"].string ?? login, email: person["email"].string,
                isOperator: person["operator"].bool ?? false, settings: settings(person, without: ["review", "overrides"])),
            review: (person["review"].array ?? []).compactMap { right in
                right["repository"].string.map {
                    (repository: $0, review: right["review"].bool ?? false, selfReview: right["self_review"].bool ?? false)
                }
            },
            overrides: (person["overrides"].array ?? []).compactMap { right in
                right["context"].string.map { (context: $0, repository: right["repository"].string) }
            })
    }

    private func only(_ filter: JSON) -> String? {
        filter["only"].array.map { JSON.array($0).text }
    }

    private func except(_ filter: JSON) -> String {
        filter["except"].array.map { JSON.array($0).text } ?? "[]"
    }

    private func settings(_ json: JSON, without keys: [String]) -> String {
        var object = json.object ?? [:]
        for key in keys { object[key] = nil }
        return JSON.object(object).text
    }
}
