import PluginAPI

/// The manifest of the merge queue.
let mergeBotManifest = Manifest(
    id: "mergebot", version: "0.1.0", essential: true, events: EventHandling.subscriptions,
    timers: [
        TimerDeclaration(MergeQueue.Timer.resync, sequence: 10),
        TimerDeclaration(MergeQueue.Timer.statuses, sequence: 20, periodSeconds: sixHours),
        TimerDeclaration(MergeQueue.Timer.landing, sequence: 30, periodSeconds: sixHours),
        TimerDeclaration(MergeQueue.Timer.staging, sequence: 40, periodSeconds: sixHours),
        TimerDeclaration(MergeQueue.Timer.linkedCheck, sequence: 50, periodSeconds: 3600),
        TimerDeclaration(MergeQueue.Timer.methodCheck, sequence: 50, periodSeconds: sixHours),
    ],
    commands: Command.allCases.map(\.declaration), messages: Message.templates,
    effects: ["comment", "close", "deployment", "labels", "inspect", "compose", "push", "read_refs", "fetch"], identities: ["merge"],
    resources: Queries.resources + Operations.resources + Operations.pullRequestResources, pages: Queries.pages,
    configurationSchema: [
        "type": "object", "additionalProperties": false,
        "properties": [
            "skipchecks_requires_operator": [
                "type": "boolean", "default": false, "description": "True lets only operators skip checks.",
            ],
            "public_url": [
                "type": ["string", "null"], "format": "uri", "x-default-from": "public_url",
                "description": "Base of the links in comments; that of the host if it is left out.",
            ],
        ],
    ], configurationKeys: Keys.declared)

private let sixHours = 6 * 3600
