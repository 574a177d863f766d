extension GraphQLSchema {
    private static let page = "after: String, before: String, first: Int, last: Int"

    static let declaration = """
        Query
         viewer: User!
         node(id: ID!): Node
         nodes(ids: [ID!]!): [Node]!
         repository(owner: String!, name: String!, followRenames: Boolean): Repository
         user(login: String!): User
         organization(login: String!): Organization
         rateLimit(dryRun: Boolean): RateLimit
        Mutation
         markPullRequestReadyForReview(input: MarkPullRequestReadyForReviewInput!): MarkPullRequestReadyForReviewPayload
         convertPullRequestToDraft(input: ConvertPullRequestToDraftInput!): ConvertPullRequestToDraftPayload
         closePullRequest(input: ClosePullRequestInput!): ClosePullRequestPayload
         reopenPullRequest(input: ReopenPullRequestInput!): ReopenPullRequestPayload
        MarkPullRequestReadyForReviewPayload
         clientMutationId: String
         pullRequest: PullRequest
        ConvertPullRequestToDraftPayload
         clientMutationId: String
         pullRequest: PullRequest
        ClosePullRequestPayload
         clientMutationId: String
         pullRequest: PullRequest
        ReopenPullRequestPayload
         clientMutationId: String
         pullRequest: PullRequest
        Node
         id: ID!
        Actor
         login: String!
         url: URI!
         avatarUrl(size: Int): URI!
         resourcePath: URI!
        RepositoryOwner
         id: ID!
         login: String!
         url: URI!
         avatarUrl(size: Int): URI!
         resourcePath: URI!
        User implements Node Actor RepositoryOwner
         id: ID!
         databaseId: Int
         login: String!
         name: String
         email: String!
         url: URI!
         avatarUrl(size: Int): URI!
         resourcePath: URI!
         isViewer: Boolean!
         createdAt: DateTime!
         updatedAt: DateTime!
        Organization implements Node Actor RepositoryOwner
         id: ID!
         databaseId: Int
         login: String!
         name: String
         email: String
         url: URI!
         avatarUrl(size: Int): URI!
         resourcePath: URI!
         createdAt: DateTime!
         updatedAt: DateTime!
        RateLimit
         cost: Int!
         limit: Int!
         nodeCount: Int!
         remaining: Int!
         resetAt: DateTime!
         used: Int!
        PageInfo
         hasNextPage: Boolean!
         hasPreviousPage: Boolean!
         startCursor: String
         endCursor: String
        Repository implements Node
         id: ID!
         databaseId: Int
         name: String!
         nameWithOwner: String!
         owner: RepositoryOwner!
         description: String
         url: URI!
         isPrivate: Boolean!
         isFork: Boolean!
         isArchived: Boolean!
         isEmpty: Boolean!
         createdAt: DateTime!
         updatedAt: DateTime!
         pushedAt: DateTime
         parent: Repository
         defaultBranchRef: Ref
         ref(qualifiedName: String!): Ref
         pullRequest(number: Int!): PullRequest
         issue(number: Int!): Issue
         pullRequests(\(page), states: [PullRequestState!], baseRefName: String, headRefName: String): PullRequestConnection!
         issues(\(page), states: [IssueState!]): IssueConnection!
         labels(\(page)): LabelConnection
         label(name: String!): Label
        Ref implements Node
         id: ID!
         name: String!
         prefix: String!
         target: GitObject
         repository: Repository!
        GitObject
         id: ID!
         oid: GitObjectID!
         abbreviatedOid: String!
        Commit implements Node GitObject
         id: ID!
         oid: GitObjectID!
         abbreviatedOid: String!
         message: String!
         messageHeadline: String!
         messageBody: String!
         committedDate: DateTime!
         authoredDate: DateTime!
         url: URI!
        PullRequestCommit implements Node
         id: ID!
         commit: Commit!
         url: URI!
         pullRequest: PullRequest!
        PullRequest implements Node
         id: ID!
         databaseId: Int
         fullDatabaseId: BigInt
         number: Int!
         title: String!
         body: String!
         state: PullRequestState!
         isDraft: Boolean!
         merged: Boolean!
         closed: Boolean!
         locked: Boolean!
         activeLockReason: LockReason
         mergeable: MergeableState!
         mergeCommit: Commit
         createdAt: DateTime!
         updatedAt: DateTime!
         closedAt: DateTime
         mergedAt: DateTime
         url: URI!
         permalink: URI!
         resourcePath: URI!
         author: Actor
         authorAssociation: CommentAuthorAssociation!
         mergedBy: Actor
         baseRefName: String!
         baseRefOid: GitObjectID!
         baseRef: Ref
         baseRepository: Repository
         headRefName: String!
         headRefOid: GitObjectID!
         headRef: Ref
         headRepository: Repository
         headRepositoryOwner: RepositoryOwner
         isCrossRepository: Boolean!
         maintainerCanModify: Boolean!
         additions: Int!
         deletions: Int!
         changedFiles: Int!
         repository: Repository!
         closingIssuesReferences(\(page), userLinkedOnly: Boolean): IssueConnection
         labels(\(page)): LabelConnection
         assignees(\(page)): UserConnection!
         comments(\(page)): IssueCommentConnection!
         reviews(\(page), author: String, states: [PullRequestReviewState!]): PullRequestReviewConnection
         commits(\(page)): PullRequestCommitConnection!
        Issue implements Node
         id: ID!
         databaseId: Int
         fullDatabaseId: BigInt
         number: Int!
         title: String!
         body: String!
         state: IssueState!
         stateReason: IssueStateReason
         closed: Boolean!
         locked: Boolean!
         activeLockReason: LockReason
         createdAt: DateTime!
         updatedAt: DateTime!
         closedAt: DateTime
         url: URI!
         resourcePath: URI!
         author: Actor
         authorAssociation: CommentAuthorAssociation!
         repository: Repository!
         labels(\(page)): LabelConnection
         assignees(\(page)): UserConnection!
         comments(\(page)): IssueCommentConnection!
        Label implements Node
         id: ID!
         name: String!
         color: String!
         description: String
         isDefault: Boolean!
         url: URI!
        IssueComment implements Node
         id: ID!
         databaseId: Int
         body: String!
         author: Actor
         createdAt: DateTime!
         updatedAt: DateTime!
         url: URI!
        PullRequestReview implements Node
         id: ID!
         databaseId: Int
         body: String!
         state: PullRequestReviewState!
         author: Actor
         submittedAt: DateTime
         url: URI!
        """
}
