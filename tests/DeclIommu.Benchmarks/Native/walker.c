// The walks of the benchmark in plain C: the same tables, the same checks of presence, level and permissions, no cache.
#include <stdint.h>

#define PRESENT 1ull
#define ADDRESS 0x000FFFFFFFFFF000ull
#define READ (1ull << 61)
#define WRITE (1ull << 62)

static uint64_t load(const uint8_t *memory, uint64_t address)
{
    return *(const volatile uint64_t *)(memory + address);
}

// Returns all ones for a fault.
static uint64_t host(const uint8_t *memory, uint64_t root, uint64_t address)
{
    uint64_t table = root;
    uint64_t permissions = READ | WRITE;
    int level = 4;
    if (address >> 48)
        return ~0ull;
    for (;;)
    {
        uint64_t entry = load(memory, table + ((address >> (3 + 9 * level)) & 511) * 8);
        int next;
        if (!(entry & PRESENT))
            return ~0ull;
        permissions &= entry;
        next = (int)(entry >> 9) & 7;
        if (next == 0)
        {
            uint64_t mask = (1ull << (3 + 9 * level)) - 1;
            return (permissions & READ) ? (((entry & ADDRESS) & ~mask) | (address & mask)) : ~0ull;
        }
        if (next >= level)
            return ~0ull;
        table = entry & ADDRESS;
        level = next;
    }
}

uint64_t walk_host(const uint8_t *memory, uint64_t root, const uint64_t *addresses, int count)
{
    uint64_t sum = 0;
    for (int i = 0; i < count; i++)
        sum += host(memory, root, addresses[i]);
    return sum;
}

static uint64_t nested(const uint8_t *memory, uint64_t host_root, uint64_t guest_root, uint64_t address)
{
    uint64_t table = guest_root;
    uint64_t flags = 7;
    for (int level = 4;; level--)
    {
        uint64_t place = host(memory, host_root, table);
        uint64_t entry;
        if (place == ~0ull)
            return ~0ull;
        entry = load(memory, place + ((address >> (3 + 9 * level)) & 511) * 8);
        flags &= entry;
        if (!(flags & 1) || !(flags & 4))
            return ~0ull;
        if (level == 1 || (entry & 0x80))
        {
            uint64_t mask = (1ull << (3 + 9 * level)) - 1;
            return host(memory, host_root, ((entry & ADDRESS) & ~mask) | (address & mask));
        }
        table = entry & ADDRESS;
    }
}

uint64_t walk_nested(const uint8_t *memory, uint64_t host_root, uint64_t guest_root, const uint64_t *addresses, int count)
{
    uint64_t sum = 0;
    for (int i = 0; i < count; i++)
        sum += nested(memory, host_root, guest_root, addresses[i]);
    return sum;
}
