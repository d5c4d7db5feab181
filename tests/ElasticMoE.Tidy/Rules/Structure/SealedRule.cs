using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Structure;

/// <summary>Classes that nothing derives from are sealed.</summary>
internal sealed class SealedRule : Rule
{
    public override IEnumerable<SourceFile[]> Bad => [File("src/A/A.cs", "class A { }"), File("src/A/A.cs", "record A(int B);")];

    public override IEnumerable<SourceFile[]> Good =>
        [File("src/A/A.cs", "sealed class A { }\nstatic class B { }\nabstract class C { }\nclass D { }\nsealed class E : D { }\nrecord struct F(int G);")];

    public override IEnumerable<Offence> Check(SourceTree tree)
    {
        HashSet<string> bases = [.. tree.Code.SelectMany(file => file.Nodes<SimpleBaseTypeSyntax>()).Select(type => TypeNames.Last(type.Type))];
        bases.UnionWith(tree.Code.SelectMany(file => file.Nodes<PrimaryConstructorBaseTypeSyntax>()).Select(type => TypeNames.Last(type.Type)));
        HashSet<string> closed = [.. tree.Code.SelectMany(file => file.Nodes<TypeDeclarationSyntax>()).Where(IsClosed).Select(type => type.Identifier.Text)];
        return
            from file in tree.Code
            from type in file.Nodes<TypeDeclarationSyntax>()
            where type is ClassDeclarationSyntax || type.IsKind(SyntaxKind.RecordDeclaration)
            where !closed.Contains(type.Identifier.Text) && !bases.Contains(type.Identifier.Text)
            select file.Offence(type, $"{type.Identifier.Text} is neither sealed, abstract nor static, and nothing derives from it");
    }

    private static bool IsClosed(TypeDeclarationSyntax type) =>
        type.Modifiers.Any(m => m.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.AbstractKeyword or SyntaxKind.StaticKeyword);
}
