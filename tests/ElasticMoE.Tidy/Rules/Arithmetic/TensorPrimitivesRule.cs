using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Arithmetic;

/// <summary>The platform's tensor functions choose their order of operations, and their softmax gives NaN on large inputs.</summary>
internal sealed class TensorPrimitivesRule : ArithmeticRule
{
    public override IEnumerable<SourceFile[]> Bad =>
        [Body("TensorPrimitives.Add(a, b, c);"), File("src/ElasticMoE.Model/A.cs", "using System.Numerics.Tensors;\nclass A { }")];

    public override IEnumerable<SourceFile[]> Good => [Body("var tensor = file.Tensors[name];")];

    protected override IEnumerable<Offence> Check(SourceFile file) =>
        from name in file.Nodes<IdentifierNameSyntax>()
        where name.Identifier.Text == "TensorPrimitives" || name.Parent?.ToString() == "System.Numerics.Tensors"
        select file.Offence(name, "System.Numerics.Tensors is banned here: its order of operations is its own");
}
