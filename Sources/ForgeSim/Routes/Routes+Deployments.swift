import GRDB

/// Deployments and their statuses.
extension Routes {
    static func deployments(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/deployments"
        routes.get(path) { call in
            let repository = try call.repository()
            return try call.read { tx in
                var all = try Deployment.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM deployments WHERE repositoryID = ? ORDER BY id DESC", arguments: [repository.id])
                if let sha = call.query["sha"] { all = all.filter { $0.sha == sha } }
                if let ref = call.query["ref"] { all = all.filter { $0.ref == ref } }
                if let environment = call.query["environment"] { all = all.filter { $0.environment == environment } }
                if let task = call.query["task"] { all = all.filter { $0.task == task } }
                return try call.list(all) { try tx.render($0, repository) }
            }
        }
        routes.post(path) { call in
            let repository = try call.repository(.write)
            let user = try call.signedIn()
            let body = try call.json()
            guard let ref = body["ref"].string else { throw Refusal.notSupplied("ref") }
            guard let sha = try resolve(ref, try call.git(repository)) else { throw Refusal.unprocessable("No ref found for: \(ref)") }
            return try call.change { tx in
                let deployment = Deployment(
                    id: try tx.db.nextID("deployment"), repositoryID: repository.id, sha: sha, ref: ref,
                    task: body["task"].string ?? "deploy",
                    environment: body["environment"].string ?? "production", description: body["description"].string,
                    payload: body["payload"].isNull ? "{}" : body["payload"].text, userID: user.id, createdAt: tx.now, updatedAt: tx.now)
                try deployment.insert(tx.db)
                let rendered = try tx.render(deployment, repository)
                try tx.emit("deployment", "created", repository, sender: user, ["deployment": rendered])
                return .created(rendered)
            }
        }
        routes.get("\(path)/{id}") { call in
            let (repository, deployment) = try findDeployment(call)
            return try call.read { .json(try $0.render(deployment, repository)) }
        }
        routes.get("\(path)/{id}/statuses") { call in
            let (repository, deployment) = try findDeployment(call)
            return try call.read { tx in
                let all = try DeploymentStatus.fetchAll(
                    cached: tx.db, sql: "SELECT * FROM deploymentStatuses WHERE deploymentID = ? ORDER BY id DESC",
                    arguments: [deployment.id])
                return try call.list(all) { try tx.render($0, deployment, repository) }
            }
        }
        routes.post("\(path)/{id}/statuses") { call in
            let (repository, deployment) = try findDeployment(call)
            let user = try call.signedIn()
            guard try call.permission(on: repository) >= .write else { throw Refusal.notFound }
            let body = try call.json()
            let states = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"]
            guard let state = body["state"].string, states.contains(state) else {
                throw Refusal.field("DeploymentStatus", "state", "custom", "state is not included in the list")
            }
            return try call.change { tx in
                let status = DeploymentStatus(
                    id: try tx.db.nextID("deploymentStatus"), deploymentID: deployment.id, state: state,
                    description: body["description"].string,
                    targetURL: body["target_url"].string ?? body["log_url"].string, environmentURL: body["environment_url"].string,
                    userID: user.id, createdAt: tx.now)
                try status.insert(tx.db)
                let rendered = try tx.render(status, deployment, repository)
                let members: ForgeJSON = ["deployment_status": rendered, "deployment": try tx.render(deployment, repository)]
                try tx.emit("deployment_status", "created", repository, sender: user, members)
                return .created(rendered)
            }
        }
    }

    private static func findDeployment(_ call: Call) throws -> (Repository, Deployment) {
        let repository = try call.repository()
        let deployment = try call.read { try Deployment.fetchOne(cached: $0.db, key: try call.id("id")) }
        guard let deployment, deployment.repositoryID == repository.id else { throw Refusal.notFound }
        return (repository, deployment)
    }
}
