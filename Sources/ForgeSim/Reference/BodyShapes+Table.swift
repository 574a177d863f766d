extension BodyShapes {
    /// The members of request bodies, one line per operation; `!` marks those that must not be null.
    static let table = """
        PATCH app/hook/config url:s content_type:s secret:s insecure_ssl:ns
        POST app/installations/*/access_tokens repositories:a repository_ids:a permissions:o
        PATCH orgs/* billing_email:s company:s email:s twitter_username:s location:s name:s description:s has_organization_projects:b \
        has_repository_projects:b default_repository_permission:s members_can_create_repositories:b \
        members_can_create_internal_repositories:b members_can_create_private_repositories:b members_can_create_public_repositories:b \
        members_allowed_repository_creation_type:s members_can_create_pages:b members_can_create_public_pages:b \
        members_can_create_private_pages:b members_can_fork_private_repositories:b web_commit_signoff_required:b blog:s \
        advanced_security_enabled_for_new_repositories:b dependabot_alerts_enabled_for_new_repositories:b \
        dependabot_security_updates_enabled_for_new_repositories:b dependency_graph_enabled_for_new_repositories:b \
        secret_scanning_enabled_for_new_repositories:b secret_scanning_push_protection_enabled_for_new_repositories:b \
        secret_scanning_push_protection_custom_link_enabled:b secret_scanning_push_protection_custom_link:s \
        deploy_keys_enabled_for_repositories:b
        POST orgs/*/hooks name:s! config:o! events:a active:b
        PATCH orgs/*/hooks/* config:o events:a active:b name:s
        PATCH orgs/*/hooks/*/config url:s content_type:s secret:s insecure_ssl:ns
        POST orgs/*/repos name:s! description:s homepage:s private:b visibility:s has_issues:b has_projects:b has_wiki:b \
        has_downloads:b is_template:b team_id:i auto_init:b gitignore_template:s license_template:s allow_squash_merge:b \
        allow_merge_commit:b allow_rebase_merge:b allow_auto_merge:b delete_branch_on_merge:b use_squash_pr_title_as_default:b \
        squash_merge_commit_title:s squash_merge_commit_message:s merge_commit_title:s merge_commit_message:s custom_properties:o
        POST orgs/*/rulesets name:s! target:s enforcement:s! bypass_actors:a conditions:o rules:a
        PUT orgs/*/rulesets/* name:s target:s enforcement:s bypass_actors:a conditions:o rules:a
        PATCH repos/*/* name:s description:s homepage:s private:b visibility:s security_and_analysis:o has_issues:b has_projects:b \
        has_wiki:b is_template:b default_branch:s allow_squash_merge:b allow_merge_commit:b allow_rebase_merge:b allow_auto_merge:b \
        delete_branch_on_merge:b allow_update_branch:b use_squash_pr_title_as_default:b squash_merge_commit_title:s \
        squash_merge_commit_message:s merge_commit_title:s merge_commit_message:s archived:b allow_forking:b \
        web_commit_signoff_required:b
        POST repos/*/*/autolinks key_prefix:s! url_template:s! is_alphanumeric:b
        PUT repos/*/*/branches/*/protection required_status_checks:o enforce_admins:b required_pull_request_reviews:o restrictions:o \
        required_linear_history:b allow_force_pushes:b allow_deletions:b block_creations:b required_conversation_resolution:b \
        lock_branch:b allow_fork_syncing:b
        PATCH repos/*/*/branches/*/protection/required_pull_request_reviews dismissal_restrictions:o dismiss_stale_reviews:b \
        require_code_owner_reviews:b required_approving_review_count:i require_last_push_approval:b bypass_pull_request_allowances:o
        PATCH repos/*/*/branches/*/protection/required_status_checks strict:b contexts:a checks:a
        DELETE repos/*/*/branches/*/protection/restrictions/apps apps:a!
        POST repos/*/*/branches/*/protection/restrictions/apps apps:a!
        PUT repos/*/*/branches/*/protection/restrictions/apps apps:a!
        DELETE repos/*/*/branches/*/protection/restrictions/users users:a!
        POST repos/*/*/branches/*/protection/restrictions/users users:a!
        PUT repos/*/*/branches/*/protection/restrictions/users users:a!
        POST repos/*/*/branches/*/rename new_name:s!
        POST repos/*/*/check-runs name:s! head_sha:s! details_url:s external_id:s status:s started_at:s conclusion:s completed_at:s \
        output:o actions:a
        PATCH repos/*/*/check-runs/* name:s details_url:s external_id:s started_at:s status:s conclusion:s completed_at:s output:o \
        actions:a
        POST repos/*/*/check-suites head_sha:s!
        PATCH repos/*/*/check-suites/preferences auto_trigger_checks:a
        PUT repos/*/*/collaborators/* permission:s
        PATCH repos/*/*/comments/* body:s!
        POST repos/*/*/comments/*/reactions content:s!
        POST repos/*/*/commits/*/comments body:s! path:s position:i line:i
        DELETE repos/*/*/contents/** message:s! sha:s! branch:s committer:o author:o
        PUT repos/*/*/contents/** message:s! content:s! sha:s branch:s committer:o author:o
        POST repos/*/*/deployments ref:s! task:s auto_merge:b required_contexts:a payload:os environment:s description:s \
        transient_environment:b production_environment:b
        POST repos/*/*/deployments/*/statuses state:s! target_url:s log_url:s description:s environment:s environment_url:s \
        auto_inactive:b
        POST repos/*/*/dispatches event_type:s! client_payload:o
        PUT repos/*/*/environments/* wait_timer:i prevent_self_review:b reviewers:a deployment_branch_policy:o
        POST repos/*/*/forks organization:s name:s default_branch_only:b
        POST repos/*/*/git/blobs content:s! encoding:s
        POST repos/*/*/git/commits message:s! tree:s! parents:a author:o committer:o signature:s
        POST repos/*/*/git/refs ref:s! sha:s!
        PATCH repos/*/*/git/refs/** sha:s! force:b
        POST repos/*/*/git/tags tag:s! message:s! object:s! type:s! tagger:o
        POST repos/*/*/git/trees tree:a! base_tree:s
        POST repos/*/*/hooks name:s config:o events:a active:b
        PATCH repos/*/*/hooks/* config:o events:a add_events:a remove_events:a active:b
        PATCH repos/*/*/hooks/*/config url:s content_type:s secret:s insecure_ssl:ns
        PATCH repos/*/*/invitations/* permissions:s
        POST repos/*/*/issues title:is! body:s assignee:s milestone:is labels:a assignees:a type:s
        PATCH repos/*/*/issues/comments/* body:s!
        POST repos/*/*/issues/comments/*/reactions content:s!
        PATCH repos/*/*/issues/* title:is body:s assignee:s state:s state_reason:s milestone:is labels:a assignees:a type:s
        DELETE repos/*/*/issues/*/assignees assignees:a
        POST repos/*/*/issues/*/assignees assignees:a
        POST repos/*/*/issues/*/comments body:s!
        PUT repos/*/*/issues/*/lock lock_reason:s
        POST repos/*/*/issues/*/reactions content:s!
        POST repos/*/*/keys title:s key:s! read_only:b
        POST repos/*/*/labels name:s! color:s description:s
        PATCH repos/*/*/labels/* new_name:s color:s description:s
        POST repos/*/*/merge-upstream branch:s!
        POST repos/*/*/merges base:s! head:s! commit_message:s
        POST repos/*/*/milestones title:s! state:s description:s due_on:s
        PATCH repos/*/*/milestones/* title:s state:s description:s due_on:s
        POST repos/*/*/pulls title:s head:s! head_repo:s base:s! body:s maintainer_can_modify:b draft:b issue:i
        PATCH repos/*/*/pulls/comments/* body:s!
        POST repos/*/*/pulls/comments/*/reactions content:s!
        PATCH repos/*/*/pulls/* title:s body:s state:s base:s maintainer_can_modify:b
        POST repos/*/*/pulls/*/comments body:s! commit_id:s! path:s! position:i side:s line:i start_line:i start_side:s in_reply_to:i \
        subject_type:s
        POST repos/*/*/pulls/*/comments/*/replies body:s!
        PUT repos/*/*/pulls/*/merge commit_title:s commit_message:s sha:s merge_method:s
        DELETE repos/*/*/pulls/*/requested_reviewers reviewers:a! team_reviewers:a
        POST repos/*/*/pulls/*/requested_reviewers reviewers:a team_reviewers:a
        POST repos/*/*/pulls/*/reviews commit_id:s body:s event:s comments:a
        PUT repos/*/*/pulls/*/reviews/* body:s!
        PUT repos/*/*/pulls/*/reviews/*/dismissals message:s! event:s
        POST repos/*/*/pulls/*/reviews/*/events body:s event:s!
        PUT repos/*/*/pulls/*/update-branch expected_head_sha:s
        POST repos/*/*/releases tag_name:s! target_commitish:s name:s body:s draft:b prerelease:b discussion_category_name:s \
        generate_release_notes:b make_latest:s
        PATCH repos/*/*/releases/assets/* name:s label:s state:s
        POST repos/*/*/releases/generate-notes tag_name:s! target_commitish:s previous_tag_name:s configuration_file_path:s
        PATCH repos/*/*/releases/* tag_name:s target_commitish:s name:s body:s draft:b prerelease:b make_latest:s \
        discussion_category_name:s
        POST repos/*/*/releases/*/reactions content:s!
        POST repos/*/*/rulesets name:s! target:s enforcement:s! bypass_actors:a conditions:o rules:a
        PUT repos/*/*/rulesets/* name:s target:s enforcement:s bypass_actors:a conditions:o rules:a
        POST repos/*/*/statuses/* state:s! target_url:s description:s context:s
        PUT repos/*/*/subscription subscribed:b ignored:b
        PUT repos/*/*/topics names:a!
        POST repos/*/*/transfer new_owner:s! new_name:s team_ids:a
        PATCH user name:s email:s blog:s twitter_username:s company:s location:s hireable:b bio:s
        POST user/keys title:s key:s!
        POST user/repos name:s! description:s homepage:s private:b has_issues:b has_projects:b has_wiki:b has_discussions:b team_id:i \
        auto_init:b gitignore_template:s license_template:s allow_squash_merge:b allow_merge_commit:b allow_rebase_merge:b \
        allow_auto_merge:b delete_branch_on_merge:b squash_merge_commit_title:s squash_merge_commit_message:s merge_commit_title:s \
        merge_commit_message:s has_downloads:b is_template:b
        """
}
