using System.Text.RegularExpressions;
using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules.Hygiene;

/// <summary>Work that isn't done isn't left as a note in the sources.</summary>
internal sealed partial class UnfinishedWorkRule : Rule
{
    private const string Marks = "TO" + "DO";

    public override IEnumerable<SourceFile[]> Bad =>
        [Body($"// {Marks}: later\n"), Body("/* FIX" + "ME */"), File("run.sh", $"# {Marks} later"), Body($"throw new Not{"Implemented"}Exception();")];

    public override IEnumerable<SourceFile[]> Good => [Body("var mark = \"TO\" + \"DO\"; // Sums in order.\n")];

    public override IEnumerable<Offence> Check(SourceTree tree) =>
        tree.Files.Where(file => !file.Path.EndsWith(".svg", StringComparison.Ordinal)).SelectMany(file => Note().Matches(file.Text).Select(match => At(file, match)));

    private static Offence At(SourceFile file, Match match) =>
        new(file.Path, file.Text.AsSpan(0, match.Index).Count('\n') + 1, $"{match.Value}: finish it, or leave it out");

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HAC[K]|XX[X]|Not[I]mplementedException)\b")]
    private static partial Regex Note();
}
