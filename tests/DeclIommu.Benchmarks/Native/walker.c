// The walks of the benchmark in plain C. The same walks: the same bounds of memory, rules of levels, reserved bits, pages of every size, permissions, accessed and dirty bits,
// and the same answers - page, outcome, last entry; no cache. C with shifts and masks by hand, for the compiler to do with as it likes.
#include <stdbool.h>
#include <stdint.h>

enum { READ = 1, WRITE = 2 };
enum { DEFERS_DIRTY = 1, USER = 2, WRITABLE = 4 };

// As in DmaOutcome.
enum outcome { TRANSLATED = 0, NOT_PRESENT = 2, DENIED = 3, ILLEGAL = 4, OUT_OF_RANGE = 5, UNREADABLE = 10 };

#define ADDRESS 0x000FFFFFFFFFF000ull

#define HOST_PRESENT (1ull << 0)
#define HOST_ACCESSED (1ull << 5)
#define HOST_DIRTY (1ull << 6)
#define HOST_DIRECTORY_RESERVED 0x1FF0000000000040ull
#define HOST_PAGE_RESERVED 0x07F0000000000000ull

#define GUEST_PRESENT (1ull << 0)
#define GUEST_WRITABLE (1ull << 1)
#define GUEST_USER (1ull << 2)
#define GUEST_ACCESSED (1ull << 5)
#define GUEST_DIRTY (1ull << 6)
#define GUEST_LARGE (1ull << 7)
#define GUEST_ATTRIBUTE (1ull << 12)

#define CR3_VALID (1ull << 0)
#define CR3_RESERVED (~(ADDRESS | CR3_VALID))

// What a walk needs of the memory and of the device table entry; laid out as in NativeContext.cs.
struct context
{
    uint8_t *bytes;
    uint64_t base;
    uint64_t size;
    uint64_t host_root;
    uint64_t guest_cr3;
    int32_t host_level;
    int32_t cr3_levels;
    int32_t guest_levels;
    int32_t permissions;
    uint16_t domain;
    bool cr3_is_guest_physical;
    bool host_sets_accessed;
    bool host_sets_dirty;
    bool guest_sets_accessed;
    bool guest_sets_dirty;
};

// Laid out as TaggedRegion.
struct page
{
    uint16_t domain;
    uint64_t virtual_base;
    uint64_t size;
    uint64_t physical_base;
    int permissions;
    uint8_t traits;
};

struct guest_table
{
    uint64_t address;
    int level;
    int permissions;
    int traits;
};

static uint64_t page_size(int level)
{
    return 1ull << (3 + 9 * level);
}

static uint64_t index_at(uint64_t address, int level)
{
    return (address >> (3 + 9 * level)) & 511;
}

static bool in_memory(const struct context *context, uint64_t address)
{
    uint64_t offset = address - context->base;
    return offset <= context->size && context->size - offset >= sizeof(uint64_t);
}

static bool load(const struct context *context, uint64_t address, uint64_t *value)
{
    if (!in_memory(context, address))
        return false;
    *value = __atomic_load_n((const uint64_t *)(context->bytes + (address - context->base)), __ATOMIC_ACQUIRE);
    return true;
}

static bool replace(const struct context *context, uint64_t address, uint64_t expected, uint64_t value)
{
    return in_memory(context, address)
        && __atomic_compare_exchange_n((uint64_t *)(context->bytes + (address - context->base)), &expected, value, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

static enum outcome host(const struct context *context, uint64_t address, int wanted, int granted, struct page *page, uint64_t *place)
{
    uint64_t table = context->host_root;
    uint64_t common = 3ull << 61;
    int level = context->host_level;
    *place = 0;
    if (level < 6 && address >= page_size(level + 1))
        return OUT_OF_RANGE;
    for (;;)
    {
        uint64_t entry;
        int next;
        *place = table + index_at(address, level) * 8;
        if (!load(context, *place, &entry))
            return UNREADABLE;
        if (!(entry & HOST_PRESENT))
            return NOT_PRESENT;
        next = (int)(entry >> 9) & 7;
        if (next == 0 || next == 7)
        {
            uint64_t size = page_size(level);
            uint64_t physical = entry & ADDRESS & (0 - size);
            int permissions;
            uint64_t marked;
            uint8_t traits;
            if (entry & HOST_PAGE_RESERVED)
                return ILLEGAL;
            if (next == 7)
            {
                uint64_t first_zero = ~((entry & ADDRESS) >> 12);
                int log2 = 13 + __builtin_ctzll(first_zero);
                size = 1ull << log2;
                physical = entry & ADDRESS & (0 - size);
                if (size <= page_size(level) || (level < 6 && size >= page_size(level + 1)))
                    return ILLEGAL;
            }
            permissions = (int)((common & entry) >> 61) & 3;
            marked = entry;
            if (context->host_sets_accessed)
                marked |= HOST_ACCESSED;
            if (context->host_sets_dirty && (wanted & WRITE) && (permissions & granted & wanted) == wanted)
                marked |= HOST_DIRTY;
            if (marked != entry && !replace(context, *place, entry, marked))
                continue;
            traits = context->host_sets_dirty && !(marked & HOST_DIRTY) ? DEFERS_DIRTY : 0;
            *page = (struct page){context->domain, address & (0 - size), size, physical, permissions, traits};
            return TRANSLATED;
        }
        if (next >= level || (entry & HOST_DIRECTORY_RESERVED))
            return ILLEGAL;
        for (int skipped = next + 1; skipped < level; skipped++)
            if (index_at(address, skipped))
                return OUT_OF_RANGE;
        if (context->host_sets_accessed && !(entry & HOST_ACCESSED) && !replace(context, *place, entry, entry | HOST_ACCESSED))
            continue;
        common &= entry;
        table = entry & ADDRESS;
        level = next;
    }
}

static enum outcome find(const struct context *context, uint64_t address, int wanted, int granted, struct page *page, uint64_t *place)
{
    if (context->host_level == 0)
    {
        uint64_t untranslated = 1ull << 48;
        *page = (struct page){context->domain, address & (0 - untranslated), untranslated, address & (0 - untranslated), READ | WRITE, 0};
        return TRANSLATED;
    }
    return host(context, address, wanted, granted, page, place);
}

static enum outcome find_readable(const struct context *context, uint64_t address, uint64_t *physical, uint64_t *place)
{
    struct page page;
    uint64_t host_place;
    enum outcome outcome = find(context, address, READ, READ, &page, &host_place);
    if (outcome != TRANSLATED)
    {
        *place = host_place;
        return outcome;
    }
    *physical = page.physical_base + (address - page.virtual_base);
    return page.permissions & READ ? TRANSLATED : DENIED;
}

static enum outcome enter(const struct context *context, uint64_t address, struct guest_table *table, uint64_t *place)
{
    struct page page;
    uint64_t host_place;
    int wanted = context->guest_sets_accessed || context->guest_sets_dirty ? READ | WRITE : READ;
    enum outcome outcome = find(context, address, wanted, wanted, &page, &host_place);
    if (outcome != TRANSLATED)
    {
        *place = host_place;
        return outcome;
    }
    table->address = page.physical_base + (address - page.virtual_base);
    table->traits = (table->traits & ~WRITABLE) | (page.permissions & WRITE ? WRITABLE : 0);
    return page.permissions & READ ? TRANSLATED : DENIED;
}

static enum outcome find_root(const struct context *context, uint32_t pasid, struct guest_table *root, uint64_t *place)
{
    uint64_t address = context->guest_cr3;
    for (int level = context->cr3_levels; level >= 0; level--)
    {
        uint64_t table = address;
        uint64_t entry;
        if (context->cr3_is_guest_physical)
        {
            enum outcome outcome = find_readable(context, address, &table, place);
            if (outcome != TRANSLATED)
                return outcome;
        }
        *place = table + ((pasid >> (9 * level)) & 511) * 8;
        if (!load(context, *place, &entry))
            return UNREADABLE;
        if (!(entry & CR3_VALID))
            return NOT_PRESENT;
        if (entry & CR3_RESERVED)
            return ILLEGAL;
        address = entry & ADDRESS;
    }
    *root = (struct guest_table){0, context->guest_levels, READ | WRITE, USER};
    return enter(context, address, root, place);
}

static bool is_canonical(uint64_t address, int levels)
{
    int unused = 64 - (12 + 9 * levels);
    return (uint64_t)((int64_t)(address << unused) >> unused) == address;
}

// Tears: software has changed the entry meanwhile.
static enum outcome mark(const struct context *context, const struct guest_table *table, uint64_t place, uint64_t entry, uint64_t marked, bool *tears)
{
    *tears = false;
    if (marked == entry)
        return TRANSLATED;
    if (!(table->traits & WRITABLE))
        return DENIED;
    *tears = !replace(context, place, entry, marked);
    return TRANSLATED;
}

static enum outcome take_page(const struct context *context, uint64_t address, const struct guest_table *table, const struct guest_table *leaf, uint64_t entry, uint64_t place,
    int wanted, struct page *page, bool *tears)
{
    uint64_t size = page_size(table->level);
    uint64_t start = entry & ADDRESS & ~(table->level > 1 ? GUEST_ATTRIBUTE : 0);
    int allowed = leaf->traits & USER ? leaf->permissions : 0;
    int granted = allowed & context->permissions;
    bool may_write = (wanted & WRITE) && (granted & wanted) == wanted;
    uint64_t guest_physical, marked, common, virtual_base, host_place;
    struct page below;
    enum outcome outcome;
    *tears = false;
    if (table->level > 3 || (start & (size - 1)))
        return ILLEGAL;
    if (((context->guest_sets_accessed && !(entry & GUEST_ACCESSED)) || (context->guest_sets_dirty && !(entry & GUEST_DIRTY) && may_write)) && !(table->traits & WRITABLE))
        return DENIED;
    guest_physical = start | (address & (size - 1));
    outcome = find(context, guest_physical, wanted, granted, &below, &host_place);
    if (outcome != TRANSLATED)
        return outcome;
    marked = entry | (context->guest_sets_accessed ? GUEST_ACCESSED : 0) | (context->guest_sets_dirty && may_write && (below.permissions & wanted) == wanted ? GUEST_DIRTY : 0);
    outcome = mark(context, table, place, entry, marked, tears);
    if (outcome != TRANSLATED || *tears)
        return outcome;
    common = size < below.size ? size : below.size;
    virtual_base = address & (0 - common);
    *page = (struct page){
        0, virtual_base, common, below.physical_base + (guest_physical - below.virtual_base) - (address - virtual_base), allowed & below.permissions,
        (context->guest_sets_dirty && !(marked & GUEST_DIRTY)) || (below.traits & DEFERS_DIRTY) ? DEFERS_DIRTY : 0};
    return TRANSLATED;
}

static enum outcome nested(const struct context *context, uint32_t pasid, uint64_t address, int wanted, struct page *page, uint64_t *place)
{
    struct guest_table table;
    enum outcome outcome;
    *place = 0;
    if (!is_canonical(address, context->guest_levels))
        return OUT_OF_RANGE;
    outcome = find_root(context, pasid, &table, place);
    if (outcome != TRANSLATED)
        return outcome;
    for (;;)
    {
        uint64_t entry;
        struct guest_table below;
        bool tears;
        *place = table.address + index_at(address, table.level) * 8;
        if (!load(context, *place, &entry))
            return UNREADABLE;
        if (!(entry & GUEST_PRESENT))
            return NOT_PRESENT;
        below = (struct guest_table){
            0, table.level - 1, table.permissions & (entry & GUEST_WRITABLE ? READ | WRITE : READ), entry & GUEST_USER ? table.traits : table.traits & ~USER};
        if (table.level == 1 || (entry & GUEST_LARGE))
        {
            outcome = take_page(context, address, &table, &below, entry, *place, wanted, page, &tears);
            if (tears)
                continue;
            return outcome;
        }
        outcome = mark(context, &table, *place, entry, context->guest_sets_accessed ? entry | GUEST_ACCESSED : entry, &tears);
        if (tears)
            continue;
        if (outcome == TRANSLATED)
            outcome = enter(context, entry & ADDRESS, &below, place);
        if (outcome != TRANSLATED)
            return outcome;
        table = below;
    }
}

// One walk, to be compared with ours.
int host_walk(const struct context *context, uint64_t address, int wanted, int granted, struct page *page, uint64_t *place)
{
    return host(context, address, wanted, granted, page, place);
}

int nested_walk(const struct context *context, uint32_t pasid, uint64_t address, int wanted, struct page *page, uint64_t *place)
{
    return nested(context, pasid, address, wanted, page, place);
}

uint64_t walk_host(const struct context *context, const uint64_t *addresses, int count)
{
    uint64_t sum = 0;
    for (int i = 0; i < count; i++)
    {
        struct page page;
        uint64_t place;
        if (host(context, addresses[i], READ, READ | WRITE, &page, &place) == TRANSLATED)
            sum += page.physical_base;
    }
    return sum;
}

uint64_t walk_nested(const struct context *context, uint32_t pasid, const uint64_t *addresses, int count)
{
    uint64_t sum = 0;
    for (int i = 0; i < count; i++)
    {
        struct page page;
        uint64_t place;
        if (nested(context, pasid, addresses[i], READ, &page, &place) == TRANSLATED)
            sum += page.physical_base;
    }
    return sum;
}
