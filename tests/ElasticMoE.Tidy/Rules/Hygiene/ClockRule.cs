using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Hygiene;

/// <summary>Time comes from a <see cref="TimeProvider"/>, randomness from a seed, so that a test can give both.</summary>
internal sealed class ClockRule : CodeRule
{
    private static readonly HashSet<string> Clocks =
        ["DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "Environment.TickCount", "Environment.TickCount64", "Random.Shared", "Stopwatch.StartNew", "Stopwatch.GetTimestamp", "Stopwatch.GetElapsedTime"];

    public override IEnumerable<SourceFile[]> Bad =>
        [Body("var t = DateTime.UtcNow;"), Body("var t = Stopwatch.GetTimestamp();"), Body("var w = new Stopwatch();"), Body("var r = new Random();"), Body("int r = Random.Shared.Next();")];

    public override IEnumerable<SourceFile[]> Good => [Body("var t = clock.GetUtcNow(); var r = new Random(17); var u = DateTime.UnixEpoch;")];

    protected override IEnumerable<Offence> Check(SourceFile file) =>
        from node in file.Root.DescendantNodes()
        where Reads(node)
        select file.Offence(node, $"{node}: take time from a TimeProvider and randomness from a seed");

    private static bool Reads(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax access => Clocks.Contains($"{TypeNames.Last(access.Expression)}.{access.Name.Identifier.Text}"),
        ObjectCreationExpressionSyntax created => created.ArgumentList is not { Arguments.Count: > 0 } && TypeNames.Last(created.Type) is "Random" or "Stopwatch",
        _ => false,
    };
}
