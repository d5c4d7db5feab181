using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules.Structure;

/// <summary>Every project is in the solution; one that isn't would be neither built nor tested.</summary>
internal sealed class SolutionRule : Rule
{
    private const string Solution = "ElasticMoE.sln";

    public override IEnumerable<SourceFile[]> Bad => [[new(Solution, ""), new("src/A/A.csproj", "<Project />")]];

    public override IEnumerable<SourceFile[]> Good => [[new(Solution, "\"src\\A\\A.csproj\""), new("src/A/A.csproj", "<Project />")]];

    public override IEnumerable<Offence> Check(SourceTree tree)
    {
        string solution = (tree.Find(Solution)?.Text ?? "").Replace('\\', '/');
        return tree.Files
            .Where(file => file.Name.EndsWith(".csproj", StringComparison.Ordinal) && !solution.Contains($"\"{file.Path}\"", StringComparison.Ordinal))
            .Select(file => new Offence(file.Path, 0, $"{Solution} doesn't list this project"));
    }
}
