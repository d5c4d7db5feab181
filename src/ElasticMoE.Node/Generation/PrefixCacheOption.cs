using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Engine;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Generation;

/// <summary>The option `--prefix-cache on|off` of commands that serve requests, and what the environment says instead.</summary>
internal static class PrefixCacheOption
{
    private const string Variable = "EMOE_PREFIX_CACHE";

    /// <summary>What the environment says, else on.</summary>
    /// <exception cref="InputException">It asks for something that isn't there (exit code: usage).</exception>
    public static bool OfEnvironment => OnOff.OfEnvironment(Variable, fallback: true);

    public static Option<string?> Create() => OnOff.Create("--prefix-cache", $"Keep what prompts begin with, for others that begin alike; by default as ${Variable} says, else on.");

    /// <summary>An engine's bounds with it; as they are where nothing is said.</summary>
    public static EngineOptions Apply(bool? isOn, EngineOptions options) => isOn is { } given ? options with { PrefixCache = given } : options;
}
