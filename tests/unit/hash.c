// SPDX-License-Identifier: MIT
#include <config.h>

#include "base/hash.h"
#include "helper.h"

static const char *
digest_of(const char *text, size_t step)
{
    struct hash hash = hash_begin();
    for (size_t at = 0, length = strlen(text); at < length; at += step)
        hash_put(&hash, text + at, length - at < step ? length - at : step);
    return hash_end(&hash);
}

Test(hash, of_nothing)
{
    expect_text(digest_of("", 1),
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

Test(hash, of_a_short_text)
{
    expect_text(digest_of("abc", 3),
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

Test(hash, of_two_blocks_in_any_pieces)
{
    const char *text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    for (size_t step = 1; step < 60; step++)
        expect_text(digest_of(text, step),
                    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}
