using System.CommandLine;
using System.Text.RegularExpressions;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Terminal;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.CommandLine;

/// <summary>docs/cli.md has every command of the program, and with docs/configuration.md every environment variable.</summary>
public sealed partial class CommandPageTests
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("docs", "cli.md"));

    [Fact]
    public void Every_command_is_on_the_page()
    {
        var host = new CommandHost(new CommandConsole { Out = TextWriter.Null, Error = TextWriter.Null, In = Stream.Null });
        string[] names = [.. CommandTree.Create(host, []).Subcommands.Select(command => command.Name)];
        Assert.NotEmpty(names);
        Assert.DoesNotContain(names, name => !Regex.IsMatch(s_page, $@"^\| .*`emoe {name}\b", RegexOptions.Multiline));
    }

    [Fact]
    public void No_command_is_explained_twice()
    {
        string[] commands = [.. Regex.Matches(s_page, @"^\| (`emoe [^|]*)\|", RegexOptions.Multiline).Select(row => row.Groups[1].Value)];
        Assert.Equal(commands.Distinct(), commands);
    }

    [Fact]
    public void Every_environment_variable_is_explained_and_none_is_left_over()
    {
        string[] read = [.. Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Variable().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct()];
        string[] rows = [.. Row().Matches(s_page).SelectMany(row => Ticked().Matches(row.Value)).Select(match => match.Groups[1].Value)];
        string[] explained = [.. rows, .. Ticked().Matches(File.ReadAllText(Repository.PathOf("docs", "configuration.md"))).Select(match => match.Groups[1].Value)];
        Assert.DoesNotContain(read, variable => !explained.Contains(variable));
        Assert.DoesNotContain(explained, variable => !read.Contains(variable));
        Assert.Equal(rows.Distinct(), rows);
    }

    [GeneratedRegex("\"(EMOE_[A-Z_]+)\"")]
    private static partial Regex Variable();

    /// <summary>The first cell of a row about variables.</summary>
    [GeneratedRegex(@"^\| `EMOE_[^|]*\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(EMOE_[A-Z_]+)[`=]")]
    private static partial Regex Ticked();
}
