/*
 * Shared by all plugins of this folder. Each behaves until it gets a status whose context starts with "sin": then it does what
 * its name says. Before and after, it records the context of every status in its table, and its operation `notes`
 * returns them in order.
 *
 * The test defines ID, PREFIX (the id as tables have it) and MANIFEST.
 */
#ifndef SINNER_H
#define SINNER_H

#include "switchyard_plugin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNUSED __attribute__((unused))

static const sy_host *host;
static const sy_store *store;
static const sy_requests *requests;
static const sy_plugins *plugins;

UNUSED static sy_bytes text(const char *literal) {
    sy_bytes bytes;
    bytes.data = literal;
    bytes.size = strlen(literal);
    return bytes;
}

static int contains(sy_bytes bytes, const char *word) {
    size_t length = strlen(word);
    const char *start = (const char *)bytes.data;
    for (uint64_t i = 0; i + length <= bytes.size; i++) {
        if (memcmp(start + i, word, length) == 0) return 1;
    }
    return 0;
}

static const void *service(const char *id) { return host->service(host, text(id), 1); }

static sy_status create(const sy_plugin *plugin, const sy_host *given, sy_call *call, void **instance) {
    (void)plugin;
    (void)call;
    host = given;
    store = (const sy_store *)service("switchyard.store");
    requests = (const sy_requests *)service("switchyard.requests");
    plugins = (const sy_plugins *)service("switchyard.plugins");
    *instance = (void *)&host;
    return SY_OK;
}

static sy_status start(void *instance, sy_call *call) {
    (void)instance;
    return store->execute(call, text("CREATE TABLE IF NOT EXISTS " PREFIX "_notes(id INTEGER PRIMARY KEY, line TEXT)"), NULL, 0, NULL);
}

/* Adds a line to what `notes` returns. */
UNUSED static sy_status note(sy_call *call, sy_bytes line) {
    sy_value value;
    memset(&value, 0, sizeof value);
    value.type = SY_TEXT;
    value.bytes = line;
    return store->execute(call, text("INSERT INTO " PREFIX "_notes(line) VALUES (?)"), &value, 1, NULL);
}

UNUSED static sy_status note_context(sy_call *call, const sy_event *event) {
    sy_value value;
    memset(&value, 0, sizeof value);
    value.type = SY_TEXT;
    value.bytes = event->document;
    return store->execute(
        call, text("INSERT INTO " PREFIX "_notes(line) VALUES (json_extract(?, '$.context'))"), &value, 1, NULL);
}

UNUSED static sy_status notes(void *instance, sy_call *call, const sy_operation *operation) {
    const sy_rows *rows = NULL;
    sy_status status = store->query(
        call, text("SELECT json_group_array(line) FROM (SELECT line FROM " PREFIX "_notes ORDER BY id)"), NULL, 0, &rows);
    (void)instance;
    (void)operation;
    return status == SY_OK ? host->result(call, rows->values[0].bytes) : host->fail(call, status, text("cannot read the notes"));
}

/* A comment to be requested. */
UNUSED static sy_effect comment(sy_bytes payload) {
    sy_effect effect;
    memset(&effect, 0, sizeof effect);
    effect.size = sizeof effect;
    effect.kind = text("comment");
    effect.repository = text("acme/server");
    effect.number = 7;
    effect.payload = payload;
    return effect;
}

UNUSED static int is_sin(const sy_event *event) { return contains(event->document, "\"context\":\"sin"); }

/* The misbehaviour. */
static sy_status misbehave(sy_call *call, const sy_event *event);

UNUSED static sy_status event_hook(void *instance, sy_call *call, const sy_event *event) {
    (void)instance;
    return is_sin(event) ? misbehave(call, event) : note_context(call, event);
}

UNUSED static sy_plugin table(void) {
    sy_plugin table;
    memset(&table, 0, sizeof table);
    table.size = sizeof table;
    table.abi_major = SY_ABI_MAJOR;
    table.abi_minor = SY_ABI_MINOR;
    table.manifest = text(MANIFEST);
    table.create = create;
    table.start = start;
    table.event = event_hook;
    table.operation = notes;
    return table;
}

/* The exported function, with statements that change the table `plugin`. */
#define EXPORT(changes)                     \
    SY_EXPORT const sy_plugin *sy_plugin_1(void) { \
        static sy_plugin plugin;            \
        plugin = table();                   \
        changes                             \
        return &plugin;                     \
    }

#endif
