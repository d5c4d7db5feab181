using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Structure;

/// <summary>The names by which one file can mean types.</summary>
/// <param name="Simple">Names that stand alone or first: not the member after a dot, nor the parts of a namespace's name.</param>
/// <param name="Left">What stands before a dot, and what using directives name.</param>
internal sealed record NamesInCode(HashSet<string> Simple, HashSet<string> Left)
{
    public static NamesInCode Of(SourceFile file)
    {
        var names = new NamesInCode(new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        foreach (UsingDirectiveSyntax directive in file.Root.Usings)
            names.AddUsing(directive);
        foreach (SyntaxNode node in file.Root.DescendantNodes(node => node is not UsingDirectiveSyntax && !IsNamespaceName(node)))
            names.Add(node);
        return names;
    }

    /// <summary>Whether the namespace is named, also where the writer left off its outer parts.</summary>
    public bool Qualifies(string space)
    {
        for (string name = space; ; name = name[(name.IndexOf('.') + 1)..])
        {
            if (!name.Contains('.'))
                return Left.Contains(space);
            if (Left.Contains(name))
                return true;
        }
    }

    /// <summary>An alias or a static using names a type; the namespace is what stands before it.</summary>
    private void AddUsing(UsingDirectiveSyntax directive)
    {
        string name = directive.NamespaceOrType.ToString();
        Left.Add(name);
        if ((directive.Alias is not null || directive.StaticKeyword.Span.Length > 0) && name.Contains('.'))
            Left.Add(name[..name.LastIndexOf('.')]);
    }

    private void Add(SyntaxNode node)
    {
        switch (node)
        {
            case SimpleNameSyntax name when IsFirst(name):
                Simple.Add(name.Identifier.Text);
                break;
            case QualifiedNameSyntax qualified when !IsNamespaceName(qualified):
                Left.Add(qualified.Left.ToString());
                break;
            case MemberAccessExpressionSyntax { Expression: NameSyntax or MemberAccessExpressionSyntax } access:
                Left.Add(access.Expression.ToString());
                break;
        }
    }

    private static bool IsNamespaceName(SyntaxNode node) => node is NameSyntax && node.Parent is BaseNamespaceDeclarationSyntax;

    private static bool IsFirst(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        QualifiedNameSyntax qualified => qualified.Left == name,
        MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax or BaseNamespaceDeclarationSyntax => false,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left != name,
        _ => true,
    };
}
