/* SPDX-License-Identifier: MIT */
#include "atb_walk.h"

static bool is_number(char letter)
{
    return letter == 'n' || letter == 'i' || letter == 'd' || letter == '=';
}

/* What stands in front of the field's letter. */
static const char *take_marks(struct atb_walk *walk, const char *shape)
{
    walk->lacking = *shape == '?' || *shape == '~' || *shape == '!' ? *shape++ : '\0';
    walk->many = *shape == '*' ? (uint8_t)shape[1] : 0;
    return shape + (walk->many != 0 ? 2 : 0);
}

static void place(struct atb_walk *walk)
{
    size_t size = walk->is_text ? sizeof(struct atb_text) : sizeof(int32_t);
    size_t align = walk->is_text ? _Alignof(struct atb_text) : _Alignof(int32_t);
    walk->flag = walk->next_flag;
    walk->next_flag += walk->lacking != '\0' || walk->many != 0;
    walk->value = (walk->next_value + align - 1) / align * align;
    if (walk->is_kept) {
        walk->next_value = walk->value + size * (walk->many != 0 ? walk->many : 1u);
    }
}

struct atb_walk atb_walk_along(const char *shape)
{
    bool has_flags = atb_has_flags(shape);
    return (struct atb_walk){.shape = shape + has_flags,
                             .next_value = has_flags ? (size_t)(*shape - '0') : 0};
}

bool atb_walk_on(struct atb_walk *walk)
{
    const char *shape = take_marks(walk, walk->shape);
    walk->letter = *shape;
    if (walk->letter == '\0') {
        return false;
    }
    bool argument = walk->letter == 's' || (is_number(walk->letter) && walk->letter != 'n');
    shape += argument ? 2 : 1;
    walk->shape = shape + (*shape == ':' || *shape == ' ');
    walk->is_text = !is_number(walk->letter) && walk->letter != 'x';
    walk->is_kept = walk->letter != '=' && walk->letter != 'x';
    place(walk);
    return true;
}
