/* SPDX-FileCopyrightText: 2026 The Caducée authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the programs that misuse the library share. Each check prints PASS or FAIL; a trap of the library would end the
 * program without "done".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "caducee_cps.h"

static void expect(const char *what, int expected, int code)
{
    if (expected == code)
        printf("PASS %s\n", what);
    else
        printf("FAIL %s: expected %d, happened %d (%s)\n", what, expected, code, cps_error_text(code, "en"));
    fflush(stdout);
}

static cps_pin pin_of(const char *digits)
{
    cps_pin pin = {digits, strlen(digits), 0, 7};
    return pin;
}

/* Room that ends where the next byte is a fault. */
static void *at_the_edge(size_t length)
{
    static uint8_t *area;
    if (!area) {
        area = mmap(NULL, 2 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (area == MAP_FAILED || mprotect(area + (1 << 16), 1 << 16, PROT_NONE))
            abort();
    }
    return area + (1 << 16) - length;
}

/* The words of the last refusal. */
static int says(cps_card *card, const char *words)
{
    static char text[1024];
    size_t length = sizeof text;
    return cps_last_error(card, "en", text, &length) == CPS_OK && strstr(text, words) != NULL;
}
