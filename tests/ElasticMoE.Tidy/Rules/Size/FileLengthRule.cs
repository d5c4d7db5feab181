using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules.Size;

/// <summary>No file is longer than 500 lines.</summary>
internal sealed class FileLengthRule : CodeRule
{
    private const int LinesMax = 500;

    public override IEnumerable<SourceFile[]> Bad => [File("src/A/A.cs", new string('\n', LinesMax) + "class A { }\n")];

    public override IEnumerable<SourceFile[]> Good => [File("src/A/A.cs", new string('\n', LinesMax - 1) + "class A { }\n")];

    protected override IEnumerable<Offence> Check(SourceFile file)
    {
        if (file.LineCount > LinesMax)
            yield return new(file.Path, 0, $"{file.LineCount} lines, more than {LinesMax}") { Size = file.LineCount };
    }
}
