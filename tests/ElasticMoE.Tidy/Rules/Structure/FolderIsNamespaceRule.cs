using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Structure;

/// <summary>A file's namespace is its project and its folders, and no folder is a heap of leftovers.</summary>
internal sealed class FolderIsNamespaceRule : CodeRule
{
    private static readonly HashSet<string> Heaps = ["Helpers", "Helper", "Managers", "Utils", "Util", "Utilities", "Common", "Misc", "Interfaces"];

    public override IEnumerable<SourceFile[]> Bad =>
    [
        File("src/ElasticMoE.A/B/C.cs", "namespace ElasticMoE.A;\nclass C { }"),
        File("src/ElasticMoE.A/C.cs", "class C { }"),
        File("src/ElasticMoE.A/Utils/C.cs", "namespace ElasticMoE.A.Utils;\nclass C { }"),
    ];

    public override IEnumerable<SourceFile[]> Good => [File("src/ElasticMoE.A/B/C.cs", "namespace ElasticMoE.A.B;\nclass C { }")];

    protected override bool Binds(SourceFile file) => file.Project.Length > 0;

    protected override IEnumerable<Offence> Check(SourceFile file)
    {
        string[] folders = file.Path.Split('/')[1..^1];
        foreach (string heap in folders.Where(Heaps.Contains))
            yield return new(file.Path, 0, $"a folder is named after a concern; {heap} names none");
        string expected = string.Join('.', folders);
        foreach (MemberDeclarationSyntax type in TypeNames.TopLevel(file).Where(type => TypeNames.NamespaceOf(type) != expected))
            yield return file.Offence(type, $"the namespace of this folder is {expected}, not '{TypeNames.NamespaceOf(type)}'");
    }
}
