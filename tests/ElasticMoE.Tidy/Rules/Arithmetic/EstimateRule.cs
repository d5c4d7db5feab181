using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Arithmetic;

/// <summary>Estimates give other bits on other processors.</summary>
internal sealed class EstimateRule : CodeRule
{
    private static readonly HashSet<string> Hardware = ["Reciprocal", "ReciprocalSqrt", "ReciprocalScalar", "ReciprocalSqrtScalar", "Reciprocal14", "ReciprocalSqrt14", "Reciprocal14Scalar", "ReciprocalSqrt14Scalar"];

    public override IEnumerable<SourceFile[]> Bad =>
        [Body("var y = Vector512.MultiplyAddEstimate(a, b, c);"), Body("var y = MathF.ReciprocalSqrtEstimate(x);"), Body("var y = Avx512F.Reciprocal14(x);"), Body("var y = Sse.ReciprocalSqrt(x);")];

    public override IEnumerable<SourceFile[]> Good => [Body("int costEstimate = 1; var y = MathF.ReciprocalOf(x);")];

    protected override bool Binds(SourceFile file) => file.IsProduct;

    protected override IEnumerable<Offence> Check(SourceFile file) =>
        from access in file.Nodes<MemberAccessExpressionSyntax>()
        let name = access.Name.Identifier.Text
        where Hardware.Contains(name) || (name.EndsWith("Estimate", StringComparison.Ordinal) && IsLibrary(TypeNames.Last(access.Expression)))
        select file.Offence(access, $"{access} is banned: an estimate gives other bits on other processors");

    private static bool IsLibrary(string type) =>
        type is "Math" or "MathF" or "float" or "double" or "Single" or "Double" or "AdvSimd" or "Arm64" or "T" || type.StartsWith("Vector", StringComparison.Ordinal);
}
