using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ElasticMoE.Tidy.Rules.Hygiene;

/// <summary>A region hides that a file holds more than one thing.</summary>
internal sealed class RegionRule : CodeRule
{
    public override IEnumerable<SourceFile[]> Bad => [Member("#region A\n#endregion\n")];

    protected override IEnumerable<Offence> Check(SourceFile file) =>
        file.Root.DescendantTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
            .Select(trivia => file.OffenceAt(trivia.SpanStart, "a region: split the file instead"));
}
