using System.Text.RegularExpressions;
using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules.Documents;

/// <summary>Links and pictures lead to files that are there.</summary>
internal sealed partial class DocumentLinksRule : DocumentRule
{
    public override IEnumerable<SourceFile[]> Bad =>
        [File("docs/A.md", "[b](B.md)"), File("docs/A.md", "![p](img/p.svg)"), File("README.md", "<img src=\"docs/p.svg\">"), File("README.md", "[out](../outside/x.md)")];

    public override IEnumerable<SourceFile[]> Good =>
        [[new("docs/A.md", "[b](B.md#part), [r](../README.md), [w](https://a.example/b.md), [here](#there)"), new("docs/B.md", ""), new("README.md", "")]];

    protected override IEnumerable<string> Check(SourceFile page, string line, KnownNames known) =>
        from Match match in Link().Matches(line)
        let target = match.Groups[1].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains(':') && !known.HasExactPath(Resolve(page.Path, target))
        select $"leads to {target}, which isn't there";

    private static string Resolve(string page, string target)
    {
        var parts = new List<string>(page.Split('/')[..^1]);
        foreach (string part in target.TrimEnd('/').Split('/'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex("""(?:\]\(|src="|href=")([^)"\s]+)""")]
    private static partial Regex Link();
}
