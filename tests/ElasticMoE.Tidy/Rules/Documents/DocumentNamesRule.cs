using System.Text.RegularExpressions;
using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules.Documents;

/// <summary>What a page has in back-ticks is there: files, types and members, commands and options, environment variables.</summary>
internal sealed partial class DocumentNamesRule : DocumentRule
{
    private static readonly SourceFile Code = new("src/ElasticMoE.A/Engine.cs", "class Engine { void Step(int rows) { Use(\"generate\", \"--json\", \"EMOE_THREADS\"); } }");

    public override IEnumerable<SourceFile[]> Bad =>
    [
        Page("`Motor`"), Page("`Engine.Run`"), Page("`Engine.Step(rows)` and `Motor.Step()`"), Page("`src/Nowhere.cs`"), Page("`Nowhere.cs`"),
        Page("```\n./emoe sing models/x\n```"), Page("```\n$ emoe generate --loud # a remark\n```"), Page("```\n./nowhere.sh\n```"),
        Page("`emoe sing`"), Page("`emoe generate --loud`"), Page("`--loud`"), Page("`EMOE_LOUD`"), Page("`ElasticMoE.B`"),
    ];

    public override IEnumerable<SourceFile[]> Good =>
        [Page("`Engine`, `Engine.Step(rows)`, `Engine.cs`, `src/ElasticMoE.A/`, `./emoe generate --json`, `EMOE_THREADS`, `ElasticMoE.A`, `q8`, `x + 1`, `$HOME/x`"), Page("```\nMotor `Motor`\n./emoe generate \"sing loud\" --json | tail -n 1 # sing\n```")];

    protected override IEnumerable<string> Check(SourceFile page, string line, KnownNames known) =>
        from Match match in Ticked().Matches(line)
        from missing in Missing(match.Groups[1].Value, known)
        select $"`{match.Groups[1].Value}`: {missing} isn't there";

    /// <summary>Command lines that start with a program of this repository are checked up to a pipe or a remark, quoted words aside.</summary>
    protected override IEnumerable<string> CheckFenced(string line, KnownNames known)
    {
        string command = Quoted().Replace(line.TrimStart('$', ' ').Split(" #")[0].Split('|')[0], "").Trim();
        bool isOurs = command.StartsWith("emoe ", StringComparison.Ordinal) || command.StartsWith("./", StringComparison.Ordinal);
        return isOurs ? Missing(command, known).Select(missing => $"{command}: {missing} isn't there") : [];
    }

    private static IEnumerable<string> Missing(string span, KnownNames known)
    {
        string first = span.Split(' ')[0];
        if (first is "emoe" or "./emoe")
            return span.Split(' ')[1..].Where(word => Command().IsMatch(word) && !known.HasWord(word.Split('=')[0]) && !known.HasPath(word));
        if (span.StartsWith("--", StringComparison.Ordinal))
            return [.. new[] { first.Split('=')[0] }.Where(word => !known.HasWord(word))];
        if (Variable().IsMatch(span))
            return [.. new[] { span.Split('=')[0] }.Where(word => !known.HasWord(word))];
        if (Project().IsMatch(span))
            return [.. new[] { span }.Where(name => !known.HasPath(name) && !known.HasPath(span.Replace('.', '/')) && !known.HasPath(Folder(span)))];
        if (FilePath().IsMatch(span))
            return [.. new[] { span }.Where(path => !known.HasPath(path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path))];
        if (TypeOrMember().Match(span) is { Success: true } name)
            return [.. new[] { name.Groups[1].Value }.Where(value => !known.HasName(value) && !known.HasPath("ElasticMoE." + value))];
        return [];
    }

    /// <summary>The folder of a namespace inside a project: <c>ElasticMoE.Model/Files</c> for <c>ElasticMoE.Model.Files</c>.</summary>
    private static string Folder(string space) => space.Split('.') is [var root, var project, .. var folders] ? $"{root}.{project}/{string.Join('/', folders)}" : space;

    private static SourceFile[] Page(string text) => [new("docs/A.md", text), Code];

    [GeneratedRegex("(?<!`)`([^`]+)`(?!`)")]
    private static partial Regex Ticked();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'")]
    private static partial Regex Quoted();

    /// <summary>Words of a command line that aren't its values: lower case, or an option.</summary>
    [GeneratedRegex(@"^(--?[a-z][a-z0-9-]*(=.*)?|[a-z]{2,})$")]
    private static partial Regex Command();

    [GeneratedRegex(@"^EMOE_[A-Z_]+(=.*)?$")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^ElasticMoE\.[A-Za-z.]+$")]
    private static partial Regex Project();

    [GeneratedRegex(@"^[\w.*-]+(/[\w.*-]+)+/?$|^[\w-]+/$|^[\w.*-]+\.(cs|md|sh|json|jsonl|csproj|sln|props|targets|svg|txt|safetensors)$")]
    private static partial Regex FilePath();

    [GeneratedRegex(@"^\[?([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(?:\.[A-Z][A-Za-z0-9]+)*)\]?(?:\(.*\)|<.*>)?$")]
    private static partial Regex TypeOrMember();
}
