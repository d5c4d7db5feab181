using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Hygiene;

/// <summary>Code waits for events, not for time; what needs a time asks a <see cref="TimeProvider"/> for a timer.</summary>
internal sealed class SleepRule : CodeRule
{
    private static readonly HashSet<string> Sleeps = ["Thread.Sleep", "Task.Delay", "SpinWait.SpinUntil"];

    public override IEnumerable<SourceFile[]> Bad => [Body("Thread.Sleep(1);"), Body("System.Threading.Thread.Sleep(1);"), Member("Task M() => Task.Delay(5, token);")];

    public override IEnumerable<SourceFile[]> Good => [Body("Thread.Yield(); Thread.SpinWait(10);")];

    protected override IEnumerable<Offence> Check(SourceFile file) =>
        from access in file.Nodes<MemberAccessExpressionSyntax>()
        where Sleeps.Contains($"{TypeNames.Last(access.Expression)}.{access.Name.Identifier.Text}")
        select file.Offence(access, $"{access}: wait for the event, not for a time");
}
