using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Size;

/// <summary>No function takes more than 6 parameters; records, whose parameters are their data, and functions of the operating system may.</summary>
internal sealed class ParameterCountRule : CodeRule
{
    private const int ParametersMax = 6;

    private const string Seven = "(int a, int b, int c, int d, int e, int f, int g)";

    public override IEnumerable<SourceFile[]> Bad =>
        [Member($"void M{Seven} {{ }}"), Body($"void M{Seven} {{ }}"), File("src/A/A.cs", $"class A{Seven};"), Member($"delegate void D{Seven};")];

    public override IEnumerable<SourceFile[]> Good =>
        [File("src/A/A.cs", $"record A{Seven};\nreadonly record struct B{Seven};"), Member($"[DllImport(\"libc\")] static extern void M{Seven};")];

    protected override IEnumerable<Offence> Check(SourceFile file) =>
        from list in file.Nodes<ParameterListSyntax>()
        where list.Parameters.Count > ParametersMax && list.Parent is not RecordDeclarationSyntax && !IsForeign(list.Parent)
        let name = $"{TypeNames.Place(list)}.{NameOf(list.Parent)}"
        select file.Offence(list, $"{name} takes {list.Parameters.Count} parameters, more than {ParametersMax}") with { Member = name, Size = list.Parameters.Count };

    private static bool IsForeign(SyntaxNode? function) =>
        function is MethodDeclarationSyntax method
        && (method.Modifiers.Any(SyntaxKind.ExternKeyword) || method.AttributeLists.SelectMany(list => list.Attributes).Any(a => TypeNames.Last(a.Name) == "LibraryImport"));

    private static string NameOf(SyntaxNode? function) => function switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        MemberDeclarationSyntax type => TypeNames.NameOf(type) is { Length: > 0 } name ? name : "new",
        _ => "lambda",
    };
}
