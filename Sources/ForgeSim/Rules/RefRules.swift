import GRDB

/// Checks changes of refs against branch protection and rulesets.
struct RefRules {
    let call: Call
    let repository: Repository
    let git: GitRepository
    let user: User
    /// The pull request that the change merges.
    var pull: Pull?

    /// What is wrong with a change, in the forge's words.
    struct Verdict: Sendable {
        /// Violations of branch protection.
        var protection: [String] = []
        /// Violations of rulesets.
        var rules: [String] = []
        /// Violations of rulesets that the user may bypass.
        var passed: [String] = []

        var isRefusal: Bool { !protection.isEmpty || !rules.isEmpty }

        /// The message of a refused API call.
        var message: String {
            rules.isEmpty
                ? protection.joined(separator: "\n") : "Repository rule violations found\n\n\(rules.joined(separator: "\n\n"))\n\n"
        }
    }

    func judge(_ change: GitRepository.Change) async throws -> Verdict {
        var verdict = Verdict()
        let (rulesets, protection) = try call.read { tx in
            (try Ruleset.all(of: repository.id, tx.db), try Protection.find(tx.db, repository.id, ref: change.ref))
        }
        let active = rulesets.filter { $0.enforcement == "active" && $0.covers(change.ref, defaultBranch: repository.defaultBranch) }
        guard !active.isEmpty || protection != nil else { return verdict }
        let facts = try await Facts(change, git.family)
        if let protection, try await isBehind(change, protection) {
            throw Refusal.notSimulated("the forge's words about merging a head that is behind its base")
        }
        if let protection { verdict.protection = try protected(protection, change, facts) }
        for ruleset in active {
            let messages = try violations(ruleset, change, facts)
            guard !messages.isEmpty else { continue }
            if try passes(ruleset) {
                verdict.passed += messages.filter { !verdict.passed.contains($0) }
            } else {
                verdict.rules += messages.filter { !verdict.rules.contains($0) }
            }
        }
        return verdict
    }

    /// Whether a branch requires heads to be up to date with it, and the pull request is not.
    private func isBehind(_ change: GitRepository.Change, _ protection: Protection) async throws -> Bool {
        guard let pull, let old = change.old, protection.document["required_status_checks"]["strict"].bool == true else { return false }
        if protection.document["enforce_admins"].bool != true, try call.permission(on: repository) >= .admin { return false }
        return try await !git.family.isAncestor(old, of: pull.headSHA)
    }

    /// Applies the `refuse_push` fault to an API call.
    func refuseByFault(_ change: GitRepository.Change, status: Int) throws {
        let name = try call.read { try $0.fullName(repository) }
        guard call.world.faults.take("refuse_push", FaultRule.Match(repository: name, ref: change.ref, login: user.login)) == nil else {
            throw Refusal(status: status, message: "Reference cannot be updated")
        }
    }

    /// Refuses an API call that would break a rule.
    func check(_ change: GitRepository.Change, status: Int) async throws {
        try refuseByFault(change, status: status)
        let verdict = try await judge(change)
        if verdict.isRefusal { throw Refusal(status: status, message: verdict.message) }
    }

    // MARK: The kind of change

    private struct Facts {
        let forced: Bool
        let hasMerges: Bool
        let commits: [String]

        init(_ change: GitRepository.Change, _ family: GitFamily) async throws {
            guard let new = change.new, change.ref.hasPrefix("refs/heads/"), try family.commit(new) != nil else {
                (forced, hasMerges, commits) = (change.old != nil && change.new != nil, false, [])
                return
            }
            if let old = change.old {
                forced = !(try await family.isAncestor(old, of: new))
                commits = try await family.commits(from: [new], excluding: [old])
            } else {
                (forced, commits) = (false, [])
            }
            hasMerges = try commits.contains { try (family.commit($0)?.parents.count ?? 0) > 1 }
        }
    }

    // MARK: Rulesets

    private func passes(_ ruleset: Ruleset) throws -> Bool {
        try call.read { tx in
            let permission = try Permission.of(user, on: repository, tx.db)
            return try ruleset.bypass(for: user, permission: permission, in: tx.user(repository.ownerID), tx.db) == "always"
        }
    }

    private func violations(_ ruleset: Ruleset, _ change: GitRepository.Change, _ facts: Facts) throws -> [String] {
        let what = ruleset.target == "tag" ? "tag" : "branch"
        let updates = change.old != nil && change.new != nil
        return try (Ruleset.json(ruleset.rules).array ?? []).compactMap { rule in
            switch rule["type"].string {
            case "creation" where change.old == nil: "Cannot create ref due to creations being restricted."
            case "update" where updates: "Cannot update this protected ref."
            case "deletion" where change.new == nil: "Cannot delete this \(what)"
            case "non_fast_forward" where updates && facts.forced: "Cannot force-push to this \(what)"
            case "required_linear_history" where facts.hasMerges: "This branch must not contain merge commits."
            case "pull_request" where updates:
                try reviewProblem(rule["parameters"]["required_approving_review_count"].int ?? 0)
            case "required_signatures" where !facts.commits.isEmpty: "Commits must have verified signatures."
            case "required_status_checks":
                try statusChecks(rule["parameters"], change)
            default: nil
            }
        }
    }

    private func statusChecks(_ parameters: ForgeJSON, _ change: GitRepository.Change) throws -> String? {
        if change.old == nil, parameters["do_not_enforce_on_create"].bool == true { return nil }
        guard let new = change.new else { return nil }
        let contexts = (parameters["required_status_checks"].array ?? []).compactMap { $0["context"].string }
        return try checkProblem(contexts, sha: new)
    }

    /// What is missing on the head of the pull request, or on the commit itself.
    private func checkProblem(_ contexts: [String], sha: String) throws -> String? {
        try call.read { try RequiredChecks(repository: repository, db: $0.db).problem(contexts, sha: pull?.headSHA ?? sha) }
    }

    private func reviewProblem(_ needed: Int) throws -> String? {
        guard let pull else { return "Changes must be made through a pull request." }
        return try call.read { tx in
            let reviews = try RequiredReviews(tx, pull, repository)
            if let problem = reviews.problem(needed) { return problem }
            if reviews.areChangesRequested, needed > 0 {
                throw Refusal.notSimulated("the forge's words about merging where changes are requested")
            }
            return nil
        }
    }

    // MARK: Branch protection

    private func protected(_ protection: Protection, _ change: GitRepository.Change, _ facts: Facts) throws -> [String] {
        let settings = protection.document
        let isAdmin = try call.permission(on: repository) >= .admin
        func on(_ key: String) -> Bool { settings[key].bool == true }
        guard let new = change.new else { return on("allow_deletions") ? [] : ["Cannot delete this branch"] }
        if facts.forced, !on("allow_force_pushes") { return ["Cannot force-push to this branch"] }
        if isAdmin, !on("enforce_admins") { return [] }
        var messages: [String] = []
        if on("lock_branch") { messages.append("Cannot change this locked branch") }
        let reviews = settings["required_pull_request_reviews"]
        if !reviews.isNull, let problem = try reviewProblem(reviews["required_approving_review_count"].int ?? 1) {
            messages.append(problem)
        }
        let contexts = RequiredChecks.contexts(settings["required_status_checks"])
        if let problem = try checkProblem(contexts, sha: new) { messages.append(problem) }
        if on("required_linear_history"), facts.hasMerges { messages.append("This branch must not contain merge commits.") }
        if !settings["restrictions"].isNull, !isAdmin, try !isAllowed(settings["restrictions"]) {
            messages.append(
                "You're not authorized to push to this branch. Visit https://docs.github.com/articles/about-protected-branches/ for more information."
            )
        }
        return messages
    }

    private func isAllowed(_ restrictions: ForgeJSON) throws -> Bool {
        let logins = (restrictions["users"].array ?? []).compactMap { $0.string?.lowercased() }
        if logins.contains(user.login.lowercased()) { return true }
        let teams = (restrictions["teams"].array ?? []).compactMap(\.string)
        let isInTeam = try call.read { tx in
            try teams.contains { slug in
                try Team.find(tx.db, organization: repository.ownerID, slug: slug)?.role(of: user, tx.db) != nil
            }
        }
        if isInTeam { return true }
        let slugs = (restrictions["apps"].array ?? []).compactMap { $0.string?.lowercased() }
        let slug = try call.read { try SimApp.of(bot: user.id, $0.db)?.slug.lowercased() }
        return slug.map(slugs.contains) ?? false
    }
}
