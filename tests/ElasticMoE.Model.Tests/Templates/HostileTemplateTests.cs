using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Tests.Templates;

/// <summary>Templates that would run for ever, fill memory or overflow the stack end with a one-line error, on a stack of 1 MB.</summary>
public sealed class HostileTemplateTests
{
    private const int StackBytes = 1 << 20;

    [Theory]
    [InlineData("{% for a in R %}{% for b in R %}x{% endfor %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s='ab') %}{% for a in R %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for a in R %}{% set ns.s = ns.s + ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s=(1,)) %}{% for a in range(100) %}{% set ns.s = (ns.s, ns.s) %}{% endfor %}{{ {ns.s: 1} }}")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for a in range(100) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s|tojson }}")]
    [InlineData("{% set ns = namespace(i=3) %}{% for a in R %}{% set ns.i = ns.i * ns.i %}{% endfor %}")]
    [InlineData("{% macro m(n) %}{% if n < 60 %}{{ m(n + 1) }}{{ m(n + 1) }}{% endif %}{% endmacro %}{{ m(0) }}")]
    [InlineData("{% for x in R %}{{ ('a' * 1000000) is lower }}{% endfor %}")]
    [InlineData("{% set s = 'a' * 3000000 %}{% set p = 'a' * 90000 ~ 'b' ~ 'a' * 90000 %}{% for i in R %}{{ p in s }}{% endfor %}")]
    [InlineData("{% set l = R|list %}{% for i in R %}{% set x = l|sort %}{% endfor %}")]
    [InlineData("{{ range(100000)|batch(1)|list|batch(1)|map('list')|list|string|length }}{{ (R|list * 100)|length }}")]
    [InlineData("{{ ('a' * 10000000)|list|length }}")]
    public void WhatWouldTakeForeverIsStopped(string template) => AssertFails(template.Replace("R", "range(100000)"));

    [Theory]
    [InlineData("{{ range(10**9) }}")]
    [InlineData("{{ 'a' * 10**9 }}")]
    [InlineData("{{ 'ab' * 10**100 }}")]
    [InlineData("{{ [0] * 10**9 }}")]
    [InlineData("{{ 10**10**10**10 }}")]
    [InlineData("{{ '%1000000000d' % 1 }}")]
    [InlineData("{{ '%.*f' % (10**9, 1) }}")]
    [InlineData("{{ '{:{}}'.format(1, 10**9) }}")]
    [InlineData("{{ 'a'|center(10**9) }}")]
    [InlineData("{{ 'a'|indent(10**9) }}")]
    [InlineData("{{ [1]|tojson(indent=10**9) }}")]
    [InlineData("{{ [1]|batch(10**9, 0)|list }}")]
    [InlineData("{{ [1]|slice(10**9)|list }}")]
    [InlineData("{{ 'a'.zfill(10**9) }}")]
    [InlineData("{{ 'a\\tb'.expandtabs(10**9) }}")]
    [InlineData("{{ ('a' * 10**6).replace('', 'x' * 1000) }}")]
    public void WhatWouldFillMemoryIsRefused(string template) => AssertFails(template);

    [Theory]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")]
    [InlineData("{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{% endmacro %}{{ m() }}")]
    [InlineData("{% macro m(a=m()) %}{% endmacro %}{{ m() }}")]
    [InlineData("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}")]
    [InlineData("{% set ns = namespace() %}{% set ns.s = [ns, ns] %}{{ ns }}")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for a in range(999) %}{% set ns.s = [ns.s] %}{% endfor %}{{ ns.s }}")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for a in range(999) %}{% set ns.s = ns.s|map('string') %}{% endfor %}{{ ns.s|list }}")]
    public void EndlessNestingIsStopped(string template) => AssertFails(template);

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{1: ", "}")]
    [InlineData("a[", "]")]
    [InlineData("f(", ")")]
    [InlineData("a|f(", ")")]
    [InlineData("not ", "")]
    [InlineData("-", "")]
    [InlineData("a if b else ", "")]
    [InlineData("", "|upper")]
    [InlineData("", ".a")]
    [InlineData("", " + a")]
    [InlineData("", " and a")]
    [InlineData("", " if a")]
    [InlineData("", " is defined")]
    public void DeepExpressionsAreRefusedAndShallowerOnesFit(string before, string after)
    {
        AssertFails("{{ " + Repeat(before, 20_000) + "a" + Repeat(after, 20_000) + " }}");
        Run("{{ " + Repeat(before, 100) + "a" + Repeat(after, 100) + " }}");
    }

    [Theory]
    [InlineData("{% if 1 %}", "{% endif %}")]
    [InlineData("{% for x in [1] %}", "{% endfor %}")]
    [InlineData("{% macro a() %}", "{% endmacro %}")]
    [InlineData("{% set x %}", "{% endset %}")]
    [InlineData("{% filter upper %}", "{% endfilter %}")]
    [InlineData("{% call a() %}", "{% endcall %}")]
    public void DeepBlocksAreRefusedAndShallowerOnesFit(string before, string after)
    {
        AssertFails(Repeat(before, 20_000) + Repeat(after, 20_000));
        Run(Repeat(before, 100) + Repeat(after, 100));
        AssertFails("{% macro m() %}" + Repeat(before, 100) + "{{ m() }}" + Repeat(after, 100) + "{% endmacro %}{{ m() }}{{ x.y }}");
    }

    [Fact]
    public void ManyNamesAndTagsAreReadInLinearTime()
    {
        string sets = string.Concat(Enumerable.Range(0, 8_000).Select(i => $"{{% if x %}}{{% set a{i} = 1 %}}{{% endif %}}"));

        Run(sets);
        Run("{% for x in range(3) %}" + sets + "{% endfor %}");
        Run(Repeat("{% if 1 %}", 100) + Repeat("{% set a = 1 %}", 5_000) + Repeat("{% endif %}", 100));
        Run("{% if 0 %}" + Repeat("{% elif 0 %}", 20_000) + "{% endif %}");
    }

    [Fact]
    public void ASourceBeyondTheLimitIsRefused() => AssertFails(new string('a', Limits.TemplateSourceCharactersMax + 1));

    private static string Repeat(string part, int count) => string.Concat(Enumerable.Repeat(part, count));

    private static void AssertFails(string template)
    {
        InputException? failure = Run(template);
        Assert.NotNull(failure);
        Assert.StartsWith("hostile: ", failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    /// <summary>Renders on a small stack; any exception but the expected one ends the test.</summary>
    private static InputException? Run(string template)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(() => Render(template)), StackBytes);
        thread.Start();
        thread.Join();
        return thrown is null ? null : Assert.IsType<InputException>(thrown);
    }

    private static void Render(string template) =>
        ChatTemplate.Parse(template, "hostile").Render(new ChatTemplateInput { Messages = TemplateValue.None });
}
