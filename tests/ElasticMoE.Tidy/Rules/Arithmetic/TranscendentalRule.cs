using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Arithmetic;

/// <summary>Exponentials, logarithms and the like are the kernels' own polynomials; the platform's differ between machines and versions.</summary>
internal sealed class TranscendentalRule : ArithmeticRule
{
    private static readonly HashSet<string> Functions =
    [
        "Exp", "Exp2", "Exp10", "ExpM1", "Exp2M1", "Log", "Log2", "Log10", "LogP1", "Log2P1", "Pow", "Cbrt", "RootN", "Hypot", "Sin", "Cos", "Tan", "SinCos", "SinPi", "CosPi",
        "TanPi", "SinCosPi", "Sinh", "Cosh", "Tanh", "Asin", "Acos", "Atan", "Atan2", "Asinh", "Acosh", "Atanh",
    ];

    private static readonly HashSet<string> Types = ["Math", "MathF", "float", "double", "Single", "Double", "Half"];

    public override IEnumerable<SourceFile[]> Bad =>
    [
        Body("var y = MathF.Exp(x);"),
        Body("var y = Math.Pow(x, 2);"),
        Body("var y = float.Tanh(x);"),
        Body("var y = System.Math.Log(x);"),
        Body("var y = T.Exp(x);"),
        Body("Vector512<float> y = Vector512.Exp(x);"),
        Body("var f = xs.Select(Math.Sin);"),
        File("src/ElasticMoE.Kernels/A.cs", "using static System.MathF;\nclass A { }"),
        File("src/ElasticMoE.Kernels/A.cs", "using M = System.Math;\nclass A { }"),
    ];

    public override IEnumerable<SourceFile[]> Good => [Body("var y = MathF.Sqrt(x) + Math.Max(x, y) + Elementary.Exp(x);"), File("src/ElasticMoE.Node/A.cs", "class A { double B => Math.Log(2); }")];

    protected override IEnumerable<Offence> Check(SourceFile file) =>
        Uses(file, IsBanned, Functions.Contains, "use the kernels' own functions")
            .Concat(file.Root.Usings
                .Where(directive => (directive.StaticKeyword.IsKind(SyntaxKind.StaticKeyword) || directive.Alias is not null) && directive.NamespaceOrType is NameSyntax name && IsBanned(TypeNames.Last(name)))
                .Select(directive => file.Offence(directive, "another name for a library of functions hides which are used")));

    /// <summary>Type parameters of generic mathematics are named T or TSomething.</summary>
    private static bool IsBanned(string type) => Types.Contains(type) || IsVector(type) || type is ['T'] or ['T', >= 'A' and <= 'Z', ..];
}
