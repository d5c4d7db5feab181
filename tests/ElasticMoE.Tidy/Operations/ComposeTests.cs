using System.Text.RegularExpressions;
using ElasticMoE.Testing;

namespace ElasticMoE.Tidy.Operations;

/// <summary>docker-compose.yml starts what k8s/base starts, with the same arguments.</summary>
public sealed partial class ComposeTests
{
    [Theory]
    [InlineData("node", 3)]
    [InlineData("router", 2)]
    [InlineData("gateway", 2)]
    [InlineData("supervisor", 2)]
    public void ServicesHaveTheArgumentsOfThePods(string role, int count)
    {
        string manifest = File.ReadAllText(Repository.PathOf("k8s", "base", $"{role}.yaml")), compose = File.ReadAllText(Repository.PathOf("docker-compose.yml"));
        Assert.Contains($"\n  replicas: {count}\n", manifest, StringComparison.Ordinal);
        string[] wanted = [.. Arguments(manifest[manifest.IndexOf("          args:", StringComparison.Ordinal)..])];
        Assert.Equal("node", wanted[0]);
        for (int number = 0; number < count; number++)
        {
            string service = compose[compose.IndexOf($"\n  emoe-{role}-{number}:\n", StringComparison.Ordinal)..];
            // Where a machine and its zone are fields of the pod, the compose file says them.
            Assert.Equal(wanted.Select(Known), Arguments(service[service.IndexOf("    command:", StringComparison.Ordinal)..]).Select(Known));
        }
        Assert.DoesNotContain($"\n  emoe-{role}-{count}:\n", compose[..compose.IndexOf("\nvolumes:", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    private static string Known(string argument) => argument.StartsWith("--host=", StringComparison.Ordinal) || argument.StartsWith("--zone=", StringComparison.Ordinal) ? argument.Split('=')[0] : argument;

    /// <summary>The items of the list that a text begins with.</summary>
    private static IEnumerable<string> Arguments(string text) => text.Split('\n').Skip(1).Select(line => Item().Match(line)).TakeWhile(match => match.Success).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^\s+- (\S+)$")]
    private static partial Regex Item();
}
