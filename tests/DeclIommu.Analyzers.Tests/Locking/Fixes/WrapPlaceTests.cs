using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.Locking;

namespace DeclIommu.Analyzers.Tests.Locking.Fixes;

/// <summary>Where an unguarded access can be put into a lock statement.</summary>
public sealed class WrapPlaceTests
{
    [Theory]
    [InlineData("public int X => _x;", "public int X\n{\n    get\n    {\n        lock (_gate)\n        {\n            return _x;\n        }\n    }\n}")]
    [InlineData("public int this[int index] => _x;", "public int this[int index]\n{\n    get\n    {\n        lock (_gate)\n        {\n            return _x;\n        }\n    }\n}")]
    [InlineData("public int Get() => _x;", "public int Get()\n{\n    lock (_gate)\n    {\n        return _x;\n    }\n}")]
    [InlineData("public void Add() => _x++;", "public void Add()\n{\n    lock (_gate)\n    {\n        _x++;\n    }\n}")]
    [InlineData("public async Task AddAsync() => _x++;", "public async Task AddAsync()\n{\n    lock (_gate)\n    {\n        _x++;\n    }\n}")]
    [InlineData("public async Task<int> GetAsync() => _x;", "public async Task<int> GetAsync()\n{\n    lock (_gate)\n    {\n        return _x;\n    }\n}")]
    [InlineData("public static int operator +(Counter counter) => 0 * counter._x;", "public static int operator +(Counter counter)\n{\n    lock (counter._gate)\n    {\n        return 0 * counter._x;\n    }\n}")]
    public Task The_expression_of_a_member_becomes_a_block_with_a_lock(string before, string after) => FixesAsync(before, after);

    [Theory]
    [InlineData("get => _x;", "get\n    {\n        lock (_gate)\n        {\n            return _x;\n        }\n    }")]
    [InlineData("get\n    {\n        return _x;\n    }", "get\n    {\n        lock (_gate)\n        {\n            return _x;\n        }\n    }")]
    [InlineData("set => _x = value;", "set\n    {\n        lock (_gate)\n        {\n            _x = value;\n        }\n    }")]
    [InlineData("set\n    {\n        _x = value;\n    }", "set\n    {\n        lock (_gate)\n        {\n            _x = value;\n        }\n    }")]
    [InlineData("init => _x = value;", "init\n    {\n        lock (_gate)\n        {\n            _x = value;\n        }\n    }")]
    public async Task An_accessor_of_a_property_and_of_an_indexer_takes_the_lock(string before, string after)
    {
        await FixesAsync("public int X\n{\n    " + before + "\n}", "public int X\n{\n    " + after + "\n}");
        await FixesAsync("public int this[int index]\n{\n    " + before + "\n}", "public int this[int index]\n{\n    " + after + "\n}");
    }

    [Fact]
    public Task The_other_accessor_stays_as_it_is() => FixesAsync(
        "public int X { get => _x; set { } }",
        "public int X {\n    get\n    {\n        lock (_gate)\n        {\n            return _x;\n        }\n    }\n    set { } }");

    [Fact]
    public Task An_accessor_of_an_event_takes_the_lock() => FixesAsync(
        "public event Action Changed\n{\n    add => _x++;\n    remove { }\n}",
        "public event Action Changed\n{\n    add\n    {\n        lock (_gate)\n        {\n            _x++;\n        }\n    }\n    remove { }\n}");

    [Fact]
    public Task A_constructor_takes_the_lock_once_others_know_the_object() => FixesAsync(
        "private static Counter? s_last;\n\npublic Counter()\n{\n    s_last = this;\n    _x = 1;\n}",
        "private static Counter? s_last;\n\npublic Counter()\n{\n    s_last = this;\n    lock (_gate)\n    {\n        _x = 1;\n    }\n}");

    [Fact]
    public Task A_constructor_with_one_expression_takes_the_lock() => FixesAsync(
        "public Counter(Counter other) => other._x = 1;",
        "public Counter(Counter other)\n{\n    lock (other._gate)\n    {\n        other._x = 1;\n    }\n}");

    [Theory]
    [InlineData("int Read() => _x;", "int Read()\n    {\n        lock (_gate)\n        {\n            return _x;\n        }\n    }")]
    [InlineData("int Read()\n    {\n        return _x;\n    }", "int Read()\n    {\n        lock (_gate)\n        {\n            return _x;\n        }\n    }")]
    public Task A_local_function_takes_the_lock(string before, string after) => FixesAsync(
        "public int Get()\n{\n    return Read();\n\n    " + before + "\n}",
        "public int Get()\n{\n    return Read();\n\n    " + after + "\n}");

    [Theory]
    [InlineData("Func<int> Reader() => () => _x;", "Func<int> Reader() => () =>\n{\n    lock (_gate)\n    {\n        return _x;\n    }\n};")]
    [InlineData("Action<int> Setter() => value => _x = value;", "Action<int> Setter() => value =>\n{\n    lock (_gate)\n    {\n        _x = value;\n    }\n};")]
    [InlineData("Func<Task> Adder() => async () => _x++;", "Func<Task> Adder() => async () =>\n{\n    lock (_gate)\n    {\n        _x++;\n    }\n};")]
    [InlineData("Action Adder() => () => { _x++; };", "Action Adder() => () => { lock (_gate) { _x++; } };")]
    public Task A_lambda_takes_the_lock_and_not_who_makes_it(string before, string after) => FixesAsync("public " + before, "public " + after);

    [Theory]
    [InlineData("public void Put(int kind)\n{\n    switch (kind)\n    {\n        case 0:\n            _x = 1;\n            break;\n    }\n}", "public void Put(int kind)\n{\n    switch (kind)\n    {\n        case 0:\n            lock (_gate)\n            {\n                _x = 1;\n            }\n            break;\n    }\n}")]
    [InlineData("public int Put()\n{\n    switch (_x)\n    {\n        default:\n            return 1;\n    }\n}", "public int Put()\n{\n    lock (_gate)\n    {\n        switch (_x)\n        {\n            default:\n                return 1;\n        }\n    }\n}")]
    [InlineData("public void Put()\n{\n    // why\n    _x = 1; // how\n}", "public void Put()\n{\n    // why\n    lock (_gate)\n    {\n        _x = 1;\n    } // how\n}")]
    public Task A_statement_keeps_its_place(string before, string after) => FixesAsync(before, after);

    [Theory]
    [InlineData("public int Get()\n{\n    int copy = _x;\n    return copy;\n}")]
    [InlineData("public async Task SetAsync(Task<int> value)\n{\n    _x = await value;\n}")]
    [InlineData("public async Task SetAsync(Task<int> value) => _x = await value;")]
    [InlineData("public IEnumerable<int> All()\n{\n    if (_x > 0)\n    {\n        yield return 1;\n    }\n}")]
    [InlineData("public int Get(string text)\n{\n    if (int.TryParse(text, out int value) && _x == value)\n    {\n        return 0;\n    }\n\n    return value;\n}")]
    [InlineData("public System.Linq.Expressions.Expression<Func<int>> Tree() => () => _x;")]
    [InlineData("public static Counter? Last;\npublic Counter() : this(Last!._x)\n{\n}\n\npublic Counter(int x)\n{\n}")]
    public async Task What_would_not_compile_in_a_lock_is_not_wrapped(string members)
        => Assert.Null(await FixRun.ApplyAsync(new WrapInLockCodeFix(), FixedClass.With(members), "Wrap"));

    private static async Task FixesAsync(string before, string after)
        => Assert.Equal(FixedClass.With(after), await FixRun.ApplyAsync(new WrapInLockCodeFix(), FixedClass.With(before), "Wrap in lock ("));
}
