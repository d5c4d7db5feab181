using System.CommandLine;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.Node.Loading;

/// <summary>The option `--wire f32|bf16|fp8|q8row`: how rows travel between a router and its nodes.</summary>
internal static class WireOption
{
    public static Option<string?> Create(string description) => new Option<string?>("--wire")
    {
        Description = description,
        HelpName = string.Join('|', WireFormatNames.All),
    }.AcceptOnlyFromAmong([.. WireFormatNames.All]);

    /// <summary>Null where nothing is said.</summary>
    public static WireFormat? Read(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } name ? WireFormatNames.Parse(name) : null;
}
