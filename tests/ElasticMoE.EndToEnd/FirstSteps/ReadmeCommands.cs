using System.Text.RegularExpressions;
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.FirstSteps;

/// <summary>The commands of a section of README.md, as they stand there: each block is what one terminal is given.</summary>
internal static partial class ReadmeCommands
{
    /// <param name="heading">The section's.</param>
    public static string[] Of(string heading)
    {
        string page = File.ReadAllText(Repository.PathOf("README.md"));
        string section = page.Split($"\n## {heading}\n")[1].Split("\n## ")[0];
        return [.. Block().Matches(section).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex("^```sh\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
