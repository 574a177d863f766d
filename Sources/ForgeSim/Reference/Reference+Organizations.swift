extension Reference {
    /// Organizations, teams and enterprises.
    static let organizations = """
        [enterprise-teams/enterprise-team-members]
        GET enterprises/*/teams/*/memberships list-members-in-an-enterprise-team
        POST enterprises/*/teams/*/memberships/add bulk-add-team-members
        POST enterprises/*/teams/*/memberships/remove bulk-remove-team-members
        GET enterprises/*/teams/*/memberships/* get-enterprise-team-membership
        PUT enterprises/*/teams/*/memberships/* add-team-member
        DELETE enterprises/*/teams/*/memberships/* remove-team-membership
        [enterprise-teams/enterprise-team-organizations]
        GET enterprises/*/teams/*/organizations get-organization-assignments
        POST enterprises/*/teams/*/organizations/add add-organization-assignments
        POST enterprises/*/teams/*/organizations/remove remove-organization-assignments
        GET enterprises/*/teams/*/organizations/* get-organization-assignment
        PUT enterprises/*/teams/*/organizations/* add-an-organization-assignment
        DELETE enterprises/*/teams/*/organizations/* delete-an-organization-assignment
        [enterprise-teams/enterprise-teams]
        GET enterprises/*/teams list-enterprise-teams
        POST enterprises/*/teams create-an-enterprise-team
        GET enterprises/*/teams/* get-an-enterprise-team
        DELETE enterprises/*/teams/* delete-an-enterprise-team
        PATCH enterprises/*/teams/* update-an-enterprise-team
        [interactions/orgs]
        GET orgs/*/interaction-limits get-interaction-restrictions-for-an-organization
        PUT orgs/*/interaction-limits set-interaction-restrictions-for-an-organization
        DELETE orgs/*/interaction-limits remove-interaction-restrictions-for-an-organization
        [issues/issues]
        GET orgs/*/issues list-organization-issues-assigned-to-the-authenticated-user
        [migrations/orgs]
        GET orgs/*/migrations list-organization-migrations
        POST orgs/*/migrations start-an-organization-migration
        GET orgs/*/migrations/* get-an-organization-migration-status
        GET orgs/*/migrations/*/archive download-an-organization-migration-archive
        DELETE orgs/*/migrations/*/archive delete-an-organization-migration-archive
        DELETE orgs/*/migrations/*/repos/*/lock unlock-an-organization-repository
        GET orgs/*/migrations/*/repositories list-repositories-in-an-organization-migration
        [orgs/api-insights]
        GET orgs/*/insights/api/route-stats/*/* get-route-stats-by-actor
        GET orgs/*/insights/api/subject-stats get-subject-stats
        GET orgs/*/insights/api/summary-stats get-summary-stats
        GET orgs/*/insights/api/summary-stats/users/* get-summary-stats-by-user
        GET orgs/*/insights/api/summary-stats/*/* get-summary-stats-by-actor
        GET orgs/*/insights/api/time-stats get-time-stats
        GET orgs/*/insights/api/time-stats/users/* get-time-stats-by-user
        GET orgs/*/insights/api/time-stats/*/* get-time-stats-by-actor
        GET orgs/*/insights/api/user-stats/* get-user-stats
        [orgs/artifact-metadata]
        POST orgs/*/artifacts/metadata/deployment-record create-an-artifact-deployment-record
        POST orgs/*/artifacts/metadata/deployment-record/cluster/* set-cluster-deployment-records
        POST orgs/*/artifacts/metadata/storage-record create-artifact-metadata-storage-record
        GET orgs/*/artifacts/*/metadata/deployment-records list-artifact-deployment-records
        GET orgs/*/artifacts/*/metadata/storage-records list-artifact-storage-records
        [orgs/attestations]
        POST orgs/*/attestations/bulk-list list-attestations-by-bulk-subject-digests
        POST orgs/*/attestations/delete-request delete-attestations-in-bulk
        DELETE orgs/*/attestations/digest/* delete-attestations-by-subject-digest
        GET orgs/*/attestations/repositories list-attestation-repositories
        DELETE orgs/*/attestations/* delete-attestations-by-id
        GET orgs/*/attestations/* list-attestations
        [orgs/blocking]
        GET orgs/*/blocks list-users-blocked-by-an-organization
        GET orgs/*/blocks/* check-if-a-user-is-blocked-by-an-organization
        PUT orgs/*/blocks/* block-a-user-from-an-organization
        DELETE orgs/*/blocks/* unblock-a-user-from-an-organization
        [orgs/custom-properties]
        GET orgs/*/properties/schema get-all-custom-properties-for-an-organization
        PATCH orgs/*/properties/schema create-or-update-custom-properties-for-an-organization
        GET orgs/*/properties/schema/* get-a-custom-property-for-an-organization
        PUT orgs/*/properties/schema/* create-or-update-a-custom-property-for-an-organization
        DELETE orgs/*/properties/schema/* remove-a-custom-property-for-an-organization
        GET orgs/*/properties/values list-custom-property-values-for-organization-repositories
        PATCH orgs/*/properties/values create-or-update-custom-property-values-for-organization-repositories
        [orgs/custom-properties-for-orgs]
        GET organizations/*/org-properties/values get-all-custom-property-values-for-an-organization
        PATCH organizations/*/org-properties/values create-or-update-custom-property-values-for-an-organization
        [orgs/issue-types]
        GET orgs/*/issue-types list-issue-types-for-an-organization
        POST orgs/*/issue-types create-issue-type-for-an-organization
        PUT orgs/*/issue-types/* update-issue-type-for-an-organization
        DELETE orgs/*/issue-types/* delete-issue-type-for-an-organization
        [orgs/members]
        GET orgs/*/failed_invitations list-failed-organization-invitations
        GET orgs/*/invitations list-pending-organization-invitations
        POST orgs/*/invitations create-an-organization-invitation
        DELETE orgs/*/invitations/* cancel-an-organization-invitation
        GET orgs/*/invitations/*/teams list-organization-invitation-teams
        GET orgs/*/members list-organization-members
        GET orgs/*/members/* check-organization-membership-for-a-user
        DELETE orgs/*/members/* remove-an-organization-member
        GET orgs/*/memberships/* get-organization-membership-for-a-user
        PUT orgs/*/memberships/* set-organization-membership-for-a-user
        DELETE orgs/*/memberships/* remove-organization-membership-for-a-user
        GET orgs/*/public_members list-public-organization-members
        GET orgs/*/public_members/* check-public-organization-membership-for-a-user
        PUT orgs/*/public_members/* set-public-organization-membership-for-the-authenticated-user
        DELETE orgs/*/public_members/* remove-public-organization-membership-for-the-authenticated-user
        [orgs/network-configurations]
        GET orgs/*/settings/network-configurations list-hosted-compute-network-configurations-for-an-organization
        POST orgs/*/settings/network-configurations create-a-hosted-compute-network-configuration-for-an-organization
        GET orgs/*/settings/network-configurations/* get-a-hosted-compute-network-configuration-for-an-organization
        DELETE orgs/*/settings/network-configurations/* delete-a-hosted-compute-network-configuration-from-an-organization
        PATCH orgs/*/settings/network-configurations/* update-a-hosted-compute-network-configuration-for-an-organization
        GET orgs/*/settings/network-settings/* get-a-hosted-compute-network-settings-resource-for-an-organization
        [orgs/organization-roles]
        GET orgs/*/organization-roles get-all-organization-roles-for-an-organization
        DELETE orgs/*/organization-roles/teams/* remove-all-organization-roles-for-a-team
        PUT orgs/*/organization-roles/teams/*/* assign-an-organization-role-to-a-team
        DELETE orgs/*/organization-roles/teams/*/* remove-an-organization-role-from-a-team
        DELETE orgs/*/organization-roles/users/* remove-all-organization-roles-for-a-user
        PUT orgs/*/organization-roles/users/*/* assign-an-organization-role-to-a-user
        DELETE orgs/*/organization-roles/users/*/* remove-an-organization-role-from-a-user
        GET orgs/*/organization-roles/* get-an-organization-role
        GET orgs/*/organization-roles/*/teams list-teams-that-are-assigned-to-an-organization-role
        GET orgs/*/organization-roles/*/users list-users-that-are-assigned-to-an-organization-role
        [orgs/orgs]
        GET organizations list-organizations
        GET orgs/* get-an-organization
        DELETE orgs/* delete-an-organization
        PATCH orgs/* update-an-organization
        GET orgs/*/installations list-app-installations-for-an-organization
        GET orgs/*/settings/immutable-releases get-immutable-releases-settings-for-an-organization
        PUT orgs/*/settings/immutable-releases set-immutable-releases-settings-for-an-organization
        GET orgs/*/settings/immutable-releases/repositories list-selected-repositories-for-immutable-releases-enforcement
        PUT orgs/*/settings/immutable-releases/repositories set-selected-repositories-for-immutable-releases-enforcement
        PUT orgs/*/settings/immutable-releases/repositories/* enable-a-selected-repository-for-immutable-releases-in-an-organization
        DELETE orgs/*/settings/immutable-releases/repositories/*
        POST orgs/*/*/* enable-or-disable-a-security-feature-for-an-organization
        [orgs/outside-collaborators]
        GET orgs/*/outside_collaborators list-outside-collaborators-for-an-organization
        PUT orgs/*/outside_collaborators/* convert-an-organization-member-to-outside-collaborator
        DELETE orgs/*/outside_collaborators/* remove-outside-collaborator-from-an-organization
        [orgs/personal-access-tokens]
        GET orgs/*/personal-access-token-requests
        POST orgs/*/personal-access-token-requests
        POST orgs/*/personal-access-token-requests/*
        GET orgs/*/personal-access-token-requests/*/repositories
        GET orgs/*/personal-access-tokens list-fine-grained-personal-access-tokens-with-access-to-organization-resources
        POST orgs/*/personal-access-tokens update-the-access-to-organization-resources-via-fine-grained-personal-access-tokens
        POST orgs/*/personal-access-tokens/* update-the-access-a-fine-grained-personal-access-token-has-to-organization-resources
        GET orgs/*/personal-access-tokens/*/repositories list-repositories-a-fine-grained-personal-access-token-has-access-to
        [orgs/rule-suites]
        GET orgs/*/rulesets/rule-suites list-organization-rule-suites
        GET orgs/*/rulesets/rule-suites/* get-an-organization-rule-suite
        [orgs/rules]
        GET orgs/*/rulesets/*/history get-organization-ruleset-history
        GET orgs/*/rulesets/*/history/* get-organization-ruleset-version
        GET orgs/*/rulesets get-all-organization-repository-rulesets
        POST orgs/*/rulesets create-an-organization-repository-ruleset
        GET orgs/*/rulesets/* get-an-organization-repository-ruleset
        PUT orgs/*/rulesets/* update-an-organization-repository-ruleset
        DELETE orgs/*/rulesets/* delete-an-organization-repository-ruleset
        [orgs/security-managers]
        GET orgs/*/security-managers list-security-manager-teams
        PUT orgs/*/security-managers/teams/* add-a-security-manager-team
        DELETE orgs/*/security-managers/teams/* remove-a-security-manager-team
        [orgs/webhooks]
        GET orgs/*/hooks list-organization-webhooks
        POST orgs/*/hooks create-an-organization-webhook
        GET orgs/*/hooks/* get-an-organization-webhook
        DELETE orgs/*/hooks/* delete-an-organization-webhook
        PATCH orgs/*/hooks/* update-an-organization-webhook
        GET orgs/*/hooks/*/config get-a-webhook-configuration-for-an-organization
        PATCH orgs/*/hooks/*/config update-a-webhook-configuration-for-an-organization
        GET orgs/*/hooks/*/deliveries list-deliveries-for-an-organization-webhook
        GET orgs/*/hooks/*/deliveries/* get-a-webhook-delivery-for-an-organization-webhook
        POST orgs/*/hooks/*/deliveries/*/attempts redeliver-a-delivery-for-an-organization-webhook
        POST orgs/*/hooks/*/pings ping-an-organization-webhook
        [packages/packages]
        GET orgs/*/docker/conflicts get-list-of-conflicting-packages-during-docker-migration-for-organization
        GET orgs/*/packages list-packages-for-an-organization
        GET orgs/*/packages/*/* get-a-package-for-an-organization
        DELETE orgs/*/packages/*/* delete-a-package-for-an-organization
        POST orgs/*/packages/*/*/restore restore-a-package-for-an-organization
        GET orgs/*/packages/*/*/versions list-package-versions-for-a-package-owned-by-an-organization
        GET orgs/*/packages/*/*/versions/* get-a-package-version-for-an-organization
        DELETE orgs/*/packages/*/*/versions/* delete-package-version-for-an-organization
        POST orgs/*/packages/*/*/versions/*/restore restore-package-version-for-an-organization
        [private-registries/organization-configurations]
        GET orgs/*/private-registries list-private-registries-for-an-organization
        POST orgs/*/private-registries create-a-private-registry-for-an-organization
        GET orgs/*/private-registries/public-key get-private-registries-public-key-for-an-organization
        GET orgs/*/private-registries/* get-a-private-registry-for-an-organization
        DELETE orgs/*/private-registries/* delete-a-private-registry-for-an-organization
        PATCH orgs/*/private-registries/* update-a-private-registry-for-an-organization
        [projects/drafts]
        POST orgs/*/projectsV2/*/drafts create-draft-item-for-organization-owned-project
        [projects/fields]
        GET orgs/*/projectsV2/*/fields list-project-fields-for-organization
        GET orgs/*/projectsV2/*/fields/* get-project-field-for-organization
        [projects/items]
        GET orgs/*/projectsV2/*/items list-items-for-an-organization-owned-project
        POST orgs/*/projectsV2/*/items add-item-to-organization-owned-project
        GET orgs/*/projectsV2/*/items/* get-an-item-for-an-organization-owned-project
        DELETE orgs/*/projectsV2/*/items/* delete-project-item-for-organization
        PATCH orgs/*/projectsV2/*/items/* update-project-item-for-organization
        [projects/projects]
        GET orgs/*/projectsV2 list-projects-for-organization
        GET orgs/*/projectsV2/* get-project-for-organization
        [reactions/reactions]
        GET orgs/*/teams/*/discussions/*/comments/*/reactions list-reactions-for-a-team-discussion-comment
        POST orgs/*/teams/*/discussions/*/comments/*/reactions create-reaction-for-a-team-discussion-comment
        DELETE orgs/*/teams/*/discussions/*/comments/*/reactions/* delete-team-discussion-comment-reaction
        GET orgs/*/teams/*/discussions/*/reactions list-reactions-for-a-team-discussion
        POST orgs/*/teams/*/discussions/*/reactions create-reaction-for-a-team-discussion
        DELETE orgs/*/teams/*/discussions/*/reactions/* delete-team-discussion-reaction
        GET teams/*/discussions/*/comments/*/reactions list-reactions-for-a-team-discussion-comment-legacy
        POST teams/*/discussions/*/comments/*/reactions create-reaction-for-a-team-discussion-comment-legacy
        GET teams/*/discussions/*/reactions list-reactions-for-a-team-discussion-legacy
        POST teams/*/discussions/*/reactions create-reaction-for-a-team-discussion-legacy
        [repos/repos]
        GET orgs/*/repos list-organization-repositories
        POST orgs/*/repos create-an-organization-repository
        [secret-scanning/push-protection]
        GET orgs/*/secret-scanning/pattern-configurations list-organization-pattern-configurations
        PATCH orgs/*/secret-scanning/pattern-configurations update-organization-pattern-configurations
        [secret-scanning/secret-scanning]
        GET orgs/*/secret-scanning/alerts list-secret-scanning-alerts-for-an-organization
        [security-advisories/repository-advisories]
        GET orgs/*/security-advisories list-repository-security-advisories-for-an-organization
        [teams/discussion-comments]
        GET orgs/*/teams/*/discussions/*/comments list-discussion-comments
        POST orgs/*/teams/*/discussions/*/comments create-a-discussion-comment
        GET orgs/*/teams/*/discussions/*/comments/* get-a-discussion-comment
        DELETE orgs/*/teams/*/discussions/*/comments/* delete-a-discussion-comment
        PATCH orgs/*/teams/*/discussions/*/comments/* update-a-discussion-comment
        GET teams/*/discussions/*/comments list-discussion-comments-legacy
        POST teams/*/discussions/*/comments create-a-discussion-comment-legacy
        GET teams/*/discussions/*/comments/* get-a-discussion-comment-legacy
        DELETE teams/*/discussions/*/comments/* delete-a-discussion-comment-legacy
        PATCH teams/*/discussions/*/comments/* update-a-discussion-comment-legacy
        [teams/discussions]
        GET orgs/*/teams/*/discussions list-discussions
        POST orgs/*/teams/*/discussions create-a-discussion
        GET orgs/*/teams/*/discussions/* get-a-discussion
        DELETE orgs/*/teams/*/discussions/* delete-a-discussion
        PATCH orgs/*/teams/*/discussions/* update-a-discussion
        GET teams/*/discussions list-discussions-legacy
        POST teams/*/discussions create-a-discussion-legacy
        GET teams/*/discussions/* get-a-discussion-legacy
        DELETE teams/*/discussions/* delete-a-discussion-legacy
        PATCH teams/*/discussions/* update-a-discussion-legacy
        [teams/members]
        GET orgs/*/teams/*/invitations list-pending-team-invitations
        GET orgs/*/teams/*/members list-team-members
        GET orgs/*/teams/*/memberships/* get-team-membership-for-a-user
        PUT orgs/*/teams/*/memberships/* add-or-update-team-membership-for-a-user
        DELETE orgs/*/teams/*/memberships/* remove-team-membership-for-a-user
        GET teams/*/invitations list-pending-team-invitations-legacy
        GET teams/*/members list-team-members-legacy
        GET teams/*/members/* get-team-member-legacy
        PUT teams/*/members/* add-team-member-legacy
        DELETE teams/*/members/* remove-team-member-legacy
        GET teams/*/memberships/* get-team-membership-for-a-user-legacy
        PUT teams/*/memberships/* add-or-update-team-membership-for-a-user-legacy
        DELETE teams/*/memberships/* remove-team-membership-for-a-user-legacy
        [teams/teams]
        GET orgs/*/teams list-teams
        POST orgs/*/teams create-a-team
        GET orgs/*/teams/* get-a-team-by-name
        DELETE orgs/*/teams/* delete-a-team
        PATCH orgs/*/teams/* update-a-team
        GET orgs/*/teams/*/projects list-team-projects
        GET orgs/*/teams/*/projects/* check-team-permissions-for-a-project
        PUT orgs/*/teams/*/projects/* add-or-update-team-project-permissions
        DELETE orgs/*/teams/*/projects/* remove-a-project-from-a-team
        GET orgs/*/teams/*/repos list-team-repositories
        GET orgs/*/teams/*/repos/*/* check-team-permissions-for-a-repository
        PUT orgs/*/teams/*/repos/*/* add-or-update-team-repository-permissions
        DELETE orgs/*/teams/*/repos/*/* remove-a-repository-from-a-team
        GET orgs/*/teams/*/teams list-child-teams
        GET teams/* get-a-team-legacy
        DELETE teams/* delete-a-team-legacy
        PATCH teams/* update-a-team-legacy
        GET teams/*/projects list-team-projects-legacy
        GET teams/*/projects/* check-team-permissions-for-a-project-legacy
        PUT teams/*/projects/* add-or-update-team-project-permissions-legacy
        DELETE teams/*/projects/* remove-a-project-from-a-team-legacy
        GET teams/*/repos list-team-repositories-legacy
        GET teams/*/repos/*/* check-team-permissions-for-a-repository-legacy
        PUT teams/*/repos/*/* add-or-update-team-repository-permissions-legacy
        DELETE teams/*/repos/*/* remove-a-repository-from-a-team-legacy
        GET teams/*/teams list-child-teams-legacy
        """
}
