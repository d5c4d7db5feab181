using ElasticMoE.Tidy.Sources;

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
        [new("src/A/X.cs", "using A.B.C.D;\nnamespace A.B;\nclass X { }"), new("src/A/B/Y.cs", "namespace A.B.C.D;\nclass Y { }")],
        [new("src/A/A.cs", "using A.B;\nnamespace A;\nclass A { }"), new("src/A/B/Y.cs", "using A.C;\nnamespace A.B;\nclass Y { }"), new("src/A/C/Z.cs", "namespace A.C;\nclass Z { }")],
        [new("src/A/X.cs", "using A.B;\nnamespace A;\nclass B { }"), new("src/A/B/Y.cs", "using A.C;\nnamespace A.B;\nclass Y { int M() => this.B; }"), new("src/A/C/Z.cs", "namespace A.C;\nclass Z { }")],
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
        var names = NamesInCode.Of(file);
        foreach (string space in spaces.Where(space => space != own))
        {
            bool around = own.StartsWith(space + ".", StringComparison.Ordinal);
            if (names.Qualifies(space) || (around && types[space].Any(names.Simple.Contains)))
                edges.TryAdd(space, file);
        }
    }
}
