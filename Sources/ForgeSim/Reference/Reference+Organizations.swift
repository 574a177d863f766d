extension Reference {
    /// Organisations, teams and enterprises.
    static let organizations = """
        [actions/cache]
        GET orgs/*/actions/cache/usage get-github-actions-cache-usage-for-an-organization
        GET orgs/*/actions/cache/usage-by-repository list-repositories-with-github-actions-cache-usage-for-an-organization
        [actions/hosted-runners]
        GET orgs/*/actions/hosted-runners list-github-hosted-runners-for-an-organization
        POST orgs/*/actions/hosted-runners create-a-github-hosted-runner-for-an-organization
        GET orgs/*/actions/hosted-runners/images/custom list-custom-images-for-an-organization
        GET orgs/*/actions/hosted-runners/images/custom/* get-a-custom-image-definition-for-github-actions-hosted-runners
        DELETE orgs/*/actions/hosted-runners/images/custom/* delete-a-custom-image-from-the-organization
        GET orgs/*/actions/hosted-runners/images/custom/*/versions list-image-versions-of-a-custom-image-for-an-organization
        GET orgs/*/actions/hosted-runners/images/custom/*/versions/*
        DELETE orgs/*/actions/hosted-runners/images/custom/*/versions/* delete-an-image-version-of-custom-image-from-the-organization
        GET orgs/*/actions/hosted-runners/images/github-owned get-github-owned-images-for-github-hosted-runners-in-an-organization
        GET orgs/*/actions/hosted-runners/images/partner get-partner-images-for-github-hosted-runners-in-an-organization
        GET orgs/*/actions/hosted-runners/limits get-limits-on-github-hosted-runners-for-an-organization
        GET orgs/*/actions/hosted-runners/machine-sizes get-github-hosted-runners-machine-specs-for-an-organization
        GET orgs/*/actions/hosted-runners/platforms get-platforms-for-github-hosted-runners-in-an-organization
        GET orgs/*/actions/hosted-runners/* get-a-github-hosted-runner-for-an-organization
        DELETE orgs/*/actions/hosted-runners/* delete-a-github-hosted-runner-for-an-organization
        PATCH orgs/*/actions/hosted-runners/* update-a-github-hosted-runner-for-an-organization
        [actions/oidc]
        GET orgs/*/actions/oidc/customization/sub get-the-customization-template-for-an-oidc-subject-claim-for-an-organization
        PUT orgs/*/actions/oidc/customization/sub set-the-customization-template-for-an-oidc-subject-claim-for-an-organization
        [actions/permissions]
        GET orgs/*/actions/permissions get-github-actions-permissions-for-an-organization
        PUT orgs/*/actions/permissions set-github-actions-permissions-for-an-organization
        GET orgs/*/actions/permissions/artifact-and-log-retention get-artifact-and-log-retention-settings-for-an-organization
        PUT orgs/*/actions/permissions/artifact-and-log-retention set-artifact-and-log-retention-settings-for-an-organization
        GET orgs/*/actions/permissions/fork-pr-contributor-approval get-fork-pr-contributor-approval-permissions-for-an-organization
        PUT orgs/*/actions/permissions/fork-pr-contributor-approval set-fork-pr-contributor-approval-permissions-for-an-organization
        GET orgs/*/actions/permissions/fork-pr-workflows-private-repos
        PUT orgs/*/actions/permissions/fork-pr-workflows-private-repos
        GET orgs/*/actions/permissions/repositories list-selected-repositories-enabled-for-github-actions-in-an-organization
        PUT orgs/*/actions/permissions/repositories set-selected-repositories-enabled-for-github-actions-in-an-organization
        PUT orgs/*/actions/permissions/repositories/* enable-a-selected-repository-for-github-actions-in-an-organization
        DELETE orgs/*/actions/permissions/repositories/* disable-a-selected-repository-for-github-actions-in-an-organization
        GET orgs/*/actions/permissions/selected-actions get-allowed-actions-and-reusable-workflows-for-an-organization
        PUT orgs/*/actions/permissions/selected-actions set-allowed-actions-and-reusable-workflows-for-an-organization
        GET orgs/*/actions/permissions/self-hosted-runners get-self-hosted-runners-settings-for-an-organization
        PUT orgs/*/actions/permissions/self-hosted-runners set-self-hosted-runners-settings-for-an-organization
        GET orgs/*/actions/permissions/self-hosted-runners/repositories
        PUT orgs/*/actions/permissions/self-hosted-runners/repositories
        PUT orgs/*/actions/permissions/self-hosted-runners/repositories/*
        DELETE orgs/*/actions/permissions/self-hosted-runners/repositories/*
        GET orgs/*/actions/permissions/workflow get-default-workflow-permissions-for-an-organization
        PUT orgs/*/actions/permissions/workflow set-default-workflow-permissions-for-an-organization
        [actions/secrets]
        GET orgs/*/actions/secrets list-organization-secrets
        GET orgs/*/actions/secrets/public-key get-an-organization-public-key
        GET orgs/*/actions/secrets/* get-an-organization-secret
        PUT orgs/*/actions/secrets/* create-or-update-an-organization-secret
        DELETE orgs/*/actions/secrets/* delete-an-organization-secret
        GET orgs/*/actions/secrets/*/repositories list-selected-repositories-for-an-organization-secret
        PUT orgs/*/actions/secrets/*/repositories set-selected-repositories-for-an-organization-secret
        PUT orgs/*/actions/secrets/*/repositories/* add-selected-repository-to-an-organization-secret
        DELETE orgs/*/actions/secrets/*/repositories/* remove-selected-repository-from-an-organization-secret
        [actions/self-hosted-runner-groups]
        GET orgs/*/actions/runner-groups list-self-hosted-runner-groups-for-an-organization
        POST orgs/*/actions/runner-groups create-a-self-hosted-runner-group-for-an-organization
        GET orgs/*/actions/runner-groups/* get-a-self-hosted-runner-group-for-an-organization
        DELETE orgs/*/actions/runner-groups/* delete-a-self-hosted-runner-group-from-an-organization
        PATCH orgs/*/actions/runner-groups/* update-a-self-hosted-runner-group-for-an-organization
        GET orgs/*/actions/runner-groups/*/hosted-runners list-github-hosted-runners-in-a-group-for-an-organization
        GET orgs/*/actions/runner-groups/*/repositories list-repository-access-to-a-self-hosted-runner-group-in-an-organization
        PUT orgs/*/actions/runner-groups/*/repositories set-repository-access-for-a-self-hosted-runner-group-in-an-organization
        PUT orgs/*/actions/runner-groups/*/repositories/* add-repository-access-to-a-self-hosted-runner-group-in-an-organization
        DELETE orgs/*/actions/runner-groups/*/repositories/* remove-repository-access-to-a-self-hosted-runner-group-in-an-organization
        GET orgs/*/actions/runner-groups/*/runners list-self-hosted-runners-in-a-group-for-an-organization
        PUT orgs/*/actions/runner-groups/*/runners set-self-hosted-runners-in-a-group-for-an-organization
        PUT orgs/*/actions/runner-groups/*/runners/* add-a-self-hosted-runner-to-a-group-for-an-organization
        DELETE orgs/*/actions/runner-groups/*/runners/* remove-a-self-hosted-runner-from-a-group-for-an-organization
        [actions/self-hosted-runners]
        GET orgs/*/actions/runners list-self-hosted-runners-for-an-organization
        GET orgs/*/actions/runners/downloads list-runner-applications-for-an-organization
        POST orgs/*/actions/runners/generate-jitconfig create-configuration-for-a-just-in-time-runner-for-an-organization
        POST orgs/*/actions/runners/registration-token create-a-registration-token-for-an-organization
        POST orgs/*/actions/runners/remove-token create-a-remove-token-for-an-organization
        GET orgs/*/actions/runners/* get-a-self-hosted-runner-for-an-organization
        DELETE orgs/*/actions/runners/* delete-a-self-hosted-runner-from-an-organization
        GET orgs/*/actions/runners/*/labels list-labels-for-a-self-hosted-runner-for-an-organization
        PUT orgs/*/actions/runners/*/labels set-custom-labels-for-a-self-hosted-runner-for-an-organization
        POST orgs/*/actions/runners/*/labels add-custom-labels-to-a-self-hosted-runner-for-an-organization
        DELETE orgs/*/actions/runners/*/labels remove-all-custom-labels-from-a-self-hosted-runner-for-an-organization
        DELETE orgs/*/actions/runners/*/labels/* remove-a-custom-label-from-a-self-hosted-runner-for-an-organization
        [actions/variables]
        GET orgs/*/actions/variables list-organization-variables
        POST orgs/*/actions/variables create-an-organization-variable
        GET orgs/*/actions/variables/* get-an-organization-variable
        DELETE orgs/*/actions/variables/* delete-an-organization-variable
        PATCH orgs/*/actions/variables/* update-an-organization-variable
        GET orgs/*/actions/variables/*/repositories list-selected-repositories-for-an-organization-variable
        PUT orgs/*/actions/variables/*/repositories set-selected-repositories-for-an-organization-variable
        PUT orgs/*/actions/variables/*/repositories/* add-selected-repository-to-an-organization-variable
        DELETE orgs/*/actions/variables/*/repositories/* remove-selected-repository-from-an-organization-variable
        [activity/events]
        GET orgs/*/events list-public-organization-events
        [apps/apps]
        GET orgs/*/installation get-an-organization-installation-for-the-authenticated-app
        [billing/budgets]
        GET organizations/*/settings/billing/budgets get-all-budgets-for-an-organization
        GET organizations/*/settings/billing/budgets/* get-a-budget-by-id-for-an-organization
        DELETE organizations/*/settings/billing/budgets/* delete-a-budget-for-an-organization
        PATCH organizations/*/settings/billing/budgets/* update-a-budget-for-an-organization
        [billing/usage]
        GET organizations/*/settings/billing/premium_request/usage get-billing-premium-request-usage-report-for-an-organization
        GET organizations/*/settings/billing/usage get-billing-usage-report-for-an-organization
        GET organizations/*/settings/billing/usage/summary get-billing-usage-summary-for-an-organization
        [campaigns/campaigns]
        GET orgs/*/campaigns list-campaigns-for-an-organization
        POST orgs/*/campaigns create-a-campaign-for-an-organization
        GET orgs/*/campaigns/* get-a-campaign-for-an-organization
        DELETE orgs/*/campaigns/* delete-a-campaign-for-an-organization
        PATCH orgs/*/campaigns/* update-a-campaign
        [code-scanning/code-scanning]
        GET orgs/*/code-scanning/alerts list-code-scanning-alerts-for-an-organization
        [code-security/configurations]
        GET enterprises/*/code-security/configurations get-code-security-configurations-for-an-enterprise
        POST enterprises/*/code-security/configurations create-a-code-security-configuration-for-an-enterprise
        GET enterprises/*/code-security/configurations/defaults get-default-code-security-configurations-for-an-enterprise
        GET enterprises/*/code-security/configurations/* retrieve-a-code-security-configuration-of-an-enterprise
        DELETE enterprises/*/code-security/configurations/* delete-a-code-security-configuration-for-an-enterprise
        PATCH enterprises/*/code-security/configurations/* update-a-custom-code-security-configuration-for-an-enterprise
        POST enterprises/*/code-security/configurations/*/attach attach-an-enterprise-configuration-to-repositories
        PUT enterprises/*/code-security/configurations/*/defaults set-a-code-security-configuration-as-a-default-for-an-enterprise
        GET enterprises/*/code-security/configurations/*/repositories
        GET orgs/*/code-security/configurations get-code-security-configurations-for-an-organization
        POST orgs/*/code-security/configurations create-a-code-security-configuration
        GET orgs/*/code-security/configurations/defaults get-default-code-security-configurations
        DELETE orgs/*/code-security/configurations/detach detach-configurations-from-repositories
        GET orgs/*/code-security/configurations/* get-a-code-security-configuration
        DELETE orgs/*/code-security/configurations/* delete-a-code-security-configuration
        PATCH orgs/*/code-security/configurations/* update-a-code-security-configuration
        POST orgs/*/code-security/configurations/*/attach attach-a-configuration-to-repositories
        PUT orgs/*/code-security/configurations/*/defaults set-a-code-security-configuration-as-a-default-for-an-organization
        GET orgs/*/code-security/configurations/*/repositories get-repositories-associated-with-a-code-security-configuration
        [codespaces/organization-secrets]
        GET orgs/*/codespaces/secrets list-organization-secrets
        GET orgs/*/codespaces/secrets/public-key get-an-organization-public-key
        GET orgs/*/codespaces/secrets/* get-an-organization-secret
        PUT orgs/*/codespaces/secrets/* create-or-update-an-organization-secret
        DELETE orgs/*/codespaces/secrets/* delete-an-organization-secret
        GET orgs/*/codespaces/secrets/*/repositories list-selected-repositories-for-an-organization-secret
        PUT orgs/*/codespaces/secrets/*/repositories set-selected-repositories-for-an-organization-secret
        PUT orgs/*/codespaces/secrets/*/repositories/* add-selected-repository-to-an-organization-secret
        DELETE orgs/*/codespaces/secrets/*/repositories/* remove-selected-repository-from-an-organization-secret
        [codespaces/organizations]
        GET orgs/*/codespaces list-codespaces-for-the-organization
        PUT orgs/*/codespaces/access manage-access-control-for-organization-codespaces
        POST orgs/*/codespaces/access/selected_users add-users-to-codespaces-access-for-an-organization
        DELETE orgs/*/codespaces/access/selected_users remove-users-from-codespaces-access-for-an-organization
        GET orgs/*/members/*/codespaces list-codespaces-for-a-user-in-organization
        DELETE orgs/*/members/*/codespaces/* delete-a-codespace-from-the-organization
        POST orgs/*/members/*/codespaces/*/stop stop-a-codespace-for-an-organization-user
        [copilot/copilot-metrics]
        GET orgs/*/copilot/metrics get-copilot-metrics-for-an-organization
        GET orgs/*/team/*/copilot/metrics get-copilot-metrics-for-a-team
        [copilot/copilot-user-management]
        GET orgs/*/copilot/billing get-copilot-seat-information-and-settings-for-an-organization
        GET orgs/*/copilot/billing/seats list-all-copilot-seat-assignments-for-an-organization
        POST orgs/*/copilot/billing/selected_teams add-teams-to-the-copilot-subscription-for-an-organization
        DELETE orgs/*/copilot/billing/selected_teams remove-teams-from-the-copilot-subscription-for-an-organization
        POST orgs/*/copilot/billing/selected_users add-users-to-the-copilot-subscription-for-an-organization
        DELETE orgs/*/copilot/billing/selected_users remove-users-from-the-copilot-subscription-for-an-organization
        GET orgs/*/members/*/copilot get-copilot-seat-assignment-details-for-a-user
        [dependabot/alerts]
        GET enterprises/*/dependabot/alerts list-dependabot-alerts-for-an-enterprise
        GET orgs/*/dependabot/alerts list-dependabot-alerts-for-an-organization
        [dependabot/repository-access]
        GET organizations/*/dependabot/repository-access lists-the-repositories-dependabot-can-access-in-an-organization
        PATCH organizations/*/dependabot/repository-access updates-dependabots-repository-access-list-for-an-organization
        PUT organizations/*/dependabot/repository-access/default-level set-the-default-repository-access-level-for-dependabot
        [dependabot/secrets]
        GET orgs/*/dependabot/secrets list-organization-secrets
        GET orgs/*/dependabot/secrets/public-key get-an-organization-public-key
        GET orgs/*/dependabot/secrets/* get-an-organization-secret
        PUT orgs/*/dependabot/secrets/* create-or-update-an-organization-secret
        DELETE orgs/*/dependabot/secrets/* delete-an-organization-secret
        GET orgs/*/dependabot/secrets/*/repositories list-selected-repositories-for-an-organization-secret
        PUT orgs/*/dependabot/secrets/*/repositories set-selected-repositories-for-an-organization-secret
        PUT orgs/*/dependabot/secrets/*/repositories/* add-selected-repository-to-an-organization-secret
        DELETE orgs/*/dependabot/secrets/*/repositories/* remove-selected-repository-from-an-organization-secret
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
