using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules.Documents;

/// <summary>A rule about prose: the pages under docs/ and those at the root.</summary>
internal abstract class DocumentRule : Rule
{
    public sealed override IEnumerable<Offence> Check(SourceTree tree)
    {
        var known = new KnownNames(tree);
        return tree.Files.Where(IsPage).SelectMany(page => Lines(page).SelectMany(line => (line.Fenced ? CheckFenced(line.Text, known) : Check(page, line.Text, known)).Select(what => new Offence(page.Path, line.Number, what))));
    }

    /// <summary>What is wrong in one line of prose.</summary>
    protected abstract IEnumerable<string> Check(SourceFile page, string line, KnownNames known);

    /// <summary>What is wrong in one line of a fenced block.</summary>
    protected virtual IEnumerable<string> CheckFenced(string line, KnownNames known) => [];

    /// <summary>A change log names what once was.</summary>
    private static bool IsPage(SourceFile file) =>
        file.Path.EndsWith(".md", StringComparison.Ordinal) && file.Path != "CHANGELOG.md" && (file.Path.StartsWith("docs/", StringComparison.Ordinal) || !file.Path.Contains('/'));

    private static IEnumerable<(int Number, string Text, bool Fenced)> Lines(SourceFile page)
    {
        bool fenced = false;
        foreach ((int index, string line) in page.Text.Split('\n').Index())
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                fenced = !fenced;
            else
                yield return (index + 1, line, fenced);
        }
    }
}
