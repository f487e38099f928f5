/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* Every function with null pointers, absurd lengths, wrong handles, in any order: a CKR code, never a trap.
   hostile MODULE each              each argument of each function, one after the other, in three states
   hostile MODULE update            the same as each, for the functions of the update extension when it is in force
   hostile MODULE random SEED CALLS any function with any arguments */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "calls.h"

/* How far the child got, where its parent can read it. */
static struct Progress {
    unsigned function, random;
    unsigned long calls;
    char text[256];
} *progress;

enum { CALL_SECONDS = 20, BARE, OPENED, WORKING };

/* Whether C_Initialize asks for the update extension, under which nobody logs in. */
static bool isUpdate;

static void judge(CK_RV code) {
    expect(is_return_code(code), "%s: %#lx is no return code", progress->text, code);
}

static CK_RV trial(unsigned function, const unsigned *chosen) {
    describe(function, chosen, progress->text, sizeof progress->text);
    ++progress->calls;
    alarm(CALL_SECONDS);
    CK_RV code = call_with(function, chosen);
    alarm(0);
    judge(code);
    return code;
}

static void bring_to(int state) {
    snprintf(progress->text, sizeof progress->text, "before %s", functions[progress->function].name);
    p11->C_Finalize(NULL);
    if (state == BARE) return;
    static char word[] = "cpsUpdate";
    CK_C_INITIALIZE_ARGS update = {.flags = CKF_OS_LOCKING_OK, .pReserved = word};
    need(p11->C_Initialize(isUpdate ? &update : NULL), "C_Initialize");
    need(prepare(state == WORKING && !isUpdate), "sessions");
    if (state == WORKING && isUpdate) ((CPS_FUNCTION_LIST *)p11)->C_StartUpdate(known.sessions[0]);
}

/* What the last call may have ended. */
static void restore(int state) {
    CK_SESSION_INFO info;
    if (state == BARE) return;
    CK_RV code = p11->C_GetSessionInfo(known.sessions[0], &info);
    CK_STATE wanted = state == WORKING && !isUpdate ? CKS_RW_USER_FUNCTIONS : CKS_RW_PUBLIC_SESSION;
    if (code != CKR_OK || info.state != wanted || p11->C_GetSessionInfo(known.sessions[1], &info) != CKR_OK) {
        bring_to(state);
    }
    if (state == WORKING && !isUpdate) begin_operations();
}

static void each_argument(unsigned function) {
    const char *kinds = functions[function].kinds;
    for (int state = BARE; state <= WORKING; ++state) {
        bring_to(state);
        for (unsigned place = 0; kinds[place]; ++place) {
            for (unsigned choice = 0; choice < choices(kinds[place]); ++choice) {
                unsigned chosen[MOST_KINDS] = {0};
                chosen[place] = choice;
                restore(state);
                CK_RV code = trial(function, chosen);
                /* C_Finalize has an argument to refuse before it looks at anything else. */
                bool refused = state != BARE || code == CKR_CRYPTOKI_NOT_INITIALIZED ||
                    (code == CKR_ARGUMENTS_BAD && kinds[place] == 'v' && choice);
                if (needs_initialize(function)) expect(refused, "%s before C_Initialize: %#lx", progress->text, code);
                if (state == BARE && code == CKR_OK) p11->C_Finalize(NULL);
            }
        }
        /* And all of them at their worst. */
        unsigned last[MOST_KINDS] = {0};
        for (unsigned place = 0; kinds[place]; ++place) last[place] = choices(kinds[place]) - 1;
        restore(state);
        trial(function, last);
    }
}

static int each_function(void) {
    for (; progress->function < function_count(); ++progress->function) each_argument(progress->function);
    p11->C_Finalize(NULL);
    sign_once("signs after all of that");
    return outcome();
}

/* xorshift64*: the same numbers everywhere. */
static uint64_t state = 1;

static unsigned below(unsigned limit) {
    state ^= state >> 12, state ^= state << 25, state ^= state >> 27;
    return (unsigned)((state * 0x2545F4914F6CDD1D) >> 33) % limit;
}

static int random_calls(void) {
    bring_to(WORKING);
    while (progress->random > 0) {
        --progress->random;
        unsigned function = below(function_count()), chosen[MOST_KINDS] = {0};
        const char *kinds = functions[function].kinds;
        /* Whatever ends everything comes seldom, or nothing else would come far. */
        if ((!strncmp(functions[function].name, "C_Finalize", 10) || strstr(functions[function].name, "Sessions") ||
             !strcmp(functions[function].name, "C_Logout")) && below(16)) continue;
        for (unsigned place = 0; kinds[place]; ++place) {
            if (below(3) == 0) chosen[place] = below(choices(kinds[place]));
        }
        trial(function, chosen);
        if (below(64) == 0) restore(WORKING);
        if (below(8) == 0) begin_operations();
    }
    p11->C_Finalize(NULL);
    sign_once("signs after all of that");
    return outcome();
}

static int quietly(int (*body)(void)) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    return in_child(body, 0);
}

int main(int count, char **arguments) {
    if (count < 3) return 64;
    progress = mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (progress == MAP_FAILED) return 69;
    load_module(arguments[1]);
    isUpdate = !strcmp(arguments[2], "update");
    bool random = !strcmp(arguments[2], "random") && count == 5;
    if (!random && !isUpdate && strcmp(arguments[2], "each")) return 64;
    if (isUpdate) progress->function = function_count() - 4;
    if (random) {
        state = strtoull(arguments[3], NULL, 10) * 2 + 1;
        progress->random = (unsigned)strtoul(arguments[4], NULL, 10);
    }
    int result;
    /* A trap ends the child; another goes on after the function that it fell into. */
    while ((result = quietly(random ? random_calls : each_function)) < 0) {
        check(false, "%s: signal %d", progress->text, -result);
        if (random) break;
        ++progress->function;
    }
    check(result == 0, "%lu hostile calls", progress->calls);
    return result == 69 ? 69 : outcome();
}
