/* Shared by all bad plugins: a table that would be valid, with the file name as id. */
#include "switchyard_plugin.h"

#define MANIFEST(id) "{\"id\":\"" id "\",\"version\":\"1.0.0\",\"abi\":\"1.0\",\"events\":[\"test.*\"]}"

static inline sy_bytes text(const char *literal) {
    sy_bytes bytes = {literal, 0};
    while (literal[bytes.size]) bytes.size++;
    return bytes;
}

static sy_status create(const sy_plugin *plugin, const sy_host *host, sy_call *call, void **instance) {
    (void)plugin;
    (void)call;
    *instance = (void *)host;
    return SY_OK;
}

static sy_plugin table(const char *manifest) {
    sy_plugin table = {0};
    table.size = sizeof table;
    table.abi_major = SY_ABI_MAJOR;
    table.abi_minor = SY_ABI_MINOR;
    table.manifest = text(manifest);
    table.create = create;
    return table;
}

