/*
 * switchyard_plugin.h: the contract between Switchyard and its plugins. ABI 1.0. C99, also C++ and Swift.
 *
 * A plugin is a shared library that exports ONE function, sy_plugin_1 (the number is the ABI major). It answers a table of
 * hooks. Switchyard calls the hooks; inside a hook the plugin calls the host. docs/plugin-abi.md walks through a plugin.
 *
 * THREADS. Each member carries a tag:
 *   [load]   while the library is loaded, before any event; one thread.
 *   [apply]  the one thread that applies events, inside the transaction of the event. Hooks run one after another.
 *   [query]  a thread of its own with a read-only snapshot; may run at the same time as an [apply] hook.
 *   [any]    where the hook runs that made the call. Never from another thread.
 *
 * OWNERSHIP. What a caller passes is borrowed until the callee returns: copy what you keep.
 *   What the host returns (rows, documents, messages) lives until the hook returns; nobody frees the other side's memory.
 *   What a plugin returns goes through sy_host.result or sy_host.fail, which copy.
 *
 * ERRORS. Functions return a sy_status. After a failed host call sy_host.last_error holds a sentence. A hook that returns
 *   anything but SY_OK undoes all that the event did, so nothing may be kept in memory between hooks but caches of what is
 *   in the database. No exception, longjmp or signal may leave a function of either side.
 *
 * GROWTH. Structs that cross by pointer start with their size in bytes, set by the side that fills them. They grow only at
 *   the end. Before you read a member that a later minor added, ask SY_HAS. Members that are functions may be NULL where
 *   the text says so. Larger additions are services, looked up by id and version; ids under "draft." may change.
 *
 * TEXT is UTF-8 without terminator. DOCUMENTS are JSON in UTF-8 with snake_case names. TIMES are milliseconds since 1970 UTC.
 */
#ifndef SWITCHYARD_PLUGIN_H
#define SWITCHYARD_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SY_ABI_MAJOR 1
#define SY_ABI_MINOR 0

/* True if the peer's struct is long enough to have the member. */
#define SY_HAS(pointer, type, member) ((pointer)->size >= offsetof(type, member) + sizeof((pointer)->member))

#if defined(__GNUC__)
#define SY_EXPORT __attribute__((visibility("default")))
#else
#define SY_EXPORT
#endif

/* ---- Values ------------------------------------------------------------------------------------------------------- */

typedef int32_t sy_status;
#define SY_OK 0
#define SY_FAILED 1      /* anything without a code of its own; the message says what */
#define SY_INVALID 2     /* an argument is malformed, or the call is no longer open */
#define SY_NOT_FOUND 3   /* the thing asked for does not exist */
#define SY_FORBIDDEN 4   /* not granted, or not possible in this hook */
#define SY_CONFLICT 5    /* the present state does not allow it */
#define SY_UNSUPPORTED 6 /* this host or plugin does not offer it */

/* Borrowed bytes. data == NULL means "none"; an empty text has data != NULL and size 0. */
typedef struct sy_bytes {
    const void *data;
    uint64_t size;
} sy_bytes;

/* A value in SQL. Only the member that the type names counts. */
#define SY_NULL 0
#define SY_INTEGER 1
#define SY_REAL 2
#define SY_TEXT 3
#define SY_BLOB 4
typedef struct sy_value {
    int32_t type;
    int32_t reserved; /* 0 */
    int64_t integer;
    double real;
    sy_bytes bytes;
} sy_value;

/* The rows of a query. values holds row_count times column_count values, row after row. */
typedef struct sy_rows {
    uint64_t size;
    uint64_t column_count;
    uint64_t row_count;
    const sy_bytes *columns;
    const sy_value *values;
} sy_rows;

/* One run of one hook: the transaction, and the memory that goes with it. Not a pointer that a plugin may follow. It is
 * closed when the hook returns; a host call with a closed one, or from another thread, answers SY_INVALID. */
typedef struct sy_call sy_call;

/* ---- What the host passes to hooks -------------------------------------------------------------------------------- */

/* A fact in the log, or one derived from it. Which documents there are: docs/plugin-abi.md. */
typedef struct sy_event {
    uint64_t size;
    int64_t seq;         /* place in the log; derived events have that of the event they come from */
    int64_t time;        /* when it was stored */
    int64_t number;      /* pull request, from 1; 0: none */
    sy_bytes kind;       /* "pull_request.opened" */
    sy_bytes repository; /* "owner/name" or none */
    sy_bytes actor;      /* login or none */
    sy_bytes sha;        /* 40 lower-case hexadecimal digits or none */
    sy_bytes document;   /* an object */
} sy_event;

/* A timer that became due. */
typedef struct sy_timer {
    uint64_t size;
    int64_t due_at;
    sy_bytes name;
} sy_timer;

/* A command that a person wrote, parsed by the grammar of the manifest. */
typedef struct sy_command {
    uint64_t size;
    int64_t number;             /* pull request, from 1 */
    int64_t comment_created_at; /* the forge's clock, which has seconds */
    sy_bytes id;                /* of the manifest's command */
    sy_bytes text;              /* as written */
    sy_bytes arguments;         /* object: placeholder name to string, integer or list */
    sy_bytes repository;        /* "owner/name" */
    sy_bytes author;            /* login */
    sy_bytes roles;             /* list of the roles the author has here */
    sy_bytes comment_key;       /* "comment:ID" or "review:ID" */
    sy_bytes comment_commit;    /* sha a review was written on, or none */
    sy_bytes comment_url;       /* or none */
} sy_command;

/* Whose roles are asked for, and where. */
typedef struct sy_authorize {
    uint64_t size;
    int64_t number; /* pull request, from 1 */
    sy_bytes login;
    sy_bytes repository; /* "owner/name" */
} sy_authorize;

/* A request of an operator, or of the API. */
typedef struct sy_operation {
    uint64_t size;
    sy_bytes name;       /* of the manifest's resource */
    sy_bytes parameters; /* object: path, query and body together */
    sy_bytes actor;      /* login or token name, or none */
} sy_operation;

/* A question of a page or of the API. */
typedef struct sy_query {
    uint64_t size;
    sy_bytes name;       /* of the manifest's resource or page */
    sy_bytes parameters; /* object: path and query together */
    sy_bytes viewer;     /* login or token name, or none */
    sy_bytes role;       /* "public", "viewer", "operator" or "admin" */
} sy_query;

/* A call from another plugin, in the same transaction. */
typedef struct sy_service_call {
    uint64_t size;
    int64_t version;
    sy_bytes service;  /* "counter" */
    sy_bytes method;   /* "count" */
    sy_bytes argument; /* a document */
    sy_bytes caller;   /* plugin id */
} sy_service_call;

/* ---- What a plugin passes to the host ----------------------------------------------------------------------------- */

/* Something to be done in the outside world after the transaction. Kinds and payloads: docs/plugin-abi.md. */
typedef struct sy_effect {
    uint64_t size;
    int64_t number;      /* pull request, or 0 */
    sy_bytes kind;       /* "comment" */
    sy_bytes identity;   /* or none: the project's own */
    sy_bytes repository; /* "owner/name" */
    sy_bytes order_key;  /* effects of one key run one at a time, in order; or none: repository and number */
    sy_bytes payload;    /* object */
    sy_bytes context;    /* object that comes back in the outcome, or none */
} sy_effect;

/* A derived event: delivered in this transaction, after the hook returns, first in first out. */
typedef struct sy_emission {
    uint64_t size;
    int64_t number; /* or 0 */
    sy_bytes kind;  /* "counter.counted": starts with the plugin's id */
    sy_bytes repository;
    sy_bytes sha;
    sy_bytes document; /* object */
} sy_emission;

/* A line of the audit trail. */
typedef struct sy_journal {
    uint64_t size;
    sy_bytes entity; /* "pull_request" */
    sy_bytes id;     /* "acme/web#12" */
    sy_bytes field;
    sy_bytes old_value; /* document */
    sy_bytes new_value; /* document */
    sy_bytes note;      /* or none */
} sy_journal;

/* A message of the catalogue, sent as a comment. */
typedef struct sy_reply {
    uint64_t size;
    int64_t number;      /* pull request */
    sy_bytes code;       /* of the manifest's messages */
    sy_bytes parameters; /* object: what the placeholders stand for */
    sy_bytes repository; /* "owner/name" */
} sy_reply;

/* ---- The host ----------------------------------------------------------------------------------------------------- */

/* Given to sy_plugin.create; it and the services live until the instance is destroyed. */
typedef struct sy_host {
    uint64_t size;
    uint32_t abi_major;
    uint32_t abi_minor;

    /* [load][any] The service's table (sy_store and so on), or NULL if this host has none of that id and version. */
    const void *(*service)(const struct sy_host *host, sy_bytes id, uint32_t version);

    /* [any] Sets what the hook answers; the last call counts. SY_INVALID if it is not a document or over 16 MB. */
    sy_status (*result)(sy_call *call, sy_bytes document);

    /* [any] Sets why the hook fails. Answers the code, so that a hook ends with `return host->fail(...)`. */
    sy_status (*fail)(sy_call *call, sy_status code, sy_bytes message);

    /* [any] The sentence of the last host call of this call that failed; empty if none did. */
    sy_status (*last_error)(sy_call *call, sy_bytes *message);
} sy_host;

/* "switchyard.event" version 1: the event that is applied. */
typedef struct sy_event_service {
    uint64_t size;

    /* [any] The event's time. There is no other clock. */
    sy_status (*now)(sy_call *call, int64_t *time);

    /* [apply] 64 random bits that are the same when the event is applied again. SY_FORBIDDEN in a query. */
    sy_status (*random)(sy_call *call, uint64_t *bits);

    /* [any] The plugin's part of the configuration. */
    sy_status (*configuration)(sy_call *call, sy_bytes *document);
} sy_event_service;

/* "switchyard.store" version 1: SQLite. A plugin's tables are named by its id ("counter_counts"); the mirror can be read. */
typedef struct sy_store {
    uint64_t size;

    /* [apply] One statement; ? or ?1 stand for the arguments. changes may be NULL.
     * SY_FORBIDDEN in a query and on foreign tables, SY_INVALID if SQLite refuses the text, SY_CONFLICT on a constraint. */
    sy_status (*execute)(sy_call *call, sy_bytes sql, const sy_value *arguments, uint64_t count, int64_t *changes);

    /* [any] One statement that reads. SY_INVALID if SQLite refuses the text. */
    sy_status (*query)(sy_call *call, sy_bytes sql, const sy_value *arguments, uint64_t count, const sy_rows **rows);

    /* [any] Gives rows back before the hook returns. Optional. */
    sy_status (*release)(sy_call *call, const sy_rows *rows);

    /* [apply] The rowid of the last insert that this hook has made. */
    sy_status (*last_inserted_id)(sy_call *call, int64_t *id);
} sy_store;

/* "switchyard.requests" version 1: what a hook wants to happen. All [apply]; SY_FORBIDDEN in a query. */
typedef struct sy_requests {
    uint64_t size;

    /* Asks for an effect. id ("SEQ.INDEX") may be NULL. What is not granted comes back as an outcome, not as an error.
     * SY_FORBIDDEN in start and resync, SY_CONFLICT past 10,000 effects or 64 MB of documents in one event. */
    sy_status (*effect)(sy_call *call, const sy_effect *effect, sy_bytes *id);

    /* Wakes the plugin at that time, or at once if it is past; of several times for one name the earliest wins.
     * SY_NOT_FOUND if the manifest has no such timer, SY_INVALID for a time after the year 9999. */
    sy_status (*set_timer)(sy_call *call, sy_bytes name, int64_t time);

    /* Emits a derived event. SY_FORBIDDEN for a kind of another plugin and in start and resync, SY_CONFLICT past 10,000 in
     * one event. */
    sy_status (*emit)(sy_call *call, const sy_emission *emission);

    /* Writes a line of the audit trail. */
    sy_status (*journal)(sy_call *call, const sy_journal *entry);

    /* Sends a message. SY_NOT_FOUND for an unknown code. */
    sy_status (*reply)(sy_call *call, const sy_reply *reply);
} sy_requests;

/* "switchyard.people" version 1: who may do what. */
typedef struct sy_people {
    uint64_t size;

    /* [any] {login, name, email, operator, reviews: [{repository, review, self_review}], overrides: [{context, repository}]}.
     * SY_NOT_FOUND for a stranger. */
    sy_status (*person)(sy_call *call, sy_bytes login, sy_bytes *document);
} sy_people;

/* "switchyard.plugins" version 1: the services of other plugins. */
typedef struct sy_plugins {
    uint64_t size;

    /* [apply] Calls a method, in this transaction, at most 16 deep. SY_NOT_FOUND if no loaded plugin provides the service;
     * else the status of the callee, with its message in last_error. SY_FORBIDDEN in a query. */
    sy_status (*call)(
        sy_call *call, sy_bytes service, int64_t version, sy_bytes method, sy_bytes argument, sy_bytes *result);
} sy_plugins;

/* "switchyard.log" version 1. */
#define SY_LOG_DEBUG 0
#define SY_LOG_INFO 1
#define SY_LOG_WARNING 2
#define SY_LOG_ERROR 3
typedef struct sy_log {
    uint64_t size;

    /* [any] message is constant, the data are in metadata: an object of strings, or none. */
    sy_status (*write)(sy_call *call, int32_t level, sy_bytes message, sy_bytes metadata);
} sy_log;

/* ---- The plugin --------------------------------------------------------------------------------------------------- */

/* Answered by sy_plugin_1; lives as long as the process. A hook that the manifest has no use for may be NULL. */
typedef struct sy_plugin {
    uint64_t size;
    uint32_t abi_major; /* SY_ABI_MAJOR and SY_ABI_MINOR of the header it was built with */
    uint32_t abi_minor;
    void *context;     /* the plugin's own */
    sy_bytes manifest; /* object; equal to the manifest beside the library */

    /* [load] Makes an instance: one per host, and a process may have several. In call only fail and log work. */
    sy_status (*create)(const struct sy_plugin *plugin, const sy_host *host, sy_call *call, void **instance);

    /* [load] Ends an instance; no hook of it runs any more. */
    void (*destroy)(void *instance);

    /* [apply] Once per start of the host, before the first event: makes and migrates the plugin's tables. */
    sy_status (*start)(void *instance, sy_call *call);

    /* [apply] An event that the manifest subscribed to. Of outcomes a plugin gets those of its own effects. */
    sy_status (*event)(void *instance, sy_call *call, const sy_event *event);

    /* [apply] A timer of the manifest is due. */
    sy_status (*timer)(void *instance, sy_call *call, const sy_timer *timer);

    /* [apply] A command of the manifest. Answers {} when done, {"rejected": "why"} when not; all commands of a comment
     * are undone if one is rejected. */
    sy_status (*command)(void *instance, sy_call *call, const sy_command *command);

    /* [apply] Answers the list of roles that this plugin gives a person on a pull request. */
    sy_status (*authorize)(void *instance, sy_call *call, const sy_authorize *request);

    /* [apply] Answers a document, or fails with a code and a message for the person who asked. */
    sy_status (*operation)(void *instance, sy_call *call, const sy_operation *operation);

    /* [query] Answers a document, or fails as operation does. */
    sy_status (*query)(void *instance, sy_call *call, const sy_query *query);

    /* [apply] Answers a document, or fails; what it wrote before failing is undone with the caller's transaction. */
    sy_status (*service)(void *instance, sy_call *call, const sy_service_call *request);

    /* [apply] Rebuilds what the plugin keeps from the mirror: first installation, return after absence or quarantine. */
    sy_status (*resync)(void *instance, sy_call *call);

    /* [load] Tables of hooks that later hosts may look for, by id and version; may be NULL, and may answer NULL. */
    const void *(*extension)(const struct sy_plugin *plugin, sy_bytes id, uint32_t version);
} sy_plugin;

/* [load] The one exported function. NULL means that the plugin cannot run here. */
SY_EXPORT const sy_plugin *sy_plugin_1(void);

#ifdef __cplusplus
}
#endif

#endif
