using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Structure;

/// <summary>
/// Inside a project no namespace needs, over any number of steps, one that needs it. A namespace needs those its files name in using
/// directives and qualified names, and those around it whose types it uses without naming them.
/// </summary>
internal sealed class NamespaceCyclesRule : Rule
{
    public override IEnumerable<SourceFile[]> Bad =>
    [
        [new("src/A/B/X.cs", "using A.C;\nnamespace A.B;\nclass X { }"), new("src/A/C/Y.cs", "using A.B;\nnamespace A.C;\nclass Y { }")],
        [new("src/A/B/X.cs", "namespace A.B;\nclass X { A.C.Y y; }"), new("src/A/C/Y.cs", "using A.B;\nnamespace A.C;\nclass Y { }")],
        [new("src/A/X.cs", "using A.B;\nnamespace A;\nclass X { }"), new("src/A/B/Y.cs", "namespace A.B;\nclass Y : X { }")],
    ];

    public override IEnumerable<SourceFile[]> Good =>
    [
        [new("src/A/X.cs", "using A.B;\nnamespace A;\nclass X { }"), new("src/A/B/Y.cs", "namespace A.B;\nclass Y { }")],
        [new("src/A/X.cs", "namespace A;\nclass X { }"), new("src/A/B/Y.cs", "namespace A.B;\nclass Y : X { }")],
        [new("src/A/A.cs", "using A.B;\nnamespace A;\nclass A { }"), new("src/A/B/Y.cs", "using A.C;\nnamespace A.B;\nclass Y { }"), new("src/A/C/Z.cs", "namespace A.C;\nclass Z { }")],
    ];

    public override IEnumerable<Offence> Check(SourceTree tree)
    {
        foreach (IGrouping<string, SourceFile> project in tree.Code.GroupBy(file => file.Project))
        {
            var types = project.SelectMany(TypeNames.TopLevel).ToLookup(TypeNames.NamespaceOf, TypeNames.NameOf);
            string[] spaces = [.. types.Select(group => group.Key).Order(StringComparer.Ordinal)];
            var needs = spaces.ToDictionary(space => space, _ => new SortedDictionary<string, SourceFile>(StringComparer.Ordinal), StringComparer.Ordinal);
            foreach (SourceFile file in project)
                AddNeeds(file, spaces, types, needs);
            foreach (string[] cycle in NamespaceCycle.FindAll(spaces, space => needs[space].Keys))
                yield return new(needs[cycle[0]][cycle[1]].Path, 0, "namespaces go in a circle: " + string.Join(" → ", cycle));
        }
    }

    private static void AddNeeds(SourceFile file, string[] spaces, ILookup<string, string> types, Dictionary<string, SortedDictionary<string, SourceFile>> needs)
    {
        string own = TypeNames.TopLevel(file).Select(TypeNames.NamespaceOf).FirstOrDefault("");
        if (!needs.TryGetValue(own, out var edges))
            return;
        var identifiers = new HashSet<string>(file.Nodes<SimpleNameSyntax>().Where(IsUse).Select(name => name.Identifier.Text), StringComparer.Ordinal);
        foreach (string space in spaces.Where(space => space != own))
        {
            bool around = own.StartsWith(space + ".", StringComparison.Ordinal);
            if (Names(file, space) || (around && types[space].Any(identifiers.Contains)))
                edges.TryAdd(space, file);
        }
    }

    /// <summary>Not a part of a namespace's own name, which may well be a type's name too.</summary>
    private static bool IsUse(SimpleNameSyntax name)
    {
        SyntaxNode outermost = name;
        while (outermost.Parent is QualifiedNameSyntax qualified)
            outermost = qualified;
        return outermost.Parent is not UsingDirectiveSyntax and not BaseNamespaceDeclarationSyntax;
    }

    /// <summary>Whether a using directive or a qualified name has the namespace as its whole left side.</summary>
    private static bool Names(SourceFile file, string space) =>
        file.Root.Usings.Any(directive => directive.Name?.ToString() == space || (directive.Name?.ToString() ?? "").StartsWith(space + ".", StringComparison.Ordinal) && directive.Alias is not null)
        || file.Nodes<QualifiedNameSyntax>().Any(name => name.Parent is not UsingDirectiveSyntax and not BaseNamespaceDeclarationSyntax && IsLeft(name.Left, space, name))
        || file.Nodes<MemberAccessExpressionSyntax>().Any(access => IsLeft(access.Expression, space, access));

    /// <summary><c>Space.X</c>, also where the writer left off the namespace's outer parts.</summary>
    private static bool IsLeft(SyntaxNode left, string space, SyntaxNode whole)
    {
        string name = left.ToString();
        if (name == space)
            return true;
        return name.Contains('.') && !name.Contains('(') && space.EndsWith("." + name, StringComparison.Ordinal) && whole is QualifiedNameSyntax;
    }
}
