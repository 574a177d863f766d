import GRDB

extension Transaction {
    /// The names of a repository's URL templates and what follows the API URL.
    private static let templates: [(String, String)] = [
        ("forks_url", "/forks"), ("keys_url", "/keys{/key_id}"), ("collaborators_url", "/collaborators{/collaborator}"),
        ("teams_url", "/teams"), ("hooks_url", "/hooks"), ("issue_events_url", "/issues/events{/number}"), ("events_url", "/events"),
        ("assignees_url", "/assignees{/user}"), ("branches_url", "/branches{/branch}"), ("tags_url", "/tags"),
        ("blobs_url", "/git/blobs{/sha}"), ("git_tags_url", "/git/tags{/sha}"), ("git_refs_url", "/git/refs{/sha}"),
        ("trees_url", "/git/trees{/sha}"), ("statuses_url", "/statuses/{sha}"), ("languages_url", "/languages"),
        ("stargazers_url", "/stargazers"), ("contributors_url", "/contributors"), ("subscribers_url", "/subscribers"),
        ("subscription_url", "/subscription"), ("commits_url", "/commits{/sha}"), ("git_commits_url", "/git/commits{/sha}"),
        ("comments_url", "/comments{/number}"), ("issue_comment_url", "/issues/comments{/number}"),
        ("contents_url", "/contents/{+path}"), ("compare_url", "/compare/{base}...{head}"), ("merges_url", "/merges"),
        ("archive_url", "/{archive_format}{/ref}"), ("downloads_url", "/downloads"), ("issues_url", "/issues{/number}"),
        ("pulls_url", "/pulls{/number}"), ("milestones_url", "/milestones{/number}"),
        ("notifications_url", "/notifications{?since,all,participating}"), ("labels_url", "/labels{/name}"),
        ("releases_url", "/releases{/id}"), ("deployments_url", "/deployments"),
    ]

    func apiURL(_ repository: Repository) throws -> String { "\(base)/repos/\(try fullName(repository))" }

    func htmlURL(_ repository: Repository) throws -> String { "\(base)/\(try fullName(repository))" }

    func render(_ repository: Repository) throws -> ForgeJSON {
        if let known = renderedRepositories[repository.id] { return known }
        let name = try fullName(repository)
        let url = try apiURL(repository)
        let html = try htmlURL(repository)
        var members: [(key: String, value: ForgeJSON)] = [
            ("id", .int(repository.id)), ("node_id", .string(nodeID("Repository", repository.id))), ("name", .string(repository.name)),
            ("full_name", .string(name)), ("private", .bool(repository.private)), ("owner", try renderUser(repository.ownerID)),
            ("html_url", .string(html)), ("description", ForgeJSON(repository.description)), ("fork", .bool(repository.fork)),
            ("url", .string(url)),
        ]
        members += Self.templates.map { ($0.0, .string(url + $0.1)) }
        members += [
            ("created_at", Times.json(repository.createdAt)), ("updated_at", Times.json(repository.updatedAt)),
            ("pushed_at", Times.json(repository.pushedAt)), ("git_url", .string("git:\(html.dropFirst(5)).git")),
            ("ssh_url", .string("git@localhost:\(name).git")), ("clone_url", .string("\(html).git")), ("svn_url", .string(html)),
            ("homepage", repository.options["homepage"]), ("size", 0), ("stargazers_count", 0), ("watchers_count", 0), ("language", .null),
        ]
        let settings = repository.options
        for key in ["has_issues", "has_projects", "has_downloads", "has_wiki"] { members.append((key, .bool(settings[key].bool ?? true))) }
        for key in ["has_pages", "has_discussions"] { members.append((key, .bool(settings[key].bool ?? false))) }
        let forks = try Int.fetchOne(cached: db, sql: "SELECT count(*) FROM repositories WHERE parentID = ?", arguments: [repository.id])
        let open = try Int.fetchOne(cached: db, sql: "SELECT open FROM issueCounts WHERE repositoryID = ?", arguments: [repository.id]) ?? 0
        members += [
            ("forks_count", ForgeJSON(forks)), ("mirror_url", .null), ("archived", .bool(settings["archived"].bool ?? false)),
            ("disabled", false),
            ("open_issues_count", ForgeJSON(open)), ("license", .null), ("allow_forking", .bool(settings["allow_forking"].bool ?? true)),
            ("is_template", .bool(settings["is_template"].bool ?? false)),
            ("web_commit_signoff_required", .bool(settings["web_commit_signoff_required"].bool ?? false)),
            ("topics", .array(settings["topics"].array ?? [])), ("visibility", repository.private ? "private" : "public"),
            ("forks", ForgeJSON(forks)), ("open_issues", ForgeJSON(open)), ("watchers", 0),
            ("default_branch", .string(repository.defaultBranch)),
        ]
        let rendered = ForgeJSON.object(ForgeObject(members))
        renderedRepositories[repository.id] = rendered
        return rendered
    }

    /// The document of `GET /repos/{owner}/{repo}`.
    func renderFull(_ repository: Repository, for viewer: User?) throws -> ForgeJSON {
        var rendered = try render(repository)
        let permission = try Permission.of(viewer, on: repository, db)
        if viewer != nil { rendered["permissions"] = permissions(permission) }
        rendered["temp_clone_token"] = viewer == nil ? .null : ""
        if permission >= .write { addMergeSettings(to: &rendered, repository.options) }
        let owner = try user(repository.ownerID)
        if owner.isOrganization {
            rendered["custom_properties"] = [:]
            rendered["organization"] = render(owner)
        }
        if let parent = try repository.parentID.flatMap({ try Repository.fetchOne(cached: db, key: $0) }) {
            rendered["parent"] = try render(parent)
        }
        if let source = try repository.sourceID.flatMap({ try Repository.fetchOne(cached: db, key: $0) }) {
            rendered["source"] = try render(source)
        }
        rendered["network_count"] = rendered["forks_count"]
        rendered["subscribers_count"] = 0
        return rendered
    }

    /// How pull requests may be merged: shown to people who may push.
    private func addMergeSettings(to rendered: inout ForgeJSON, _ settings: ForgeJSON) {
        for key in ["allow_squash_merge", "allow_merge_commit", "allow_rebase_merge"] { rendered[key] = .bool(settings[key].bool ?? true) }
        for key in ["allow_auto_merge", "delete_branch_on_merge", "allow_update_branch", "use_squash_pr_title_as_default"] {
            rendered[key] = .bool(settings[key].bool ?? false)
        }
        let texts = [
            ("squash_merge_commit_message", "COMMIT_MESSAGES"), ("squash_merge_commit_title", "COMMIT_OR_PR_TITLE"),
            ("merge_commit_message", "PR_TITLE"), ("merge_commit_title", "MERGE_MESSAGE"),
        ]
        for (key, usual) in texts { rendered[key] = .string(settings[key].string ?? usual) }
    }

    func permissions(_ permission: Permission) -> ForgeJSON {
        [
            "admin": .bool(permission >= .admin), "maintain": .bool(permission >= .maintain), "push": .bool(permission >= .write),
            "triage": .bool(permission >= .triage), "pull": .bool(permission >= .read),
        ]
    }

    func render(_ label: Label, _ repository: Repository) throws -> ForgeJSON {
        [
            "id": .int(label.id), "node_id": .string(nodeID("Label", label.id)),
            "url": .string("\(try apiURL(repository))/labels/\(label.name.urlEncoded)"), "name": .string(label.name),
            "color": .string(label.color), "default": .bool(label.isDefault), "description": ForgeJSON(label.description),
        ]
    }

    func render(_ hook: Hook, _ repository: Repository) throws -> ForgeJSON {
        let url = "\(try apiURL(repository))/hooks/\(hook.id)"
        return [
            "type": "Repository", "id": .int(hook.id), "name": "web", "active": .bool(hook.active),
            "events": .array(hook.eventNames.map(ForgeJSON.string)), "config": hook.config, "updated_at": Times.json(hook.updatedAt),
            "created_at": Times.json(hook.createdAt), "url": .string(url), "test_url": .string("\(url)/test"),
            "ping_url": .string("\(url)/pings"), "deliveries_url": .string("\(url)/deliveries"),
            "last_response": [
                "code": ForgeJSON(hook.lastCode), "status": .string(hook.lastStatus), "message": ForgeJSON(hook.lastMessage),
            ],
        ]
    }
}
