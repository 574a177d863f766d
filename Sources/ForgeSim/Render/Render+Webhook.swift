extension Transaction {
    /// A repository as webhooks show it.
    func renderForWebhook(_ repository: Repository) throws -> ForgeJSON {
        var rendered = try render(repository)
        rendered["custom_properties"] = [:]
        return rendered
    }

    /// A repository as `push` shows it: an older form, with times in seconds, the owner's name, and the page as its URL.
    func renderForPush(_ repository: Repository) throws -> ForgeJSON {
        var rendered = try renderForWebhook(repository)
        let owner = try user(repository.ownerID)
        var shown: ForgeJSON = ["name": .string(owner.login), "email": ForgeJSON(owner.email)]
        for (key, value) in render(owner).object?.members ?? [] { shown[key] = value }
        rendered["owner"] = shown
        rendered["url"] = rendered["html_url"]
        rendered["created_at"] = .int(repository.createdAt / 1000)
        rendered["pushed_at"] = .int(repository.pushedAt / 1000)
        rendered["stargazers"] = 0
        rendered["master_branch"] = .string(repository.defaultBranch)
        if owner.isOrganization { rendered["organization"] = .string(owner.login) }
        return rendered
    }
}

extension Transaction {
    /// A repository inside documents about commits: without counts and settings.
    func renderMinimal(_ repository: Repository) throws -> ForgeJSON {
        let kept: Set<String> = ["id", "node_id", "name", "full_name", "private", "owner", "html_url", "description", "fork", "url"]
        let dropped: Set<String> = ["git_url", "ssh_url", "clone_url", "svn_url", "mirror_url"]
        let members = try render(repository).object?.members ?? []
        return .object(
            ForgeObject(members.filter { kept.contains($0.key) || ($0.key.hasSuffix("_url") && !dropped.contains($0.key)) }))
    }
}
