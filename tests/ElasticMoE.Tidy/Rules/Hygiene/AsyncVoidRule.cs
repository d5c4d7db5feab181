using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Hygiene;

/// <summary>An async function that returns nothing can't be awaited, and its exception ends the process.</summary>
internal sealed class AsyncVoidRule : CodeRule
{
    public override IEnumerable<SourceFile[]> Bad => [Member("async void M() { }"), Body("async void N() { }")];

    public override IEnumerable<SourceFile[]> Good => [Member("async Task M() { }")];

    protected override IEnumerable<Offence> Check(SourceFile file) =>
        from node in file.Root.DescendantNodes()
        let signature = Signature(node)
        where signature is { Async: true, Returns: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } }
        select file.Offence(node, "async void: return a Task");

    private static (bool Async, TypeSyntax Returns)? Signature(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => (method.Modifiers.Any(SyntaxKind.AsyncKeyword), method.ReturnType),
        LocalFunctionStatementSyntax local => (local.Modifiers.Any(SyntaxKind.AsyncKeyword), local.ReturnType),
        _ => null,
    };
}
