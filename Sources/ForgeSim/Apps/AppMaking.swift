import CryptoExtras
import GRDB

/// Creates apps and installs them.
struct AppMaking {
    let tx: Transaction

    /// A new app and its private key, which is shown only once.
    struct Made {
        let app: SimApp
        let pem: String
    }

    /// The properties of an app to be created.
    struct Wish {
        var slug: String
        var name: String
        var description: String?
        var externalURL: String
        var permissions: ForgeJSON
        var events: ForgeJSON
        var hookURL: String?
        var hookSecret: String?

        /// Reads an app manifest.
        init(manifest: ForgeJSON) {
            name = manifest["name"].string ?? ""
            slug = Self.slug(name)
            description = manifest["description"].string
            externalURL = manifest["url"].string ?? ""
            permissions = manifest["default_permissions"].object == nil ? [:] : manifest["default_permissions"]
            events = manifest["default_events"].array == nil ? [] : manifest["default_events"]
            hookURL = manifest["hook_attributes"]["url"].string
        }

        /// Reads the body of the control call.
        init(control body: ForgeJSON) {
            name = body["name"].string ?? body["slug"].string ?? ""
            slug = body["slug"].string ?? Self.slug(name)
            description = body["description"].string
            externalURL = body["external_url"].string ?? "https://example.com"
            permissions = body["permissions"].object == nil ? [:] : body["permissions"]
            events = body["events"].array == nil ? [] : body["events"]
            hookURL = body["webhook_url"].string
            hookSecret = body["webhook_secret"].string
        }

        private static func slug(_ name: String) -> String {
            let dashed = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
            return String(dashed).split(separator: "-").joined(separator: "-")
        }
    }

    func make(_ wish: Wish, owner: User) throws -> Made {
        guard !wish.slug.isEmpty else { throw Refusal.invalid("Name can't be blank") }
        guard try SimApp.find(tx.db, slug: wish.slug) == nil else { throw Refusal.invalid("Name has already been taken") }
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let bot = User(
            id: try tx.db.nextID("user"), login: "\(wish.slug)[bot]", type: "Bot", name: nil, email: nil, role: nil, createdAt: tx.now)
        try bot.insert(tx.db)
        let random = try tx.db.secret()
        var permissions = wish.permissions
        if permissions["metadata"].isNull { permissions["metadata"] = "read" }
        let app = SimApp(
            id: try tx.db.nextID("app"), slug: wish.slug, name: wish.name, ownerID: owner.id, botID: bot.id,
            clientID: "Iv1.\(random.prefix(16))", clientSecret: random, publicKey: key.publicKey.pemRepresentation,
            description: wish.description, externalURL: wish.externalURL, permissions: permissions.text, events: wish.events.text,
            hookURL: wish.hookURL, hookContentType: "json", hookSecret: wish.hookSecret, hookInsecure: "0", createdAt: tx.now,
            updatedAt: tx.now)
        try app.insert(tx.db)
        return Made(app: app, pem: key.pemRepresentation + "\n")
    }

    /// Installs an app on an account; without a list of repositories, on all of them.
    func install(_ app: SimApp, on account: User, _ repositories: [Repository]?) throws -> Installation {
        if let known = try Installation.find(tx.db, app: app.id, account: account.id) { try known.delete(tx.db) }
        let installation = Installation(
            id: try tx.db.nextID("installation"), appID: app.id, accountID: account.id, selection: repositories == nil ? "all" : "selected",
            suspendedAt: nil, createdAt: tx.now, updatedAt: tx.now)
        try installation.insert(tx.db)
        for repository in repositories ?? [] {
            try tx.db.execute(
                sql: "INSERT OR IGNORE INTO installationRepositories VALUES (?, ?)", arguments: [installation.id, repository.id])
        }
        return installation
    }
}
