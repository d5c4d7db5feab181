using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Size;

/// <summary>A function and its length in lines, from its signature to its end; documentation and attributes don't count.</summary>
/// <param name="Node">The declaration.</param>
/// <param name="Name">The type and the member.</param>
/// <param name="Lines">At least 1.</param>
internal sealed record FunctionSize(SyntaxNode Node, string Name, int Lines)
{
    /// <summary>Methods, constructors, operators, accessors and local functions that have a body.</summary>
    public static IEnumerable<FunctionSize> All(SourceFile file) => file.Root.DescendantNodes().Where(HasBody).Select(node =>
    {
        int end = file.Root.SyntaxTree.GetLineSpan(node.Span).EndLinePosition.Line;
        int start = file.Root.SyntaxTree.GetLineSpan(new(Start(node), 0)).StartLinePosition.Line;
        return new FunctionSize(node, $"{TypeNames.Place(node)}.{NameOf(node)}", end - start + 1);
    });

    private static bool HasBody(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null,
        AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
        LocalFunctionStatementSyntax => true,
        _ => false,
    };

    private static int Start(SyntaxNode node)
    {
        SyntaxNode? lastAttributes = node.ChildNodes().OfType<AttributeListSyntax>().LastOrDefault();
        return lastAttributes?.GetLastToken().GetNextToken().SpanStart ?? node.SpanStart;
    }

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax => "new",
        DestructorDeclarationSyntax => "finalizer",
        OperatorDeclarationSyntax op => "operator" + op.OperatorToken.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } accessor => $"{property.Identifier.Text}.{accessor.Keyword.Text}",
        _ => node.Kind().ToString(),
    };
}
