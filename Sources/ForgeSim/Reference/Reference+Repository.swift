extension Reference {
    /// Work in a repository: code, conversations, checks, hooks.
    static let repository = """
        [activity/events]
        GET repos/*/*/events list-repository-events
        [activity/notifications]
        GET repos/*/*/notifications list-repository-notifications-for-the-authenticated-user
        PUT repos/*/*/notifications mark-repository-notifications-as-read
        [activity/starring]
        GET repos/*/*/stargazers list-stargazers
        [activity/watching]
        GET repos/*/*/subscribers list-watchers
        GET repos/*/*/subscription get-a-repository-subscription
        PUT repos/*/*/subscription set-a-repository-subscription
        DELETE repos/*/*/subscription delete-a-repository-subscription
        [apps/apps]
        GET repos/*/*/installation get-a-repository-installation-for-the-authenticated-app
        [branches/branch-protection]
        GET repos/*/*/branches/*/protection get-branch-protection
        PUT repos/*/*/branches/*/protection update-branch-protection
        DELETE repos/*/*/branches/*/protection delete-branch-protection
        GET repos/*/*/branches/*/protection/enforce_admins get-admin-branch-protection
        POST repos/*/*/branches/*/protection/enforce_admins set-admin-branch-protection
        DELETE repos/*/*/branches/*/protection/enforce_admins delete-admin-branch-protection
        GET repos/*/*/branches/*/protection/required_pull_request_reviews get-pull-request-review-protection
        DELETE repos/*/*/branches/*/protection/required_pull_request_reviews delete-pull-request-review-protection
        PATCH repos/*/*/branches/*/protection/required_pull_request_reviews update-pull-request-review-protection
        GET repos/*/*/branches/*/protection/required_signatures get-commit-signature-protection
        POST repos/*/*/branches/*/protection/required_signatures create-commit-signature-protection
        DELETE repos/*/*/branches/*/protection/required_signatures delete-commit-signature-protection
        GET repos/*/*/branches/*/protection/required_status_checks get-status-checks-protection
        DELETE repos/*/*/branches/*/protection/required_status_checks remove-status-check-protection
        PATCH repos/*/*/branches/*/protection/required_status_checks update-status-check-protection
        GET repos/*/*/branches/*/protection/required_status_checks/contexts get-all-status-check-contexts
        PUT repos/*/*/branches/*/protection/required_status_checks/contexts set-status-check-contexts
        POST repos/*/*/branches/*/protection/required_status_checks/contexts add-status-check-contexts
        DELETE repos/*/*/branches/*/protection/required_status_checks/contexts remove-status-check-contexts
        GET repos/*/*/branches/*/protection/restrictions get-access-restrictions
        DELETE repos/*/*/branches/*/protection/restrictions delete-access-restrictions
        GET repos/*/*/branches/*/protection/restrictions/apps get-apps-with-access-to-the-protected-branch
        PUT repos/*/*/branches/*/protection/restrictions/apps set-app-access-restrictions
        POST repos/*/*/branches/*/protection/restrictions/apps add-app-access-restrictions
        DELETE repos/*/*/branches/*/protection/restrictions/apps remove-app-access-restrictions
        GET repos/*/*/branches/*/protection/restrictions/teams get-teams-with-access-to-the-protected-branch
        PUT repos/*/*/branches/*/protection/restrictions/teams set-team-access-restrictions
        POST repos/*/*/branches/*/protection/restrictions/teams add-team-access-restrictions
        DELETE repos/*/*/branches/*/protection/restrictions/teams remove-team-access-restrictions
        GET repos/*/*/branches/*/protection/restrictions/users get-users-with-access-to-the-protected-branch
        PUT repos/*/*/branches/*/protection/restrictions/users set-user-access-restrictions
        POST repos/*/*/branches/*/protection/restrictions/users add-user-access-restrictions
        DELETE repos/*/*/branches/*/protection/restrictions/users remove-user-access-restrictions
        [branches/branches]
        GET repos/*/*/branches list-branches
        GET repos/*/*/branches/* get-a-branch
        POST repos/*/*/branches/*/rename rename-a-branch
        POST repos/*/*/merge-upstream sync-a-fork-branch-with-the-upstream-repository
        POST repos/*/*/merges merge-a-branch
        [checks/runs]
        POST repos/*/*/check-runs create-a-check-run
        GET repos/*/*/check-runs/* get-a-check-run
        PATCH repos/*/*/check-runs/* update-a-check-run
        GET repos/*/*/check-runs/*/annotations list-check-run-annotations
        POST repos/*/*/check-runs/*/rerequest rerequest-a-check-run
        GET repos/*/*/check-suites/*/check-runs list-check-runs-in-a-check-suite
        GET repos/*/*/commits/*/check-runs list-check-runs-for-a-git-reference
        [checks/suites]
        POST repos/*/*/check-suites create-a-check-suite
        PATCH repos/*/*/check-suites/preferences update-repository-preferences-for-check-suites
        GET repos/*/*/check-suites/* get-a-check-suite
        POST repos/*/*/check-suites/*/rerequest rerequest-a-check-suite
        GET repos/*/*/commits/*/check-suites list-check-suites-for-a-git-reference
        [codespaces/codespaces]
        POST repos/*/*/pulls/*/codespaces create-a-codespace-from-a-pull-request
        [collaborators/collaborators]
        GET repos/*/*/collaborators list-repository-collaborators
        GET repos/*/*/collaborators/* check-if-a-user-is-a-repository-collaborator
        PUT repos/*/*/collaborators/* add-a-repository-collaborator
        DELETE repos/*/*/collaborators/* remove-a-repository-collaborator
        GET repos/*/*/collaborators/*/permission get-repository-permissions-for-a-user
        [collaborators/invitations]
        GET repos/*/*/invitations list-repository-invitations
        DELETE repos/*/*/invitations/* delete-a-repository-invitation
        PATCH repos/*/*/invitations/* update-a-repository-invitation
        [commits/comments]
        GET repos/*/*/comments list-commit-comments-for-a-repository
        GET repos/*/*/comments/* get-a-commit-comment
        DELETE repos/*/*/comments/* delete-a-commit-comment
        PATCH repos/*/*/comments/* update-a-commit-comment
        GET repos/*/*/commits/*/comments list-commit-comments
        POST repos/*/*/commits/*/comments create-a-commit-comment
        [commits/commits]
        GET repos/*/*/commits list-commits
        GET repos/*/*/commits/*/branches-where-head list-branches-for-head-commit
        GET repos/*/*/commits/*/pulls list-pull-requests-associated-with-a-commit
        GET repos/*/*/commits/* get-a-commit
        GET repos/*/*/compare/** compare-two-commits
        [commits/statuses]
        GET repos/*/*/commits/*/status get-the-combined-status-for-a-specific-reference
        GET repos/*/*/commits/*/statuses list-commit-statuses-for-a-reference
        POST repos/*/*/statuses/* create-a-commit-status
        [deploy-keys/deploy-keys]
        GET repos/*/*/keys list-deploy-keys
        POST repos/*/*/keys create-a-deploy-key
        GET repos/*/*/keys/* get-a-deploy-key
        DELETE repos/*/*/keys/* delete-a-deploy-key
        [deployments/deployments]
        GET repos/*/*/deployments list-deployments
        POST repos/*/*/deployments create-a-deployment
        GET repos/*/*/deployments/* get-a-deployment
        DELETE repos/*/*/deployments/* delete-a-deployment
        [deployments/statuses]
        GET repos/*/*/deployments/*/statuses list-deployment-statuses
        POST repos/*/*/deployments/*/statuses create-a-deployment-status
        GET repos/*/*/deployments/*/statuses/* get-a-deployment-status
        [git/blobs]
        POST repos/*/*/git/blobs create-a-blob
        GET repos/*/*/git/blobs/* get-a-blob
        [git/commits]
        POST repos/*/*/git/commits create-a-commit
        GET repos/*/*/git/commits/* get-a-commit-object
        [git/refs]
        GET repos/*/*/git/matching-refs/** list-matching-references
        GET repos/*/*/git/ref/** get-a-reference
        POST repos/*/*/git/refs create-a-reference
        DELETE repos/*/*/git/refs/** delete-a-reference
        PATCH repos/*/*/git/refs/** update-a-reference
        [git/tags]
        POST repos/*/*/git/tags create-a-tag-object
        GET repos/*/*/git/tags/* get-a-tag
        [git/trees]
        POST repos/*/*/git/trees create-a-tree
        GET repos/*/*/git/trees/* get-a-tree
        [interactions/repos]
        GET repos/*/*/interaction-limits get-interaction-restrictions-for-a-repository
        PUT repos/*/*/interaction-limits set-interaction-restrictions-for-a-repository
        DELETE repos/*/*/interaction-limits remove-interaction-restrictions-for-a-repository
        [issues/assignees]
        GET repos/*/*/assignees list-assignees
        GET repos/*/*/assignees/* check-if-a-user-can-be-assigned
        POST repos/*/*/issues/*/assignees add-assignees-to-an-issue
        DELETE repos/*/*/issues/*/assignees remove-assignees-from-an-issue
        GET repos/*/*/issues/*/assignees/* check-if-a-user-can-be-assigned-to-a-issue
        [issues/comments]
        GET repos/*/*/issues/comments list-issue-comments-for-a-repository
        GET repos/*/*/issues/comments/* get-an-issue-comment
        DELETE repos/*/*/issues/comments/* delete-an-issue-comment
        PATCH repos/*/*/issues/comments/* update-an-issue-comment
        GET repos/*/*/issues/*/comments list-issue-comments
        POST repos/*/*/issues/*/comments create-an-issue-comment
        [issues/events]
        GET repos/*/*/issues/events list-issue-events-for-a-repository
        GET repos/*/*/issues/events/* get-an-issue-event
        GET repos/*/*/issues/*/events list-issue-events
        [issues/issue-dependencies]
        GET repos/*/*/issues/*/dependencies/blocked_by list-dependencies-an-issue-is-blocked-by
        POST repos/*/*/issues/*/dependencies/blocked_by add-a-dependency-an-issue-is-blocked-by
        DELETE repos/*/*/issues/*/dependencies/blocked_by/* remove-dependency-an-issue-is-blocked-by
        GET repos/*/*/issues/*/dependencies/blocking list-dependencies-an-issue-is-blocking
        [issues/issues]
        GET repos/*/*/issues list-repository-issues
        POST repos/*/*/issues create-an-issue
        GET repos/*/*/issues/* get-an-issue
        PATCH repos/*/*/issues/* update-an-issue
        PUT repos/*/*/issues/*/lock lock-an-issue
        DELETE repos/*/*/issues/*/lock unlock-an-issue
        [issues/labels]
        GET repos/*/*/issues/*/labels list-labels-for-an-issue
        PUT repos/*/*/issues/*/labels set-labels-for-an-issue
        POST repos/*/*/issues/*/labels add-labels-to-an-issue
        DELETE repos/*/*/issues/*/labels remove-all-labels-from-an-issue
        DELETE repos/*/*/issues/*/labels/* remove-a-label-from-an-issue
        GET repos/*/*/labels list-labels-for-a-repository
        POST repos/*/*/labels create-a-label
        GET repos/*/*/labels/* get-a-label
        DELETE repos/*/*/labels/* delete-a-label
        PATCH repos/*/*/labels/* update-a-label
        GET repos/*/*/milestones/*/labels list-labels-for-issues-in-a-milestone
        [issues/milestones]
        GET repos/*/*/milestones list-milestones
        POST repos/*/*/milestones create-a-milestone
        GET repos/*/*/milestones/* get-a-milestone
        DELETE repos/*/*/milestones/* delete-a-milestone
        PATCH repos/*/*/milestones/* update-a-milestone
        [issues/sub-issues]
        GET repos/*/*/issues/*/parent get-parent-issue
        DELETE repos/*/*/issues/*/sub_issue remove-sub-issue
        GET repos/*/*/issues/*/sub_issues list-sub-issues
        POST repos/*/*/issues/*/sub_issues add-sub-issue
        PATCH repos/*/*/issues/*/sub_issues/priority reprioritize-sub-issue
        [issues/timeline]
        GET repos/*/*/issues/*/timeline list-timeline-events-for-an-issue
        [licenses/licenses]
        GET repos/*/*/license get-the-license-for-a-repository
        [pulls/comments]
        GET repos/*/*/pulls/comments list-review-comments-in-a-repository
        GET repos/*/*/pulls/comments/* get-a-review-comment-for-a-pull-request
        DELETE repos/*/*/pulls/comments/* delete-a-review-comment-for-a-pull-request
        PATCH repos/*/*/pulls/comments/* update-a-review-comment-for-a-pull-request
        GET repos/*/*/pulls/*/comments list-review-comments-on-a-pull-request
        POST repos/*/*/pulls/*/comments create-a-review-comment-for-a-pull-request
        POST repos/*/*/pulls/*/comments/*/replies create-a-reply-for-a-review-comment
        [pulls/pulls]
        GET repos/*/*/pulls list-pull-requests
        POST repos/*/*/pulls create-a-pull-request
        GET repos/*/*/pulls/* get-a-pull-request
        PATCH repos/*/*/pulls/* update-a-pull-request
        GET repos/*/*/pulls/*/commits list-commits-on-a-pull-request
        GET repos/*/*/pulls/*/files list-pull-requests-files
        GET repos/*/*/pulls/*/merge check-if-a-pull-request-has-been-merged
        PUT repos/*/*/pulls/*/merge merge-a-pull-request
        PUT repos/*/*/pulls/*/update-branch update-a-pull-request-branch
        [pulls/review-requests]
        GET repos/*/*/pulls/*/requested_reviewers get-all-requested-reviewers-for-a-pull-request
        POST repos/*/*/pulls/*/requested_reviewers request-reviewers-for-a-pull-request
        DELETE repos/*/*/pulls/*/requested_reviewers remove-requested-reviewers-from-a-pull-request
        [pulls/reviews]
        GET repos/*/*/pulls/*/reviews list-reviews-for-a-pull-request
        POST repos/*/*/pulls/*/reviews create-a-review-for-a-pull-request
        GET repos/*/*/pulls/*/reviews/* get-a-review-for-a-pull-request
        PUT repos/*/*/pulls/*/reviews/* update-a-review-for-a-pull-request
        DELETE repos/*/*/pulls/*/reviews/* delete-a-pending-review-for-a-pull-request
        GET repos/*/*/pulls/*/reviews/*/comments list-comments-for-a-pull-request-review
        PUT repos/*/*/pulls/*/reviews/*/dismissals dismiss-a-review-for-a-pull-request
        POST repos/*/*/pulls/*/reviews/*/events submit-a-review-for-a-pull-request
        [reactions/reactions]
        GET repos/*/*/comments/*/reactions list-reactions-for-a-commit-comment
        POST repos/*/*/comments/*/reactions create-reaction-for-a-commit-comment
        DELETE repos/*/*/comments/*/reactions/* delete-a-commit-comment-reaction
        GET repos/*/*/issues/comments/*/reactions list-reactions-for-an-issue-comment
        POST repos/*/*/issues/comments/*/reactions create-reaction-for-an-issue-comment
        DELETE repos/*/*/issues/comments/*/reactions/* delete-an-issue-comment-reaction
        GET repos/*/*/issues/*/reactions list-reactions-for-an-issue
        POST repos/*/*/issues/*/reactions create-reaction-for-an-issue
        DELETE repos/*/*/issues/*/reactions/* delete-an-issue-reaction
        GET repos/*/*/pulls/comments/*/reactions list-reactions-for-a-pull-request-review-comment
        POST repos/*/*/pulls/comments/*/reactions create-reaction-for-a-pull-request-review-comment
        DELETE repos/*/*/pulls/comments/*/reactions/* delete-a-pull-request-comment-reaction
        GET repos/*/*/releases/*/reactions list-reactions-for-a-release
        POST repos/*/*/releases/*/reactions create-reaction-for-a-release
        DELETE repos/*/*/releases/*/reactions/* delete-a-release-reaction
        [releases/assets]
        GET repos/*/*/releases/assets/* get-a-release-asset
        DELETE repos/*/*/releases/assets/* delete-a-release-asset
        PATCH repos/*/*/releases/assets/* update-a-release-asset
        GET repos/*/*/releases/*/assets list-release-assets
        POST repos/*/*/releases/*/assets upload-a-release-asset
        [releases/releases]
        GET repos/*/*/releases list-releases
        POST repos/*/*/releases create-a-release
        POST repos/*/*/releases/generate-notes generate-release-notes-content-for-a-release
        GET repos/*/*/releases/latest get-the-latest-release
        GET repos/*/*/releases/tags/* get-a-release-by-tag-name
        GET repos/*/*/releases/* get-a-release
        DELETE repos/*/*/releases/* delete-a-release
        PATCH repos/*/*/releases/* update-a-release
        [repos/contents]
        GET repos/*/*/contents/** get-repository-content
        PUT repos/*/*/contents/** create-or-update-file-contents
        DELETE repos/*/*/contents/** delete-a-file
        GET repos/*/*/readme get-a-repository-readme
        GET repos/*/*/readme/** get-a-repository-readme-for-a-directory
        GET repos/*/*/tarball download-a-repository-archive-tar
        GET repos/*/*/zipball download-a-repository-archive-zip
        GET repos/*/*/tarball/** download-a-repository-archive-tar
        GET repos/*/*/zipball/** download-a-repository-archive-zip
        [repos/custom-properties]
        GET repos/*/*/properties/values get-all-custom-property-values-for-a-repository
        PATCH repos/*/*/properties/values create-or-update-custom-property-values-for-a-repository
        [repos/forks]
        GET repos/*/*/forks list-forks
        POST repos/*/*/forks create-a-fork
        [repos/repos]
        GET repos/*/* get-a-repository
        DELETE repos/*/* delete-a-repository
        PATCH repos/*/* update-a-repository
        GET repos/*/*/activity list-repository-activities
        POST repos/*/*/attestations create-an-attestation
        GET repos/*/*/attestations/* list-attestations
        GET repos/*/*/automated-security-fixes check-if-dependabot-security-updates-are-enabled-for-a-repository
        PUT repos/*/*/automated-security-fixes enable-dependabot-security-updates
        DELETE repos/*/*/automated-security-fixes disable-dependabot-security-updates
        GET repos/*/*/codeowners/errors list-codeowners-errors
        GET repos/*/*/contributors list-repository-contributors
        POST repos/*/*/dispatches create-a-repository-dispatch-event
        GET repos/*/*/immutable-releases check-if-immutable-releases-are-enabled-for-a-repository
        PUT repos/*/*/immutable-releases enable-immutable-releases
        DELETE repos/*/*/immutable-releases disable-immutable-releases
        GET repos/*/*/languages list-repository-languages
        GET repos/*/*/private-vulnerability-reporting check-if-private-vulnerability-reporting-is-enabled-for-a-repository
        PUT repos/*/*/private-vulnerability-reporting enable-private-vulnerability-reporting-for-a-repository
        DELETE repos/*/*/private-vulnerability-reporting disable-private-vulnerability-reporting-for-a-repository
        GET repos/*/*/tags list-repository-tags
        GET repos/*/*/teams list-repository-teams
        GET repos/*/*/topics get-all-repository-topics
        PUT repos/*/*/topics replace-all-repository-topics
        POST repos/*/*/transfer transfer-a-repository
        GET repos/*/*/vulnerability-alerts check-if-vulnerability-alerts-are-enabled-for-a-repository
        PUT repos/*/*/vulnerability-alerts enable-vulnerability-alerts
        DELETE repos/*/*/vulnerability-alerts disable-vulnerability-alerts
        POST repos/*/*/generate create-a-repository-using-a-template
        [repos/rule-suites]
        GET repos/*/*/rulesets/rule-suites list-repository-rule-suites
        GET repos/*/*/rulesets/rule-suites/* get-a-repository-rule-suite
        [repos/rules]
        GET repos/*/*/rules/branches/* get-rules-for-a-branch
        GET repos/*/*/rulesets get-all-repository-rulesets
        POST repos/*/*/rulesets create-a-repository-ruleset
        GET repos/*/*/rulesets/* get-a-repository-ruleset
        PUT repos/*/*/rulesets/* update-a-repository-ruleset
        DELETE repos/*/*/rulesets/* delete-a-repository-ruleset
        GET repos/*/*/rulesets/*/history get-repository-ruleset-history
        GET repos/*/*/rulesets/*/history/* get-repository-ruleset-version
        [repos/tags]
        GET repos/*/*/tags/protection closing-down---list-tag-protection-states-for-a-repository
        POST repos/*/*/tags/protection closing-down---create-a-tag-protection-state-for-a-repository
        DELETE repos/*/*/tags/protection/* closing-down---delete-a-tag-protection-state-for-a-repository
        [repos/webhooks]
        GET repos/*/*/hooks list-repository-webhooks
        POST repos/*/*/hooks create-a-repository-webhook
        GET repos/*/*/hooks/* get-a-repository-webhook
        DELETE repos/*/*/hooks/* delete-a-repository-webhook
        PATCH repos/*/*/hooks/* update-a-repository-webhook
        GET repos/*/*/hooks/*/config get-a-webhook-configuration-for-a-repository
        PATCH repos/*/*/hooks/*/config update-a-webhook-configuration-for-a-repository
        GET repos/*/*/hooks/*/deliveries list-deliveries-for-a-repository-webhook
        GET repos/*/*/hooks/*/deliveries/* get-a-delivery-for-a-repository-webhook
        POST repos/*/*/hooks/*/deliveries/*/attempts redeliver-a-delivery-for-a-repository-webhook
        POST repos/*/*/hooks/*/pings ping-a-repository-webhook
        POST repos/*/*/hooks/*/tests test-the-push-repository-webhook
        """
}
