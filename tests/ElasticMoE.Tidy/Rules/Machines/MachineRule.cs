using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Machines;

/// <summary>Machine types neither wait, start work, read clocks nor draw randomness: the same messages at the same times give the same effects.</summary>
internal sealed class MachineRule : CodeRule
{
    private static readonly HashSet<string> BannedTypes =
        ["ThreadPool", "Parallel", "Stopwatch", "Thread", "Timer", "PeriodicTimer", "TimeProvider", "CancellationTokenSource", "RandomNumberGenerator"];

    private static readonly HashSet<string> BannedMembers =
        ["Task.Run", "Task.Factory", "Environment.TickCount", "Environment.TickCount64", "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "Guid.NewGuid", "Guid.CreateVersion7", "Random.Shared"];

    public override IEnumerable<SourceFile[]> Bad =>
    [
        Member("async Task M() { await N(); }"),
        Body("Task.Run(N);"),
        Body("ThreadPool.QueueUserWorkItem(N);"),
        Body("Parallel.For(0, 3, N);"),
        Body("var w = Stopwatch.StartNew();"),
        Body("var t = Environment.TickCount64;"),
        Body("var t = System.DateTime.UtcNow;"),
        Body("var t = DateTimeOffset.UtcNow;"),
        Body("var id = Guid.NewGuid();"),
        Body("var r = new Random();"),
        Body("var r = Random.Shared;"),
        Body("var c = new CancellationTokenSource(1000);"),
        File("src/ElasticMoE.Placement/A.cs", "class A { long B() => Stopwatch.GetTimestamp(); }"),
    ];

    public override IEnumerable<SourceFile[]> Good =>
        [Body("var r = new Random(seed); var t = now + timeout;"), File("src/ElasticMoE.Node/A.cs", "class A { async Task B() => await C(); }")];

    protected override IEnumerable<Offence> Check(SourceFile file) =>
        from type in MachineTypes.All(file)
        from node in type.DescendantNodes()
        let what = Banned(node)
        where what is not null
        select file.Offence(node, $"{what} in a machine type: it may depend on state, message and given time alone");

    private static string? Banned(SyntaxNode node) => node switch
    {
        AwaitExpressionSyntax => "await",
        IdentifierNameSyntax name when BannedTypes.Contains(name.Identifier.Text) => name.Identifier.Text,
        MemberAccessExpressionSyntax access when BannedMembers.Contains($"{TypeNames.Last(access.Expression)}.{access.Name.Identifier.Text}") => access.ToString(),
        ObjectCreationExpressionSyntax created when TypeNames.Last(created.Type) == "Random" && created.ArgumentList is not { Arguments.Count: > 0 } => "unseeded Random",
        _ when node.IsKind(SyntaxKind.LockStatement) => "lock",
        _ => null,
    };
}
