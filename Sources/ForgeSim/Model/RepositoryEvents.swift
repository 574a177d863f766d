/// Reports what changed about a repository: an event for each kind of change.
struct RepositoryEvents {
    let tx: Transaction
    let old: Repository
    let new: Repository
    let sender: User

    func emit() throws {
        if new.name != old.name { try tell("renamed", ["changes": ["repository": ["name": ["from": .string(old.name)]]]]) }
        let changes = changes()
        if changes.object?.members.isEmpty == false { try tell("edited", ["changes": changes]) }
        if new.archived != old.archived { try tell(new.archived ? "archived" : "unarchived", [:]) }
        guard new.private != old.private else { return }
        try tell(new.private ? "privatized" : "publicized", [:])
        if !new.private { try tx.emit("public", nil, new, sender: sender, [:]) }
    }

    private func tell(_ action: String, _ body: ForgeJSON) throws {
        try tx.emit("repository", action, new, sender: sender, body)
    }

    private func changes() -> ForgeJSON {
        var changes: ForgeJSON = [:]
        if new.defaultBranch != old.defaultBranch { changes["default_branch"] = ["from": .string(old.defaultBranch)] }
        if new.description != old.description { changes["description"] = ["from": ForgeJSON(old.description)] }
        for key in ["homepage", "topics"] where new.options[key] != old.options[key] {
            changes[key] = ["from": key == "topics" ? .array(old.options[key].array ?? []) : old.options[key]]
        }
        return changes
    }
}
