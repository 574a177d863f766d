extension Transaction {
    func render(_ deployment: Deployment, _ repository: Repository) throws -> ForgeJSON {
        let api = try apiURL(repository)
        let url = "\(api)/deployments/\(deployment.id)"
        return [
            "url": .string(url), "id": .int(deployment.id), "node_id": .string(nodeID("Deployment", deployment.id)),
            "task": .string(deployment.task), "original_environment": .string(deployment.originalEnvironment),
            "environment": .string(deployment.environment), "description": ForgeJSON(deployment.description),
            "created_at": Times.json(deployment.createdAt), "updated_at": Times.json(deployment.updatedAt),
            "statuses_url": .string("\(url)/statuses"), "repository_url": .string(api), "creator": try renderUser(deployment.userID),
            "sha": .string(deployment.sha), "ref": .string(deployment.ref), "payload": (try? ForgeJSON(parsing: deployment.payload)) ?? [:],
            "transient_environment": .bool(deployment.transient), "production_environment": .bool(deployment.production),
            "performed_via_github_app": .null,
        ]
    }

    func render(_ status: DeploymentStatus, _ deployment: Deployment, _ repository: Repository) throws -> ForgeJSON {
        let api = try apiURL(repository)
        let url = "\(api)/deployments/\(deployment.id)"
        return [
            "url": .string("\(url)/statuses/\(status.id)"), "id": .int(status.id),
            "node_id": .string(nodeID("DeploymentStatus", status.id)), "state": .string(status.state),
            "creator": try renderUser(status.userID),
            "description": .string(status.description ?? ""), "environment": .string(status.environment),
            "target_url": .string(status.targetURL ?? ""), "created_at": Times.json(status.createdAt),
            "updated_at": Times.json(status.createdAt), "deployment_url": .string(url), "repository_url": .string(api),
            "environment_url": .string(status.environmentURL ?? ""), "log_url": .string(status.targetURL ?? ""),
            "performed_via_github_app": .null,
        ]
    }
}
