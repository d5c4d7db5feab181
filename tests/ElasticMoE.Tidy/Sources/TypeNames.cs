using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Sources;

/// <summary>What can be said of names from syntax alone.</summary>
internal static class TypeNames
{
    /// <summary>The namespace a node stands in; empty at the top.</summary>
    public static string NamespaceOf(SyntaxNode node) =>
        string.Join('.', node.AncestorsAndSelf().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(n => n.Name.ToString()));

    /// <summary>The last part of a name without type arguments: <c>B</c> for <c>N.B&lt;T&gt;</c>.</summary>
    public static string Last(SyntaxNode? name) => name switch
    {
        MemberAccessExpressionSyntax access => Last(access.Name),
        QualifiedNameSyntax qualified => Last(qualified.Right),
        AliasQualifiedNameSyntax alias => Last(alias.Name),
        NullableTypeSyntax nullable => Last(nullable.ElementType),
        SimpleNameSyntax simple => simple.Identifier.Text,
        PredefinedTypeSyntax predefined => predefined.Keyword.Text,
        _ => "",
    };

    /// <summary>The types and delegates a file declares outside other types.</summary>
    public static IEnumerable<MemberDeclarationSyntax> TopLevel(SourceFile file) =>
        file.Root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    public static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax declared => declared.Identifier.Text,
        DelegateDeclarationSyntax declared => declared.Identifier.Text,
        _ => "",
    };

    /// <summary>The type a node stands in and its member, for messages: <c>Type.Member</c>.</summary>
    public static string Place(SyntaxNode node) =>
        string.Join('.', node.Ancestors().OfType<BaseTypeDeclarationSyntax>().Reverse().Select(type => type.Identifier.Text));
}
