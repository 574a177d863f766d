extension Reference {
    /// What an organization has besides its members: actions, billing, security, Codespaces.
    static let organizationFeatures = """
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
        """
}
