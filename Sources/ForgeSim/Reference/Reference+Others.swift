extension Reference {
    /// People, apps, search, gists and the API's own metadata.
    static let others = """
        [activity/events]
        GET events list-public-events
        GET networks/*/*/events list-public-events-for-a-network-of-repositories
        GET users/*/events list-events-for-the-authenticated-user
        GET users/*/events/orgs/* list-organization-events-for-the-authenticated-user
        GET users/*/events/public list-public-events-for-a-user
        GET users/*/received_events list-events-received-by-the-authenticated-user
        GET users/*/received_events/public list-public-events-received-by-a-user
        [activity/feeds]
        GET feeds get-feeds
        [activity/notifications]
        GET notifications list-notifications-for-the-authenticated-user
        PUT notifications mark-notifications-as-read
        GET notifications/threads/* get-a-thread
        DELETE notifications/threads/* mark-a-thread-as-done
        PATCH notifications/threads/* mark-a-thread-as-read
        GET notifications/threads/*/subscription get-a-thread-subscription-for-the-authenticated-user
        PUT notifications/threads/*/subscription set-a-thread-subscription
        DELETE notifications/threads/*/subscription delete-a-thread-subscription
        [activity/starring]
        GET user/starred list-repositories-starred-by-the-authenticated-user
        GET user/starred/*/* check-if-a-repository-is-starred-by-the-authenticated-user
        PUT user/starred/*/* star-a-repository-for-the-authenticated-user
        DELETE user/starred/*/* unstar-a-repository-for-the-authenticated-user
        GET users/*/starred list-repositories-starred-by-a-user
        [activity/watching]
        GET user/subscriptions list-repositories-watched-by-the-authenticated-user
        GET users/*/subscriptions list-repositories-watched-by-a-user
        [apps/apps]
        GET app get-the-authenticated-app
        POST app-manifests/*/conversions create-a-github-app-from-a-manifest
        GET app/installation-requests list-installation-requests-for-the-authenticated-app
        GET app/installations list-installations-for-the-authenticated-app
        GET app/installations/* get-an-installation-for-the-authenticated-app
        DELETE app/installations/* delete-an-installation-for-the-authenticated-app
        POST app/installations/*/access_tokens create-an-installation-access-token-for-an-app
        PUT app/installations/*/suspended suspend-an-app-installation
        DELETE app/installations/*/suspended unsuspend-an-app-installation
        POST applications/*/token/scoped create-a-scoped-access-token
        GET apps/* get-an-app
        GET users/*/installation get-a-user-installation-for-the-authenticated-app
        [apps/installations]
        GET installation/repositories list-repositories-accessible-to-the-app-installation
        DELETE installation/token revoke-an-installation-access-token
        GET user/installations list-app-installations-accessible-to-the-user-access-token
        GET user/installations/*/repositories list-repositories-accessible-to-the-user-access-token
        PUT user/installations/*/repositories/* add-a-repository-to-an-app-installation
        DELETE user/installations/*/repositories/* remove-a-repository-from-an-app-installation
        [apps/marketplace]
        GET marketplace_listing/accounts/* get-a-subscription-plan-for-an-account
        GET marketplace_listing/plans list-plans
        GET marketplace_listing/plans/*/accounts list-accounts-for-a-plan
        GET marketplace_listing/stubbed/accounts/* get-a-subscription-plan-for-an-account-stubbed
        GET marketplace_listing/stubbed/plans list-plans-stubbed
        GET marketplace_listing/stubbed/plans/*/accounts list-accounts-for-a-plan-stubbed
        GET user/marketplace_purchases list-subscriptions-for-the-authenticated-user
        GET user/marketplace_purchases/stubbed list-subscriptions-for-the-authenticated-user-stubbed
        [apps/oauth-applications]
        DELETE applications/*/grant delete-an-app-authorization
        POST applications/*/token check-a-token
        DELETE applications/*/token delete-an-app-token
        PATCH applications/*/token reset-a-token
        [apps/webhooks]
        GET app/hook/config get-a-webhook-configuration-for-an-app
        PATCH app/hook/config update-a-webhook-configuration-for-an-app
        GET app/hook/deliveries list-deliveries-for-an-app-webhook
        GET app/hook/deliveries/* get-a-delivery-for-an-app-webhook
        POST app/hook/deliveries/*/attempts redeliver-a-delivery-for-an-app-webhook
        [billing/usage]
        GET users/*/settings/billing/premium_request/usage get-billing-premium-request-usage-report-for-a-user
        GET users/*/settings/billing/usage get-billing-usage-report-for-a-user
        GET users/*/settings/billing/usage/summary get-billing-usage-summary-for-a-user
        [classroom/classroom]
        GET assignments/* get-an-assignment
        GET assignments/*/accepted_assignments list-accepted-assignments-for-an-assignment
        GET assignments/*/grades get-assignment-grades
        GET classrooms list-classrooms
        GET classrooms/* get-a-classroom
        GET classrooms/*/assignments list-assignments-for-a-classroom
        [codes-of-conduct/codes-of-conduct]
        GET codes_of_conduct get-all-codes-of-conduct
        GET codes_of_conduct/* get-a-code-of-conduct
        [codespaces/codespaces]
        GET user/codespaces list-codespaces-for-the-authenticated-user
        POST user/codespaces create-a-codespace-for-the-authenticated-user
        GET user/codespaces/* get-a-codespace-for-the-authenticated-user
        DELETE user/codespaces/* delete-a-codespace-for-the-authenticated-user
        PATCH user/codespaces/* update-a-codespace-for-the-authenticated-user
        POST user/codespaces/*/exports export-a-codespace-for-the-authenticated-user
        GET user/codespaces/*/exports/* get-details-about-a-codespace-export
        POST user/codespaces/*/publish create-a-repository-from-an-unpublished-codespace
        POST user/codespaces/*/start start-a-codespace-for-the-authenticated-user
        POST user/codespaces/*/stop stop-a-codespace-for-the-authenticated-user
        [codespaces/machines]
        GET user/codespaces/*/machines list-machine-types-for-a-codespace
        [codespaces/secrets]
        GET user/codespaces/secrets list-secrets-for-the-authenticated-user
        GET user/codespaces/secrets/public-key get-public-key-for-the-authenticated-user
        GET user/codespaces/secrets/* get-a-secret-for-the-authenticated-user
        PUT user/codespaces/secrets/* create-or-update-a-secret-for-the-authenticated-user
        DELETE user/codespaces/secrets/* delete-a-secret-for-the-authenticated-user
        GET user/codespaces/secrets/*/repositories list-selected-repositories-for-a-user-secret
        PUT user/codespaces/secrets/*/repositories set-selected-repositories-for-a-user-secret
        PUT user/codespaces/secrets/*/repositories/* add-a-selected-repository-to-a-user-secret
        DELETE user/codespaces/secrets/*/repositories/* remove-a-selected-repository-from-a-user-secret
        [collaborators/invitations]
        GET user/repository_invitations list-repository-invitations-for-the-authenticated-user
        DELETE user/repository_invitations/* decline-a-repository-invitation
        PATCH user/repository_invitations/* accept-a-repository-invitation
        [credentials/revoke]
        POST credentials/revoke revoke-a-list-of-credentials
        [emojis/emojis]
        GET emojis get-emojis
        [gists/comments]
        GET gists/*/comments list-gist-comments
        POST gists/*/comments create-a-gist-comment
        GET gists/*/comments/* get-a-gist-comment
        DELETE gists/*/comments/* delete-a-gist-comment
        PATCH gists/*/comments/* update-a-gist-comment
        [gists/gists]
        GET gists list-gists-for-the-authenticated-user
        POST gists create-a-gist
        GET gists/public list-public-gists
        GET gists/starred list-starred-gists
        GET gists/* get-a-gist
        DELETE gists/* delete-a-gist
        PATCH gists/* update-a-gist
        GET gists/*/commits list-gist-commits
        GET gists/*/forks list-gist-forks
        POST gists/*/forks fork-a-gist
        GET gists/*/star check-if-a-gist-is-starred
        PUT gists/*/star star-a-gist
        DELETE gists/*/star unstar-a-gist
        GET gists/*/* get-a-gist-revision
        GET users/*/gists list-gists-for-a-user
        [gitignore/gitignore]
        GET gitignore/templates get-all-gitignore-templates
        GET gitignore/templates/* get-a-gitignore-template
        [interactions/user]
        GET user/interaction-limits get-interaction-restrictions-for-your-public-repositories
        PUT user/interaction-limits set-interaction-restrictions-for-your-public-repositories
        DELETE user/interaction-limits remove-interaction-restrictions-from-your-public-repositories
        [issues/issues]
        GET issues list-issues-assigned-to-the-authenticated-user
        GET user/issues list-user-account-issues-assigned-to-the-authenticated-user
        [licenses/licenses]
        GET licenses get-all-commonly-used-licenses
        GET licenses/* get-a-license
        [markdown/markdown]
        POST markdown render-a-markdown-document
        POST markdown/raw render-a-markdown-document-in-raw-mode
        [meta/meta]
        GET . github-api-root
        GET meta get-apiname-meta-information
        GET octocat get-octocat
        GET versions get-all-api-versions
        GET zen get-the-zen-of-github
        [migrations/users]
        GET user/migrations list-user-migrations
        POST user/migrations start-a-user-migration
        GET user/migrations/* get-a-user-migration-status
        GET user/migrations/*/archive download-a-user-migration-archive
        DELETE user/migrations/*/archive delete-a-user-migration-archive
        DELETE user/migrations/*/repos/*/lock unlock-a-user-repository
        GET user/migrations/*/repositories list-repositories-for-a-user-migration
        [orgs/members]
        GET user/memberships/orgs list-organization-memberships-for-the-authenticated-user
        GET user/memberships/orgs/* get-an-organization-membership-for-the-authenticated-user
        PATCH user/memberships/orgs/* update-an-organization-membership-for-the-authenticated-user
        [orgs/orgs]
        GET user/orgs list-organizations-for-the-authenticated-user
        GET users/*/orgs list-organizations-for-a-user
        [packages/packages]
        GET user/docker/conflicts get-list-of-conflicting-packages-during-docker-migration-for-authenticated-user
        GET user/packages list-packages-for-the-authenticated-users-namespace
        GET user/packages/*/* get-a-package-for-the-authenticated-user
        DELETE user/packages/*/* delete-a-package-for-the-authenticated-user
        POST user/packages/*/*/restore restore-a-package-for-the-authenticated-user
        GET user/packages/*/*/versions list-package-versions-for-a-package-owned-by-the-authenticated-user
        GET user/packages/*/*/versions/* get-a-package-version-for-the-authenticated-user
        DELETE user/packages/*/*/versions/* delete-a-package-version-for-the-authenticated-user
        POST user/packages/*/*/versions/*/restore restore-a-package-version-for-the-authenticated-user
        GET users/*/docker/conflicts get-list-of-conflicting-packages-during-docker-migration-for-user
        GET users/*/packages list-packages-for-a-user
        GET users/*/packages/*/* get-a-package-for-a-user
        DELETE users/*/packages/*/* delete-a-package-for-a-user
        POST users/*/packages/*/*/restore restore-a-package-for-a-user
        GET users/*/packages/*/*/versions list-package-versions-for-a-package-owned-by-a-user
        GET users/*/packages/*/*/versions/* get-a-package-version-for-a-user
        DELETE users/*/packages/*/*/versions/* delete-package-version-for-a-user
        POST users/*/packages/*/*/versions/*/restore restore-package-version-for-a-user
        [projects-classic/collaborators]
        GET projects/*/collaborators list-project-collaborators
        PUT projects/*/collaborators/* add-project-collaborator
        DELETE projects/*/collaborators/* remove-user-as-a-collaborator
        GET projects/*/collaborators/*/permission get-project-permission-for-a-user
        [projects-classic/columns]
        GET projects/columns/* get-a-project-column
        DELETE projects/columns/* delete-a-project-column
        PATCH projects/columns/* update-an-existing-project-column
        POST projects/columns/*/moves move-a-project-column
        [projects/drafts]
        POST user/*/projectsV2/*/drafts create-draft-item-for-user-owned-project
        [projects/fields]
        GET users/*/projectsV2/*/fields list-project-fields-for-user
        GET users/*/projectsV2/*/fields/* get-project-field-for-user
        [projects/items]
        GET users/*/projectsV2/*/items list-items-for-a-user-owned-project
        POST users/*/projectsV2/*/items add-item-to-user-owned-project
        GET users/*/projectsV2/*/items/* get-an-item-for-a-user-owned-project
        DELETE users/*/projectsV2/*/items/* delete-project-item-for-user
        PATCH users/*/projectsV2/*/items/* update-project-item-for-user
        [projects/projects]
        GET users/*/projectsV2 list-projects-for-user
        GET users/*/projectsV2/* get-project-for-user
        [rate-limit/rate-limit]
        GET rate_limit get-rate-limit-status-for-the-authenticated-user
        [repos/repos]
        GET repositories list-public-repositories
        GET user/repos list-repositories-for-the-authenticated-user
        POST user/repos create-a-repository-for-the-authenticated-user
        GET users/*/repos list-repositories-for-a-user
        [search/search]
        GET search/code search-code
        GET search/commits search-commits
        GET search/issues search-issues-and-pull-requests
        GET search/labels search-labels
        GET search/repositories search-repositories
        GET search/topics search-topics
        GET search/users search-users
        [security-advisories/global-advisories]
        GET advisories list-global-security-advisories
        GET advisories/* get-a-global-security-advisory
        [teams/teams]
        GET user/teams list-teams-for-the-authenticated-user
        [users/attestations]
        POST users/*/attestations/bulk-list list-attestations-by-bulk-subject-digests
        POST users/*/attestations/delete-request delete-attestations-in-bulk
        DELETE users/*/attestations/digest/* delete-attestations-by-subject-digest
        DELETE users/*/attestations/* delete-attestations-by-id
        GET users/*/attestations/* list-attestations
        [users/blocking]
        GET user/blocks list-users-blocked-by-the-authenticated-user
        GET user/blocks/* check-if-a-user-is-blocked-by-the-authenticated-user
        PUT user/blocks/* block-a-user
        DELETE user/blocks/* unblock-a-user
        [users/emails]
        PATCH user/email/visibility set-primary-email-visibility-for-the-authenticated-user
        GET user/emails list-email-addresses-for-the-authenticated-user
        POST user/emails add-an-email-address-for-the-authenticated-user
        DELETE user/emails delete-an-email-address-for-the-authenticated-user
        GET user/public_emails list-public-email-addresses-for-the-authenticated-user
        [users/followers]
        GET user/followers list-followers-of-the-authenticated-user
        GET user/following list-the-people-the-authenticated-user-follows
        GET user/following/* check-if-a-person-is-followed-by-the-authenticated-user
        PUT user/following/* follow-a-user
        DELETE user/following/* unfollow-a-user
        GET users/*/followers list-followers-of-a-user
        GET users/*/following list-the-people-a-user-follows
        GET users/*/following/* check-if-a-user-follows-another-user
        [users/gpg-keys]
        GET user/gpg_keys list-gpg-keys-for-the-authenticated-user
        POST user/gpg_keys create-a-gpg-key-for-the-authenticated-user
        GET user/gpg_keys/* get-a-gpg-key-for-the-authenticated-user
        DELETE user/gpg_keys/* delete-a-gpg-key-for-the-authenticated-user
        GET users/*/gpg_keys list-gpg-keys-for-a-user
        [users/keys]
        GET user/keys list-public-ssh-keys-for-the-authenticated-user
        POST user/keys create-a-public-ssh-key-for-the-authenticated-user
        GET user/keys/* get-a-public-ssh-key-for-the-authenticated-user
        DELETE user/keys/* delete-a-public-ssh-key-for-the-authenticated-user
        GET users/*/keys list-public-keys-for-a-user
        [users/social-accounts]
        GET user/social_accounts list-social-accounts-for-the-authenticated-user
        POST user/social_accounts add-social-accounts-for-the-authenticated-user
        DELETE user/social_accounts delete-social-accounts-for-the-authenticated-user
        GET users/*/social_accounts list-social-accounts-for-a-user
        [users/ssh-signing-keys]
        GET user/ssh_signing_keys list-ssh-signing-keys-for-the-authenticated-user
        POST user/ssh_signing_keys create-a-ssh-signing-key-for-the-authenticated-user
        GET user/ssh_signing_keys/* get-an-ssh-signing-key-for-the-authenticated-user
        DELETE user/ssh_signing_keys/* delete-an-ssh-signing-key-for-the-authenticated-user
        GET users/*/ssh_signing_keys list-ssh-signing-keys-for-a-user
        [users/users]
        GET user get-the-authenticated-user
        PATCH user update-the-authenticated-user
        GET user/* get-a-user-using-their-id
        GET users list-users
        GET users/* get-a-user
        GET users/*/hovercard get-contextual-information-for-a-user
        """
}
