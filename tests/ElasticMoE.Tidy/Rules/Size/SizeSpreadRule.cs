using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules.Size;

/// <summary>Most code is in small pieces: files have a median under 80 lines and nine in ten under 250; functions under 10 and 25.</summary>
internal sealed class SizeSpreadRule : Rule
{
    public override IEnumerable<SourceFile[]> Bad =>
    [
        File("src/A/A.cs", new string('\n', 80) + "class A { }\n"),
        [.. Enumerable.Range(0, 8).Select(i => new SourceFile($"src/A/A{i}.cs", "")), .. Enumerable.Range(8, 2).Select(i => new SourceFile($"src/A/A{i}.cs", new string('\n', 250)))],
        Body("\n\n\n\n\n\n\n\n\n"),
    ];

    public override IEnumerable<SourceFile[]> Good => [Body("\n\n\n\n\n\n\n")];

    public override IEnumerable<Offence> Check(SourceTree tree) =>
        tree.Code.Where(file => file.Project.Length > 0).GroupBy(file => file.Path.Split('/')[0]).SelectMany(group =>
        {
            int[] files = [.. group.Select(file => file.LineCount).Order()];
            int[] functions = [.. group.SelectMany(FunctionSize.All).Select(function => function.Lines).Order()];
            return Over(group.Key, "files", files, 80, 250).Concat(Over(group.Key, "functions", functions, 10, 25));
        });

    private static IEnumerable<Offence> Over(string folder, string what, int[] sorted, int medianLimit, int ninetiethLimit)
    {
        if (sorted.Length == 0)
            yield break;
        int median = sorted[(sorted.Length - 1) / 2], ninetieth = sorted[(int)Math.Ceiling(sorted.Length * 0.9) - 1];
        if (median >= medianLimit)
            yield return new(folder, 0, $"the median of {sorted.Length} {what} is {median} lines, not under {medianLimit}");
        if (ninetieth >= ninetiethLimit)
            yield return new(folder, 0, $"nine in ten of {sorted.Length} {what} reach {ninetieth} lines, not under {ninetiethLimit}");
    }
}
