import HostConfiguration
import PluginAPI
import Store

/// Compares what an event says about a pull request with what is known, stores the new picture and names each difference.
struct PullRequestUpdate {
    let transaction: StateTransaction
    let repository: RepositoryRow
    /// The event's time; milliseconds.
    let time: Int64
    let actor: String?
    /// Whether its target is a branch of the project.
    let isManaged: Bool

    /// Stores a pull request seen for the first time.
    func create(_ facts: PullRequestFacts) throws -> [Reduction.Step] {
        try transaction.ensurePerson(facts.author)
        try transaction.save(row(facts, id: 0, headChangedAt: 0))
        return [step(PullRequestOpened(isClosed: facts.isClosed), facts)]
    }

    /// Stores the differences.
    /// - Returns: one derived event for each kind of difference, in a fixed order.
    func apply(_ facts: PullRequestFacts, to known: PullRequestRow) throws -> [Reduction.Step] {
        let isReopened = known.isClosed && !facts.isClosed
        // The forge reports pushes to a closed pull request's branch; its head counts only once it is reopened.
        let head = facts.isClosed && known.isClosed ? known.head : facts.head
        let hasNewHead = head != known.head
        var row = row(facts, id: known.id, headChangedAt: hasNewHead ? facts.updatedAt : known.headChangedAt)
        row.head = head
        row.createdAt = known.createdAt
        row.commitCount = facts.commits ?? (hasNewHead ? nil : known.commitCount)
        try transaction.save(row)
        return differences(known, row, facts: facts, isReopened: isReopened)
    }

    private func differences(_ old: PullRequestRow, _ new: PullRequestRow, facts: PullRequestFacts, isReopened: Bool)
        -> [Reduction.Step]
    {
        var steps: [Reduction.Step] = []
        if old.target != new.target || old.isTracked != new.isTracked {
            steps.append(step(PullRequestRetargeted(old: old.target, new: new.target), facts))
        }
        if isReopened { steps.append(step(PullRequestReopened(), facts)) }
        if old.head != new.head {
            steps.append(step(PullRequestHeadChanged(old: old.head, new: new.head, isReopened: isReopened), facts))
        }
        let edited = PullRequestEdited(title: !NormalForm.areSame(old.title, new.title), body: !NormalForm.areSame(old.body, new.body))
        if edited.title || edited.body { steps.append(step(edited, facts)) }
        if old.isDraft != new.isDraft {
            steps.append(step(PullRequestDraftChanged(isDraft: new.isDraft), facts))
        }
        if !old.isClosed && new.isClosed {
            steps.append(step(PullRequestClosed(isMerged: new.isMergedOnForge), facts))
        }
        return steps
    }

    private func step<Document: EventDocument>(_ document: Document, _ facts: PullRequestFacts) -> Reduction.Step {
        .emit(
            DerivedEvent(
                Document.kind.rawValue, repository: repository.name, number: facts.number, actor: actor, sha: facts.head,
                document: document.json))
    }

    private func row(_ facts: PullRequestFacts, id: Int64, headChangedAt: Int64) -> PullRequestRow {
        PullRequestRow(
            id: id, repository: repository.name, number: facts.number, project: repository.project, target: facts.base,
            isTracked: isManaged, head: facts.head, headChangedAt: headChangedAt, headRepository: facts.headRepository,
            label: label(facts.headLabel), title: facts.title, body: facts.body, isDraft: facts.isDraft,
            isClosed: facts.isClosed, isMergedOnForge: facts.isMerged, author: facts.author, commitCount: facts.commits,
            url: facts.url, createdAt: facts.createdAt, updatedAt: facts.updatedAt)
    }

    private func label(_ text: String) -> String {
        let settings = (try? JSON(parsing: repository.settings)) ?? .null
        let rules = (settings["label_substitutions"].array ?? []).compactMap(\.string)
        return LabelSubstitution.apply(rules.compactMap { try? LabelSubstitution($0) }, to: text)
    }
}
