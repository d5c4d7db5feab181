using System.Xml.Linq;
using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules.Structure;

/// <summary>Every project references exactly what the table in docs/ARCHITECTURE.md says: no more, no less.</summary>
internal sealed class ProjectReferencesRule : Rule
{
    private const string Table = "| project | references | packages | holds |\n|---|---|---|---|\n";

    public override IEnumerable<SourceFile[]> Bad =>
    [
        [new(ProjectTable.Page, Table + "| `ElasticMoE.A` | `B` | | a |\n"), Project("A")],
        [new(ProjectTable.Page, Table + "| `ElasticMoE.A` | | | a |\n"), Project("A", "B")],
        [new(ProjectTable.Page, Table + "| `ElasticMoE.A` | | | a |\n| `ElasticMoE.B` | | | b |\n"), Project("A")],
        [new(ProjectTable.Page, Table), Project("A")],
        [new(ProjectTable.Page, Table + "| `ElasticMoE.A` | | `Some.Package` | a |\n"), Project("A")],
    ];

    public override IEnumerable<SourceFile[]> Good =>
        [[new(ProjectTable.Page, Table + "| `ElasticMoE.A` | `B` | | a |\n| `ElasticMoE.B` | | | b |\n"), Project("A", "B"), Project("B")]];

    public override IEnumerable<Offence> Check(SourceTree tree)
    {
        var rows = ProjectTable.Read(tree);
        foreach (SourceFile file in tree.Files.Where(file => file.Name.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            string name = ProjectTable.Short(Path.GetFileNameWithoutExtension(file.Name));
            XDocument xml = XDocument.Parse(file.Text);
            if (!rows.Remove(name, out var row))
            {
                yield return new(file.Path, 0, $"the table in {ProjectTable.Page} has no row for this project");
                continue;
            }

            foreach (string difference in Differences("project", row.Projects, [.. Includes(xml, "ProjectReference").Select(p => ProjectTable.Short(Path.GetFileNameWithoutExtension(p)))])
                .Concat(Differences("package", row.Packages, [.. Includes(xml, "PackageReference")])))
                yield return new(file.Path, 0, difference);
        }

        foreach (string name in rows.Keys)
            yield return new(ProjectTable.Page, 0, $"the table names ElasticMoE.{name}, which doesn't exist");
    }

    private static IEnumerable<string> Differences(string kind, string[] allowed, string[] used) =>
        used.Except(allowed).Select(name => $"references {kind} {name}, which {ProjectTable.Page} doesn't list")
            .Concat(allowed.Except(used).Select(name => $"{ProjectTable.Page} lists {kind} {name}, which isn't referenced"));

    private static IEnumerable<string> Includes(XDocument xml, string element) =>
        xml.Descendants(element).Select(reference => ((string?)reference.Attribute("Include") ?? "").Replace('\\', '/'));

    private static SourceFile Project(string name, params string[] references) => new(
        $"src/ElasticMoE.{name}/ElasticMoE.{name}.csproj",
        $"<Project><ItemGroup>{string.Concat(references.Select(r => $"<ProjectReference Include=\"../ElasticMoE.{r}/ElasticMoE.{r}.csproj\" />"))}</ItemGroup></Project>");
}
