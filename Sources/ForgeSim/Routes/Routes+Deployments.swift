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
        routes.post(path) { try await DeploymentCreation(call: $0).run() }
        routes.delete("\(path)/{id}") { try deleteDeployment($0) }
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
        routes.post("\(path)/{id}/statuses") { try createDeploymentStatus($0) }
        routes.get("\(path)/{id}/statuses/{status}") { call in
            let (repository, deployment) = try findDeployment(call)
            return try call.read { tx in
                let status = try DeploymentStatus.fetchOne(cached: tx.db, key: try call.id("status"))
                guard let status, status.deploymentID == deployment.id else { throw Refusal.notFound }
                return .json(try tx.render(status, deployment, repository))
            }
        }
    }

    private static func findDeployment(_ call: Call) throws -> (Repository, Deployment) {
        let repository = try call.repository()
        let deployment = try call.read { try Deployment.fetchOne(cached: $0.db, key: try call.id("id")) }
        guard let deployment, deployment.repositoryID == repository.id else { throw Refusal.notFound }
        return (repository, deployment)
    }

    /// An active deployment can be deleted only if it is the only one.
    private static func deleteDeployment(_ call: Call) throws -> Reply {
        let (repository, deployment) = try findDeployment(call)
        _ = try call.allowed(.write, on: repository)
        try call.change { tx in
            let count = try Int.fetchOne(
                cached: tx.db, sql: "SELECT count(*) FROM deployments WHERE repositoryID = ?", arguments: [repository.id])
            let latest = try String.fetchOne(
                cached: tx.db, sql: "SELECT state FROM deploymentStatuses WHERE deploymentID = ? ORDER BY id DESC",
                arguments: [deployment.id])
            if count ?? 0 > 1, latest == nil || latest == "success" {
                throw Refusal.unprocessable(
                    "We cannot delete an active deployment unless it is the only deployment in a given environment.")
            }
            try deployment.delete(tx.db)
        }
        return .noContent
    }

    private static func createDeploymentStatus(_ call: Call) throws -> Reply {
        let (repository, deployment) = try findDeployment(call)
        let user = try call.allowed(.write, on: repository)
        let body = try call.json()
        let states = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"]
        guard let state = body["state"].string, states.contains(state) else {
            throw Refusal.field("DeploymentStatus", "state", "custom", "state is not included in the list")
        }
        try RequestShape.check(
            body,
            [
                ("description", .optionalString), ("target_url", .optionalString), ("log_url", .optionalString),
                ("environment_url", .optionalString), ("environment", .string), ("auto_inactive", .boolean),
            ])
        if let description = body["description"].string, description.count > 140 {
            throw Refusal.field("DeploymentStatus", "description", "custom", "description is too long (maximum is 140 characters)")
        }
        return try call.change { tx in
            var current = deployment
            if let environment = body["environment"].string { current.environment = environment }
            current.updatedAt = tx.now
            try current.update(tx.db)
            let changes = DeploymentChanges(tx: tx, repository: repository, user: user)
            let status = try changes.add(state, to: current, body)
            if state == "success", body["auto_inactive"].bool ?? true { try changes.retireOthers(current) }
            let rendered = try tx.render(status, current, repository)
            return Reply.created(rendered).header("Location", rendered["url"].string ?? "")
        }
    }
}

/// Sets the states of deployments, with the events that follow.
struct DeploymentChanges {
    let tx: Transaction
    let repository: Repository
    let user: User

    @discardableResult
    func add(_ state: String, to deployment: Deployment, _ body: ForgeJSON = [:]) throws -> DeploymentStatus {
        let status = DeploymentStatus(
            id: try tx.db.nextID("deploymentStatus"), deploymentID: deployment.id, state: state, description: body["description"].string,
            targetURL: body["log_url"].string ?? body["target_url"].string, environmentURL: body["environment_url"].string,
            userID: user.id, createdAt: tx.now, environment: deployment.environment)
        try status.insert(tx.db)
        try tx.emit(
            "deployment_status", "created", repository, sender: user,
            [
                "deployment_status": try tx.render(status, deployment, repository),
                "deployment": try tx.render(deployment, repository), "check_run": .null, "workflow": .null, "workflow_run": .null,
            ])
        return status
    }

    /// A success makes the earlier ones of its environment inactive, except for transient and production ones.
    func retireOthers(_ deployment: Deployment) throws {
        let sql = """
            SELECT * FROM deployments WHERE repositoryID = ? AND environment = ? AND id < ? AND NOT transient AND NOT production
            ORDER BY id
            """
        let others = try Deployment.fetchAll(cached: tx.db, sql: sql, arguments: [repository.id, deployment.environment, deployment.id])
        for other in others {
            let latest = try String.fetchOne(
                cached: tx.db, sql: "SELECT state FROM deploymentStatuses WHERE deploymentID = ? ORDER BY id DESC", arguments: [other.id])
            if latest == "success" { try add("inactive", to: other) }
        }
    }
}
