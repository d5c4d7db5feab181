using System.CommandLine;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.CommandLine;

/// <summary>Settings that are on or off, as options and in the environment.</summary>
internal static class OnOff
{
    private const string On = "on", Off = "off";

    /// <summary>An option NAME on|off; nothing where it isn't given.</summary>
    public static Option<string?> Create(string name, string description) =>
        new Option<string?>(name) { Description = description, HelpName = $"{On}|{Off}" }.AcceptOnlyFromAmong(On, Off);

    /// <summary>What such an option says; null where it isn't given.</summary>
    public static bool? Read(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } given ? given == On : null;

    /// <summary>What a variable of the environment says.</summary>
    /// <exception cref="InputException">Something else (exit code: usage).</exception>
    public static bool OfEnvironment(string variable, bool fallback) => Environment.GetEnvironmentVariable(variable) switch
    {
        null or "" => fallback,
        On => true,
        Off => false,
        string other => throw new InputException(variable, $"'{other}' is neither {On} nor {Off}", ExitCode.Usage),
    };
}
