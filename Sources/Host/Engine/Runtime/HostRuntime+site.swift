import Contract
import Forge
import PluginAPI

/// What the forge adds to a configuration on its way into the log: addresses that no plugin can know how to make.
extension HostRuntime {
    /// The document for the log: of each repository the page of its commits (`forge.commit_page`, with `{sha}`), and the address for
    /// commits of people who have not shown one (`no_reply_address`, with `{login}`).
    static func described(_ document: JSON, by site: any ForgeSite) -> JSON {
        var document = document
        document["no_reply_address"] = .string(site.noReplyAddress(of: "{login}"))
        document["projects"] = .array(
            (document["projects"].array ?? []).map { project in
                var project = project
                project["repositories"] = .array(
                    (project["repositories"].array ?? []).map { repository in
                        var repository = repository
                        if let name = repository["name"].string.flatMap({ RepositoryName($0) }) {
                            repository["forge"] = ["commit_page": .string(site.commitPage(in: name))]
                        }
                        return repository
                    })
                return project
            })
        return document
    }
}
