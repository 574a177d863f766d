extension Reference {
    /// What a repository has besides its code: actions, security, pages.
    static let repositoryFeatures = """
        [actions/artifacts]
        GET repos/*/*/actions/artifacts list-artifacts-for-a-repository
        GET repos/*/*/actions/artifacts/* get-an-artifact
        DELETE repos/*/*/actions/artifacts/* delete-an-artifact
        GET repos/*/*/actions/artifacts/*/* download-an-artifact
        GET repos/*/*/actions/runs/*/artifacts list-workflow-run-artifacts
        [actions/cache]
        GET repos/*/*/actions/cache/usage get-github-actions-cache-usage-for-a-repository
        GET repos/*/*/actions/caches list-github-actions-caches-for-a-repository
        DELETE repos/*/*/actions/caches delete-github-actions-caches-for-a-repository-using-a-cache-key
        DELETE repos/*/*/actions/caches/* delete-a-github-actions-cache-for-a-repository-using-a-cache-id
        [actions/oidc]
        GET repos/*/*/actions/oidc/customization/sub get-the-customization-template-for-an-oidc-subject-claim-for-a-repository
        PUT repos/*/*/actions/oidc/customization/sub set-the-customization-template-for-an-oidc-subject-claim-for-a-repository
        [actions/permissions]
        GET repos/*/*/actions/permissions get-github-actions-permissions-for-a-repository
        PUT repos/*/*/actions/permissions set-github-actions-permissions-for-a-repository
        GET repos/*/*/actions/permissions/access get-the-level-of-access-for-workflows-outside-of-the-repository
        PUT repos/*/*/actions/permissions/access set-the-level-of-access-for-workflows-outside-of-the-repository
        GET repos/*/*/actions/permissions/artifact-and-log-retention get-artifact-and-log-retention-settings-for-a-repository
        PUT repos/*/*/actions/permissions/artifact-and-log-retention set-artifact-and-log-retention-settings-for-a-repository
        GET repos/*/*/actions/permissions/fork-pr-contributor-approval get-fork-pr-contributor-approval-permissions-for-a-repository
        PUT repos/*/*/actions/permissions/fork-pr-contributor-approval set-fork-pr-contributor-approval-permissions-for-a-repository
        GET repos/*/*/actions/permissions/fork-pr-workflows-private-repos
        PUT repos/*/*/actions/permissions/fork-pr-workflows-private-repos
        GET repos/*/*/actions/permissions/selected-actions get-allowed-actions-and-reusable-workflows-for-a-repository
        PUT repos/*/*/actions/permissions/selected-actions set-allowed-actions-and-reusable-workflows-for-a-repository
        GET repos/*/*/actions/permissions/workflow get-default-workflow-permissions-for-a-repository
        PUT repos/*/*/actions/permissions/workflow set-default-workflow-permissions-for-a-repository
        [actions/secrets]
        GET repos/*/*/actions/organization-secrets list-repository-organization-secrets
        GET repos/*/*/actions/secrets list-repository-secrets
        GET repos/*/*/actions/secrets/public-key get-a-repository-public-key
        GET repos/*/*/actions/secrets/* get-a-repository-secret
        PUT repos/*/*/actions/secrets/* create-or-update-a-repository-secret
        DELETE repos/*/*/actions/secrets/* delete-a-repository-secret
        GET repos/*/*/environments/*/secrets list-environment-secrets
        GET repos/*/*/environments/*/secrets/public-key get-an-environment-public-key
        GET repos/*/*/environments/*/secrets/* get-an-environment-secret
        PUT repos/*/*/environments/*/secrets/* create-or-update-an-environment-secret
        DELETE repos/*/*/environments/*/secrets/* delete-an-environment-secret
        [actions/self-hosted-runners]
        GET repos/*/*/actions/runners list-self-hosted-runners-for-a-repository
        GET repos/*/*/actions/runners/downloads list-runner-applications-for-a-repository
        POST repos/*/*/actions/runners/generate-jitconfig create-configuration-for-a-just-in-time-runner-for-a-repository
        POST repos/*/*/actions/runners/registration-token create-a-registration-token-for-a-repository
        POST repos/*/*/actions/runners/remove-token create-a-remove-token-for-a-repository
        GET repos/*/*/actions/runners/* get-a-self-hosted-runner-for-a-repository
        DELETE repos/*/*/actions/runners/* delete-a-self-hosted-runner-from-a-repository
        GET repos/*/*/actions/runners/*/labels list-labels-for-a-self-hosted-runner-for-a-repository
        PUT repos/*/*/actions/runners/*/labels set-custom-labels-for-a-self-hosted-runner-for-a-repository
        POST repos/*/*/actions/runners/*/labels add-custom-labels-to-a-self-hosted-runner-for-a-repository
        DELETE repos/*/*/actions/runners/*/labels remove-all-custom-labels-from-a-self-hosted-runner-for-a-repository
        DELETE repos/*/*/actions/runners/*/labels/* remove-a-custom-label-from-a-self-hosted-runner-for-a-repository
        [actions/variables]
        GET repos/*/*/actions/organization-variables list-repository-organization-variables
        GET repos/*/*/actions/variables list-repository-variables
        POST repos/*/*/actions/variables create-a-repository-variable
        GET repos/*/*/actions/variables/* get-a-repository-variable
        DELETE repos/*/*/actions/variables/* delete-a-repository-variable
        PATCH repos/*/*/actions/variables/* update-a-repository-variable
        GET repos/*/*/environments/*/variables list-environment-variables
        POST repos/*/*/environments/*/variables create-an-environment-variable
        GET repos/*/*/environments/*/variables/* get-an-environment-variable
        DELETE repos/*/*/environments/*/variables/* delete-an-environment-variable
        PATCH repos/*/*/environments/*/variables/* update-an-environment-variable
        [actions/workflow-jobs]
        GET repos/*/*/actions/jobs/* get-a-job-for-a-workflow-run
        GET repos/*/*/actions/jobs/*/logs download-job-logs-for-a-workflow-run
        GET repos/*/*/actions/runs/*/attempts/*/jobs list-jobs-for-a-workflow-run-attempt
        GET repos/*/*/actions/runs/*/jobs list-jobs-for-a-workflow-run
        [actions/workflow-runs]
        POST repos/*/*/actions/jobs/*/rerun re-run-a-job-from-a-workflow-run
        GET repos/*/*/actions/runs list-workflow-runs-for-a-repository
        GET repos/*/*/actions/runs/* get-a-workflow-run
        DELETE repos/*/*/actions/runs/* delete-a-workflow-run
        GET repos/*/*/actions/runs/*/approvals get-the-review-history-for-a-workflow-run
        POST repos/*/*/actions/runs/*/approve approve-a-workflow-run-for-a-fork-pull-request
        GET repos/*/*/actions/runs/*/attempts/* get-a-workflow-run-attempt
        GET repos/*/*/actions/runs/*/attempts/*/logs download-workflow-run-attempt-logs
        POST repos/*/*/actions/runs/*/cancel cancel-a-workflow-run
        POST repos/*/*/actions/runs/*/deployment_protection_rule review-custom-deployment-protection-rules-for-a-workflow-run
        POST repos/*/*/actions/runs/*/force-cancel force-cancel-a-workflow-run
        GET repos/*/*/actions/runs/*/logs download-workflow-run-logs
        DELETE repos/*/*/actions/runs/*/logs delete-workflow-run-logs
        GET repos/*/*/actions/runs/*/pending_deployments get-pending-deployments-for-a-workflow-run
        POST repos/*/*/actions/runs/*/pending_deployments review-pending-deployments-for-a-workflow-run
        POST repos/*/*/actions/runs/*/rerun re-run-a-workflow
        POST repos/*/*/actions/runs/*/rerun-failed-jobs re-run-failed-jobs-from-a-workflow-run
        GET repos/*/*/actions/runs/*/timing get-workflow-run-usage
        GET repos/*/*/actions/workflows/*/runs list-workflow-runs-for-a-workflow
        [actions/workflows]
        GET repos/*/*/actions/workflows list-repository-workflows
        GET repos/*/*/actions/workflows/* get-a-workflow
        PUT repos/*/*/actions/workflows/*/disable disable-a-workflow
        POST repos/*/*/actions/workflows/*/dispatches create-a-workflow-dispatch-event
        PUT repos/*/*/actions/workflows/*/enable enable-a-workflow
        GET repos/*/*/actions/workflows/*/timing get-workflow-usage
        [code-scanning/code-scanning]
        GET repos/*/*/code-scanning/alerts list-code-scanning-alerts-for-a-repository
        GET repos/*/*/code-scanning/alerts/* get-a-code-scanning-alert
        PATCH repos/*/*/code-scanning/alerts/* update-a-code-scanning-alert
        GET repos/*/*/code-scanning/alerts/*/autofix get-the-status-of-an-autofix-for-a-code-scanning-alert
        POST repos/*/*/code-scanning/alerts/*/autofix create-an-autofix-for-a-code-scanning-alert
        POST repos/*/*/code-scanning/alerts/*/autofix/commits commit-an-autofix-for-a-code-scanning-alert
        GET repos/*/*/code-scanning/alerts/*/instances list-instances-of-a-code-scanning-alert
        GET repos/*/*/code-scanning/analyses list-code-scanning-analyses-for-a-repository
        GET repos/*/*/code-scanning/analyses/* get-a-code-scanning-analysis-for-a-repository
        DELETE repos/*/*/code-scanning/analyses/* delete-a-code-scanning-analysis-from-a-repository
        GET repos/*/*/code-scanning/codeql/databases list-codeql-databases-for-a-repository
        GET repos/*/*/code-scanning/codeql/databases/* get-a-codeql-database-for-a-repository
        DELETE repos/*/*/code-scanning/codeql/databases/* delete-a-codeql-database
        POST repos/*/*/code-scanning/codeql/variant-analyses create-a-codeql-variant-analysis
        GET repos/*/*/code-scanning/codeql/variant-analyses/* get-the-summary-of-a-codeql-variant-analysis
        GET repos/*/*/code-scanning/codeql/variant-analyses/*/repos/*/*
        GET repos/*/*/code-scanning/default-setup get-a-code-scanning-default-setup-configuration
        PATCH repos/*/*/code-scanning/default-setup update-a-code-scanning-default-setup-configuration
        POST repos/*/*/code-scanning/sarifs upload-an-analysis-as-sarif-data
        GET repos/*/*/code-scanning/sarifs/* get-information-about-a-sarif-upload
        [code-security/configurations]
        GET repos/*/*/code-security-configuration get-the-code-security-configuration-associated-with-a-repository
        [codespaces/codespaces]
        GET repos/*/*/codespaces list-codespaces-in-a-repository-for-the-authenticated-user
        POST repos/*/*/codespaces create-a-codespace-in-a-repository
        GET repos/*/*/codespaces/devcontainers list-devcontainer-configurations-in-a-repository-for-the-authenticated-user
        GET repos/*/*/codespaces/new get-default-attributes-for-a-codespace
        GET repos/*/*/codespaces/permissions_check
        [codespaces/machines]
        GET repos/*/*/codespaces/machines list-available-machine-types-for-a-repository
        [codespaces/repository-secrets]
        GET repos/*/*/codespaces/secrets list-repository-secrets
        GET repos/*/*/codespaces/secrets/public-key get-a-repository-public-key
        GET repos/*/*/codespaces/secrets/* get-a-repository-secret
        PUT repos/*/*/codespaces/secrets/* create-or-update-a-repository-secret
        DELETE repos/*/*/codespaces/secrets/* delete-a-repository-secret
        [dependabot/alerts]
        GET repos/*/*/dependabot/alerts list-dependabot-alerts-for-a-repository
        GET repos/*/*/dependabot/alerts/* get-a-dependabot-alert
        PATCH repos/*/*/dependabot/alerts/* update-a-dependabot-alert
        [dependabot/secrets]
        GET repos/*/*/dependabot/secrets list-repository-secrets
        GET repos/*/*/dependabot/secrets/public-key get-a-repository-public-key
        GET repos/*/*/dependabot/secrets/* get-a-repository-secret
        PUT repos/*/*/dependabot/secrets/* create-or-update-a-repository-secret
        DELETE repos/*/*/dependabot/secrets/* delete-a-repository-secret
        [dependency-graph/dependency-review]
        GET repos/*/*/dependency-graph/compare/* get-a-diff-of-the-dependencies-between-commits
        [dependency-graph/dependency-submission]
        POST repos/*/*/dependency-graph/snapshots create-a-snapshot-of-dependencies-for-a-repository
        [dependency-graph/sboms]
        GET repos/*/*/dependency-graph/sbom export-a-software-bill-of-materials-sbom-for-a-repository
        [deployments/branch-policies]
        GET repos/*/*/environments/*/deployment-branch-policies list-deployment-branch-policies
        POST repos/*/*/environments/*/deployment-branch-policies create-a-deployment-branch-policy
        GET repos/*/*/environments/*/deployment-branch-policies/* get-a-deployment-branch-policy
        PUT repos/*/*/environments/*/deployment-branch-policies/* update-a-deployment-branch-policy
        DELETE repos/*/*/environments/*/deployment-branch-policies/* delete-a-deployment-branch-policy
        [deployments/environments]
        GET repos/*/*/environments list-environments
        GET repos/*/*/environments/* get-an-environment
        PUT repos/*/*/environments/* create-or-update-an-environment
        DELETE repos/*/*/environments/* delete-an-environment
        [deployments/protection-rules]
        GET repos/*/*/environments/*/deployment_protection_rules get-all-deployment-protection-rules-for-an-environment
        POST repos/*/*/environments/*/deployment_protection_rules create-a-custom-deployment-protection-rule-on-an-environment
        GET repos/*/*/environments/*/deployment_protection_rules/apps
        GET repos/*/*/environments/*/deployment_protection_rules/* get-a-custom-deployment-protection-rule
        DELETE repos/*/*/environments/*/deployment_protection_rules/* disable-a-custom-protection-rule-for-an-environment
        [metrics/community]
        GET repos/*/*/community/profile get-community-profile-metrics
        [metrics/statistics]
        GET repos/*/*/stats/code_frequency get-the-weekly-commit-activity
        GET repos/*/*/stats/commit_activity get-the-last-year-of-commit-activity
        GET repos/*/*/stats/contributors get-all-contributor-commit-activity
        GET repos/*/*/stats/participation get-the-weekly-commit-count
        GET repos/*/*/stats/punch_card get-the-hourly-commit-count-for-each-day
        [metrics/traffic]
        GET repos/*/*/traffic/clones get-repository-clones
        GET repos/*/*/traffic/popular/paths get-top-referral-paths
        GET repos/*/*/traffic/popular/referrers get-top-referral-sources
        GET repos/*/*/traffic/views get-page-views
        [migrations/source-imports]
        GET repos/*/*/import get-an-import-status
        PUT repos/*/*/import start-an-import
        DELETE repos/*/*/import cancel-an-import
        PATCH repos/*/*/import update-an-import
        GET repos/*/*/import/authors get-commit-authors
        PATCH repos/*/*/import/authors/* map-a-commit-author
        GET repos/*/*/import/large_files get-large-files
        PATCH repos/*/*/import/lfs update-git-lfs-preference
        [pages/pages]
        GET repos/*/*/pages get-a-apiname-pages-site
        PUT repos/*/*/pages update-information-about-a-apiname-pages-site
        POST repos/*/*/pages create-a-apiname-pages-site
        DELETE repos/*/*/pages delete-a-apiname-pages-site
        GET repos/*/*/pages/builds list-apiname-pages-builds
        POST repos/*/*/pages/builds request-a-apiname-pages-build
        GET repos/*/*/pages/builds/latest get-latest-pages-build
        GET repos/*/*/pages/builds/* get-apiname-pages-build
        POST repos/*/*/pages/deployments create-a-github-pages-deployment
        GET repos/*/*/pages/deployments/* get-the-status-of-a-github-pages-deployment
        POST repos/*/*/pages/deployments/*/cancel cancel-a-github-pages-deployment
        GET repos/*/*/pages/health get-a-dns-health-check-for-github-pages
        [repos/autolinks]
        GET repos/*/*/autolinks get-all-autolinks-of-a-repository
        POST repos/*/*/autolinks create-an-autolink-reference-for-a-repository
        GET repos/*/*/autolinks/* get-an-autolink-reference-of-a-repository
        DELETE repos/*/*/autolinks/* delete-an-autolink-reference-from-a-repository
        [secret-scanning/secret-scanning]
        GET repos/*/*/secret-scanning/alerts list-secret-scanning-alerts-for-a-repository
        GET repos/*/*/secret-scanning/alerts/* get-a-secret-scanning-alert
        PATCH repos/*/*/secret-scanning/alerts/* update-a-secret-scanning-alert
        GET repos/*/*/secret-scanning/alerts/*/locations list-locations-for-a-secret-scanning-alert
        POST repos/*/*/secret-scanning/push-protection-bypasses create-a-push-protection-bypass
        GET repos/*/*/secret-scanning/scan-history get-secret-scanning-scan-history-for-a-repository
        [security-advisories/repository-advisories]
        GET repos/*/*/security-advisories list-repository-security-advisories
        POST repos/*/*/security-advisories create-a-repository-security-advisory
        POST repos/*/*/security-advisories/reports privately-report-a-security-vulnerability
        GET repos/*/*/security-advisories/* get-a-repository-security-advisory
        PATCH repos/*/*/security-advisories/* update-a-repository-security-advisory
        POST repos/*/*/security-advisories/*/cve request-a-cve-for-a-repository-security-advisory
        POST repos/*/*/security-advisories/*/forks create-a-temporary-private-fork
        """
}
