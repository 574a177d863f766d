/*
 * ABI 1.0, frozen: sizes, places and types as released. This file never changes; a newer minor gets a file of its own, and
 * its header must compile with this one too. Sizes of structs that may grow are therefore lower bounds.
 */
#include "switchyard_plugin.h"

#if UINTPTR_MAX != UINT64_MAX
#error "the golden places are those of 64-bit systems"
#endif

#define AT(type, member, place) _Static_assert(offsetof(type, member) == (place), #type "." #member " moved")
#define IS(type, member, expected) \
    _Static_assert(_Generic(((type *)0)->member, expected: 1, default: 0), #type "." #member " has another type")

_Static_assert(SY_ABI_MAJOR == 1, "another major needs another entry function");
_Static_assert(SY_OK == 0 && SY_FAILED == 1 && SY_INVALID == 2 && SY_NOT_FOUND == 3, "a status changed");
_Static_assert(SY_FORBIDDEN == 4 && SY_CONFLICT == 5 && SY_UNSUPPORTED == 6, "a status changed");
_Static_assert(SY_NULL == 0 && SY_INTEGER == 1 && SY_REAL == 2 && SY_TEXT == 3 && SY_BLOB == 4, "a value type changed");
_Static_assert(SY_LOG_DEBUG == 0 && SY_LOG_INFO == 1 && SY_LOG_WARNING == 2 && SY_LOG_ERROR == 3, "a level changed");
_Static_assert(_Generic((sy_status)0, int32_t: 1, default: 0), "sy_status changed");
_Static_assert(_Generic(&sy_plugin_1, const sy_plugin *(*)(void): 1, default: 0), "the entry function changed");

/* sy_bytes */
_Static_assert(sizeof(sy_bytes) == 16, "sy_bytes changed its size");
AT(sy_bytes, data, 0);
IS(sy_bytes, data, const void *);
AT(sy_bytes, size, 8);
IS(sy_bytes, size, uint64_t);

/* sy_value */
_Static_assert(sizeof(sy_value) == 40, "sy_value changed its size");
AT(sy_value, type, 0);
IS(sy_value, type, int32_t);
AT(sy_value, reserved, 4);
IS(sy_value, reserved, int32_t);
AT(sy_value, integer, 8);
IS(sy_value, integer, int64_t);
AT(sy_value, real, 16);
IS(sy_value, real, double);
AT(sy_value, bytes, 24);
IS(sy_value, bytes, sy_bytes);

/* sy_rows */
_Static_assert(sizeof(sy_rows) >= 40, "sy_rows changed its size");
AT(sy_rows, size, 0);
IS(sy_rows, size, uint64_t);
AT(sy_rows, column_count, 8);
IS(sy_rows, column_count, uint64_t);
AT(sy_rows, row_count, 16);
IS(sy_rows, row_count, uint64_t);
AT(sy_rows, columns, 24);
IS(sy_rows, columns, const sy_bytes *);
AT(sy_rows, values, 32);
IS(sy_rows, values, const sy_value *);

/* sy_event */
_Static_assert(sizeof(sy_event) >= 112, "sy_event changed its size");
AT(sy_event, size, 0);
IS(sy_event, size, uint64_t);
AT(sy_event, seq, 8);
IS(sy_event, seq, int64_t);
AT(sy_event, time, 16);
IS(sy_event, time, int64_t);
AT(sy_event, number, 24);
IS(sy_event, number, int64_t);
AT(sy_event, kind, 32);
IS(sy_event, kind, sy_bytes);
AT(sy_event, repository, 48);
IS(sy_event, repository, sy_bytes);
AT(sy_event, actor, 64);
IS(sy_event, actor, sy_bytes);
AT(sy_event, sha, 80);
IS(sy_event, sha, sy_bytes);
AT(sy_event, document, 96);
IS(sy_event, document, sy_bytes);

/* sy_timer */
_Static_assert(sizeof(sy_timer) >= 32, "sy_timer changed its size");
AT(sy_timer, size, 0);
IS(sy_timer, size, uint64_t);
AT(sy_timer, due_at, 8);
IS(sy_timer, due_at, int64_t);
AT(sy_timer, name, 16);
IS(sy_timer, name, sy_bytes);

/* sy_command */
_Static_assert(sizeof(sy_command) >= 168, "sy_command changed its size");
AT(sy_command, size, 0);
IS(sy_command, size, uint64_t);
AT(sy_command, number, 8);
IS(sy_command, number, int64_t);
AT(sy_command, comment_created_at, 16);
IS(sy_command, comment_created_at, int64_t);
AT(sy_command, id, 24);
IS(sy_command, id, sy_bytes);
AT(sy_command, text, 40);
IS(sy_command, text, sy_bytes);
AT(sy_command, arguments, 56);
IS(sy_command, arguments, sy_bytes);
AT(sy_command, repository, 72);
IS(sy_command, repository, sy_bytes);
AT(sy_command, author, 88);
IS(sy_command, author, sy_bytes);
AT(sy_command, roles, 104);
IS(sy_command, roles, sy_bytes);
AT(sy_command, comment_key, 120);
IS(sy_command, comment_key, sy_bytes);
AT(sy_command, comment_commit, 136);
IS(sy_command, comment_commit, sy_bytes);
AT(sy_command, comment_url, 152);
IS(sy_command, comment_url, sy_bytes);

/* sy_authorize */
_Static_assert(sizeof(sy_authorize) >= 48, "sy_authorize changed its size");
AT(sy_authorize, size, 0);
IS(sy_authorize, size, uint64_t);
AT(sy_authorize, number, 8);
IS(sy_authorize, number, int64_t);
AT(sy_authorize, login, 16);
IS(sy_authorize, login, sy_bytes);
AT(sy_authorize, repository, 32);
IS(sy_authorize, repository, sy_bytes);

/* sy_operation */
_Static_assert(sizeof(sy_operation) >= 56, "sy_operation changed its size");
AT(sy_operation, size, 0);
IS(sy_operation, size, uint64_t);
AT(sy_operation, name, 8);
IS(sy_operation, name, sy_bytes);
AT(sy_operation, parameters, 24);
IS(sy_operation, parameters, sy_bytes);
AT(sy_operation, actor, 40);
IS(sy_operation, actor, sy_bytes);

/* sy_query */
_Static_assert(sizeof(sy_query) >= 72, "sy_query changed its size");
AT(sy_query, size, 0);
IS(sy_query, size, uint64_t);
AT(sy_query, name, 8);
IS(sy_query, name, sy_bytes);
AT(sy_query, parameters, 24);
IS(sy_query, parameters, sy_bytes);
AT(sy_query, viewer, 40);
IS(sy_query, viewer, sy_bytes);
AT(sy_query, role, 56);
IS(sy_query, role, sy_bytes);

/* sy_service_call */
_Static_assert(sizeof(sy_service_call) >= 80, "sy_service_call changed its size");
AT(sy_service_call, size, 0);
IS(sy_service_call, size, uint64_t);
AT(sy_service_call, version, 8);
IS(sy_service_call, version, int64_t);
AT(sy_service_call, service, 16);
IS(sy_service_call, service, sy_bytes);
AT(sy_service_call, method, 32);
IS(sy_service_call, method, sy_bytes);
AT(sy_service_call, argument, 48);
IS(sy_service_call, argument, sy_bytes);
AT(sy_service_call, caller, 64);
IS(sy_service_call, caller, sy_bytes);

/* sy_effect */
_Static_assert(sizeof(sy_effect) >= 112, "sy_effect changed its size");
AT(sy_effect, size, 0);
IS(sy_effect, size, uint64_t);
AT(sy_effect, number, 8);
IS(sy_effect, number, int64_t);
AT(sy_effect, kind, 16);
IS(sy_effect, kind, sy_bytes);
AT(sy_effect, identity, 32);
IS(sy_effect, identity, sy_bytes);
AT(sy_effect, repository, 48);
IS(sy_effect, repository, sy_bytes);
AT(sy_effect, order_key, 64);
IS(sy_effect, order_key, sy_bytes);
AT(sy_effect, payload, 80);
IS(sy_effect, payload, sy_bytes);
AT(sy_effect, context, 96);
IS(sy_effect, context, sy_bytes);

/* sy_emission */
_Static_assert(sizeof(sy_emission) >= 80, "sy_emission changed its size");
AT(sy_emission, size, 0);
IS(sy_emission, size, uint64_t);
AT(sy_emission, number, 8);
IS(sy_emission, number, int64_t);
AT(sy_emission, kind, 16);
IS(sy_emission, kind, sy_bytes);
AT(sy_emission, repository, 32);
IS(sy_emission, repository, sy_bytes);
AT(sy_emission, sha, 48);
IS(sy_emission, sha, sy_bytes);
AT(sy_emission, document, 64);
IS(sy_emission, document, sy_bytes);

/* sy_journal */
_Static_assert(sizeof(sy_journal) >= 104, "sy_journal changed its size");
AT(sy_journal, size, 0);
IS(sy_journal, size, uint64_t);
AT(sy_journal, entity, 8);
IS(sy_journal, entity, sy_bytes);
AT(sy_journal, id, 24);
IS(sy_journal, id, sy_bytes);
AT(sy_journal, field, 40);
IS(sy_journal, field, sy_bytes);
AT(sy_journal, old_value, 56);
IS(sy_journal, old_value, sy_bytes);
AT(sy_journal, new_value, 72);
IS(sy_journal, new_value, sy_bytes);
AT(sy_journal, note, 88);
IS(sy_journal, note, sy_bytes);

/* sy_reply */
_Static_assert(sizeof(sy_reply) >= 64, "sy_reply changed its size");
AT(sy_reply, size, 0);
IS(sy_reply, size, uint64_t);
AT(sy_reply, number, 8);
IS(sy_reply, number, int64_t);
AT(sy_reply, code, 16);
IS(sy_reply, code, sy_bytes);
AT(sy_reply, parameters, 32);
IS(sy_reply, parameters, sy_bytes);
AT(sy_reply, repository, 48);
IS(sy_reply, repository, sy_bytes);

/* sy_host */
_Static_assert(sizeof(sy_host) >= 48, "sy_host changed its size");
AT(sy_host, size, 0);
IS(sy_host, size, uint64_t);
AT(sy_host, abi_major, 8);
IS(sy_host, abi_major, uint32_t);
AT(sy_host, abi_minor, 12);
IS(sy_host, abi_minor, uint32_t);
AT(sy_host, service, 16);
IS(sy_host, service, const void *(*)(const sy_host *, sy_bytes, uint32_t));
AT(sy_host, result, 24);
IS(sy_host, result, sy_status (*)(sy_call *, sy_bytes));
AT(sy_host, fail, 32);
IS(sy_host, fail, sy_status (*)(sy_call *, sy_status, sy_bytes));
AT(sy_host, last_error, 40);
IS(sy_host, last_error, sy_status (*)(sy_call *, sy_bytes *));

/* sy_event_service */
_Static_assert(sizeof(sy_event_service) >= 32, "sy_event_service changed its size");
AT(sy_event_service, size, 0);
IS(sy_event_service, size, uint64_t);
AT(sy_event_service, now, 8);
IS(sy_event_service, now, sy_status (*)(sy_call *, int64_t *));
AT(sy_event_service, random, 16);
IS(sy_event_service, random, sy_status (*)(sy_call *, uint64_t *));
AT(sy_event_service, configuration, 24);
IS(sy_event_service, configuration, sy_status (*)(sy_call *, sy_bytes *));

/* sy_store */
_Static_assert(sizeof(sy_store) >= 40, "sy_store changed its size");
AT(sy_store, size, 0);
IS(sy_store, size, uint64_t);
AT(sy_store, execute, 8);
IS(sy_store, execute, sy_status (*)(sy_call *, sy_bytes, const sy_value *, uint64_t, int64_t *));
AT(sy_store, query, 16);
IS(sy_store, query, sy_status (*)(sy_call *, sy_bytes, const sy_value *, uint64_t, const sy_rows **));
AT(sy_store, release, 24);
IS(sy_store, release, sy_status (*)(sy_call *, const sy_rows *));
AT(sy_store, last_inserted_id, 32);
IS(sy_store, last_inserted_id, sy_status (*)(sy_call *, int64_t *));

/* sy_requests */
_Static_assert(sizeof(sy_requests) >= 48, "sy_requests changed its size");
AT(sy_requests, size, 0);
IS(sy_requests, size, uint64_t);
AT(sy_requests, effect, 8);
IS(sy_requests, effect, sy_status (*)(sy_call *, const sy_effect *, sy_bytes *));
AT(sy_requests, set_timer, 16);
IS(sy_requests, set_timer, sy_status (*)(sy_call *, sy_bytes, int64_t));
AT(sy_requests, emit, 24);
IS(sy_requests, emit, sy_status (*)(sy_call *, const sy_emission *));
AT(sy_requests, journal, 32);
IS(sy_requests, journal, sy_status (*)(sy_call *, const sy_journal *));
AT(sy_requests, reply, 40);
IS(sy_requests, reply, sy_status (*)(sy_call *, const sy_reply *));

/* sy_people */
_Static_assert(sizeof(sy_people) >= 16, "sy_people changed its size");
AT(sy_people, size, 0);
IS(sy_people, size, uint64_t);
AT(sy_people, person, 8);
IS(sy_people, person, sy_status (*)(sy_call *, sy_bytes, sy_bytes *));

/* sy_plugins */
_Static_assert(sizeof(sy_plugins) >= 16, "sy_plugins changed its size");
AT(sy_plugins, size, 0);
IS(sy_plugins, size, uint64_t);
AT(sy_plugins, call, 8);
IS(sy_plugins, call, sy_status (*)(sy_call *, sy_bytes, int64_t, sy_bytes, sy_bytes, sy_bytes *));

/* sy_log */
_Static_assert(sizeof(sy_log) >= 16, "sy_log changed its size");
AT(sy_log, size, 0);
IS(sy_log, size, uint64_t);
AT(sy_log, write, 8);
IS(sy_log, write, sy_status (*)(sy_call *, int32_t, sy_bytes, sy_bytes));

/* sy_plugin */
_Static_assert(sizeof(sy_plugin) >= 136, "sy_plugin changed its size");
AT(sy_plugin, size, 0);
IS(sy_plugin, size, uint64_t);
AT(sy_plugin, abi_major, 8);
IS(sy_plugin, abi_major, uint32_t);
AT(sy_plugin, abi_minor, 12);
IS(sy_plugin, abi_minor, uint32_t);
AT(sy_plugin, context, 16);
IS(sy_plugin, context, void *);
AT(sy_plugin, manifest, 24);
IS(sy_plugin, manifest, sy_bytes);
AT(sy_plugin, create, 40);
IS(sy_plugin, create, sy_status (*)(const sy_plugin *, const sy_host *, sy_call *, void **));
AT(sy_plugin, destroy, 48);
IS(sy_plugin, destroy, void (*)(void *));
AT(sy_plugin, start, 56);
IS(sy_plugin, start, sy_status (*)(void *, sy_call *));
AT(sy_plugin, event, 64);
IS(sy_plugin, event, sy_status (*)(void *, sy_call *, const sy_event *));
AT(sy_plugin, timer, 72);
IS(sy_plugin, timer, sy_status (*)(void *, sy_call *, const sy_timer *));
AT(sy_plugin, command, 80);
IS(sy_plugin, command, sy_status (*)(void *, sy_call *, const sy_command *));
AT(sy_plugin, authorize, 88);
IS(sy_plugin, authorize, sy_status (*)(void *, sy_call *, const sy_authorize *));
AT(sy_plugin, operation, 96);
IS(sy_plugin, operation, sy_status (*)(void *, sy_call *, const sy_operation *));
AT(sy_plugin, query, 104);
IS(sy_plugin, query, sy_status (*)(void *, sy_call *, const sy_query *));
AT(sy_plugin, service, 112);
IS(sy_plugin, service, sy_status (*)(void *, sy_call *, const sy_service_call *));
AT(sy_plugin, resync, 120);
IS(sy_plugin, resync, sy_status (*)(void *, sy_call *));
AT(sy_plugin, extension, 128);
IS(sy_plugin, extension, const void *(*)(const sy_plugin *, sy_bytes, uint32_t));
