import GRDB

/// The labels that every new repository has.
enum DefaultLabels {
    private static let all = [
        ("bug", "d73a4a", "Something isn't working"), ("documentation", "0075ca", "Improvements or additions to documentation"),
        ("duplicate", "cfd3d7", "This issue or pull request already exists"), ("enhancement", "a2eeef", "New feature or request"),
        ("good first issue", "7057ff", "Good for newcomers"), ("help wanted", "008672", "Extra attention is needed"),
        ("invalid", "e4e669", "This doesn't seem right"), ("question", "d876e3", "Further information is requested"),
        ("wontfix", "ffffff", "This will not be worked on"),
    ]

    static func insert(into repository: Repository, _ db: Database) throws {
        for (name, color, description) in all {
            let label = Label(
                id: try db.nextID("label"), repositoryID: repository.id, name: name, color: color, description: description, isDefault: true
            )
            try label.insert(db)
        }
    }
}
