using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Arithmetic;

/// <summary>A ban on functions whose last bit depends on library, machine or order; it holds where tokens are computed.</summary>
internal abstract class ArithmeticRule : CodeRule
{
    protected sealed override bool Binds(SourceFile file) => file is { IsProduct: true, Project: "ElasticMoE.Kernels" or "ElasticMoE.Model" or "ElasticMoE.Engine" };

    /// <summary>Uses of <c>Type.Function</c> where both names fit; the type's name is taken without namespace and type arguments.</summary>
    protected static IEnumerable<Offence> Uses(SourceFile file, Func<string, bool> type, Func<string, bool> function, string why) =>
        from access in file.Nodes<MemberAccessExpressionSyntax>()
        where function(access.Name.Identifier.Text) && type(TypeNames.Last(access.Expression))
        select file.Offence(access, $"{access} is banned: {why}");

    protected static bool IsVector(string type) => type.StartsWith("Vector", StringComparison.Ordinal);
}
