using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules.Structure;

/// <summary>The table of projects in docs/ARCHITECTURE.md: name, what it may reference, its packages, what it holds.</summary>
internal static class ProjectTable
{
    public const string Page = "docs/ARCHITECTURE.md";

    /// <summary>Rows that start with a back-ticked project name; names of other projects and packages are back-ticked too, short of <c>ElasticMoE.</c>.</summary>
    public static Dictionary<string, (string[] Projects, string[] Packages)> Read(SourceTree tree)
    {
        var rows = new Dictionary<string, (string[], string[])>(StringComparer.Ordinal);
        foreach (string line in (tree.Find(Page)?.Text ?? "").Split('\n'))
        {
            string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length >= 5 && cells[1].StartsWith("`ElasticMoE.", StringComparison.Ordinal))
                rows[Names(cells[1]).Single()] = (Names(cells[2]), Names(cells[3]));
        }

        return rows;
    }

    /// <summary>A project's name as the table has it.</summary>
    public static string Short(string project) => project.Replace("ElasticMoE.", "", StringComparison.Ordinal);

    private static string[] Names(string cell) => [.. cell.Split('`').Where((_, i) => i % 2 == 1).Select(Short).Order(StringComparer.Ordinal)];
}
