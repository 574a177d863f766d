/* Passes invalid texts, invalid documents, and names that belong to others. What is accepted is in its notes. */
#include "sinner.h"

static void check(sy_call *call, const char *what, sy_status status) {
    if (status == SY_OK) note(call, text(what));
}

static sy_emission emission(const char *kind) {
    sy_emission emission;
    memset(&emission, 0, sizeof emission);
    emission.size = sizeof emission;
    emission.kind = text(kind);
    return emission;
}

static sy_status misbehave(sy_call *call, const sy_event *event) {
    static const char *const documents[] = {
        "", "no document", "{", "{\"a\":}", "[1,]", "\"\xff\xfe\"", "\xff", "{\"a\":1}{", "nul", "'x'", "{\"a\":\"\n\"}", "NaN",
    };
    sy_journal line;
    sy_reply reply;
    sy_emission foreign = emission("good.forged"), host_kind = emission("pull_request.opened"), short_one = emission(ID ".x");
    sy_bytes far = {NULL, 0};
    (void)event;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) check(call, documents[i], host->result(call, text(documents[i])));
    check(call, "an event of another plugin", requests->emit(call, &foreign));
    check(call, "an event of the host", requests->emit(call, &host_kind));
    short_one.size = 8;
    check(call, "an emission without size", requests->emit(call, &short_one));
    check(call, "no emission", requests->emit(call, NULL));
    check(call, "a timer of nobody", requests->set_timer(call, text("unknown"), 0));
    memset(&reply, 0, sizeof reply);
    reply.size = sizeof reply;
    reply.code = text("pull_request.unmanaged_branch");
    reply.repository = text("acme/server");
    reply.number = 7;
    check(call, "a message of the host", requests->reply(call, &reply));
    memset(&line, 0, sizeof line);
    line.size = sizeof line;
    line.entity = line.id = line.field = text("x");
    line.old_value = text("\xff");
    check(call, "a journal entry that is not JSON", requests->journal(call, &line));
    check(call, "a service of nobody", plugins->call(call, text("nobody"), 1, text("x"), text("{}"), &far));
    check(call, "a call of nothing", note((sy_call *)(uintptr_t)99999, text("forged")));
    check(call, "no call at all", note(NULL, text("forged")));
    return SY_OK;
}

static sy_status query(void *instance, sy_call *call, const sy_query *question) {
    (void)instance;
    (void)question;
    return host->result(call, text("{\"not\": \xff\xfe}"));
}

static sy_status authorize(void *instance, sy_call *call, const sy_authorize *request) {
    (void)instance;
    (void)request;
    return host->result(call, text("{\"everything\":true}"));
}

EXPORT(plugin.query = query; plugin.authorize = authorize;)
