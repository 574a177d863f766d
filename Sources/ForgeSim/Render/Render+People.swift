import GRDB

extension Transaction {
    /// A user as embedded in other documents.
    func render(_ user: User) -> ForgeJSON {
        if let known = renderedUsers[user.id] { return known }
        let url = "\(base)/users/\(user.login.urlEncoded)"
        let page = user.type == "Bot" ? "\(base)/apps/\(user.login.dropLast("[bot]".count))" : "\(base)/\(user.login)"
        let rendered: ForgeJSON = [
            "login": .string(user.login), "id": .int(user.id), "node_id": .string(nodeID(user.type, user.id)),
            "avatar_url": .string("\(base)/avatars/u/\(user.id)?v=4"), "gravatar_id": "", "url": .string(url),
            "html_url": .string(page), "followers_url": .string("\(url)/followers"),
            "following_url": .string("\(url)/following{/other_user}"), "gists_url": .string("\(url)/gists{/gist_id}"),
            "starred_url": .string("\(url)/starred{/owner}{/repo}"), "subscriptions_url": .string("\(url)/subscriptions"),
            "organizations_url": .string("\(url)/orgs"), "repos_url": .string("\(url)/repos"),
            "events_url": .string("\(url)/events{/privacy}"), "received_events_url": .string("\(url)/received_events"),
            "type": .string(user.type), "user_view_type": "public", "site_admin": false,
        ]
        renderedUsers[user.id] = rendered
        return rendered
    }

    func renderUser(_ id: Int64?) throws -> ForgeJSON {
        guard let id else { return .null }
        return render(try user(id))
    }

    /// The document of the caller or another user.
    func renderProfile(_ user: User, emailVisible: Bool) throws -> ForgeJSON {
        var rendered = render(user)
        rendered["name"] = ForgeJSON(user.name ?? user.login)
        for key in ["company", "location", "bio", "hireable", "twitter_username"] { rendered[key] = .null }
        rendered["blog"] = ""
        rendered["email"] = emailVisible ? ForgeJSON(user.email) : .null
        let count = "SELECT count(*) FROM repositories WHERE ownerID = ? AND NOT private"
        rendered["public_repos"] = ForgeJSON(try Int.fetchOne(cached: db, sql: count, arguments: [user.id]) ?? 0)
        for key in ["public_gists", "followers", "following"] { rendered[key] = 0 }
        rendered["created_at"] = Times.json(user.createdAt)
        rendered["updated_at"] = Times.json(user.createdAt)
        return rendered
    }

    func renderOrganization(_ user: User) -> ForgeJSON {
        let url = "\(base)/orgs/\(user.login)"
        return [
            "login": .string(user.login), "id": .int(user.id), "node_id": .string(nodeID("Organization", user.id)), "url": .string(url),
            "repos_url": .string("\(url)/repos"), "events_url": .string("\(url)/events"), "hooks_url": .string("\(url)/hooks"),
            "issues_url": .string("\(url)/issues"), "members_url": .string("\(url)/members{/member}"),
            "public_members_url": .string("\(url)/public_members{/member}"),
            "avatar_url": .string("\(base)/avatars/u/\(user.id)?v=4"), "description": "",
        ]
    }
}
