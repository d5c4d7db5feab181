using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules.Size;

/// <summary>No function is longer than 70 lines.</summary>
internal sealed class FunctionLengthRule : CodeRule
{
    private const int LinesMax = 70;

    public override IEnumerable<SourceFile[]> Bad => [Body(new string('\n', LinesMax))];

    public override IEnumerable<SourceFile[]> Good => [Body(new string('\n', LinesMax - 1))];

    protected override IEnumerable<Offence> Check(SourceFile file) =>
        from function in FunctionSize.All(file)
        where function.Lines > LinesMax
        select file.Offence(function.Node, $"{function.Name} has {function.Lines} lines, more than {LinesMax}") with { Member = function.Name, Size = function.Lines };
}
