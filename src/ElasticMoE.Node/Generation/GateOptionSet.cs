using System.CommandLine;
using System.Globalization;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.Node.Generation;

/// <summary>The options of a gate policy; without any, the model's own gate decides.</summary>
internal sealed class GateOptionSet
{
    private readonly Option<float?> _temperature = new("--gate-temperature") { Description = "Divide the gate's logits by T: above 1 spreads the weights.", HelpName = "T" };
    private readonly Option<float?> _noise = new("--gate-noise") { Description = "Add noise of this standard deviation where experts are chosen, keyed by the seed.", HelpName = "S" };
    private readonly Option<int?> _experts = new("--gate-experts") { Description = "Send each token to K experts.", HelpName = "K" };
    private readonly Option<float?> _capacity = new("--gate-capacity") { Description = "Let an expert take F times its even share of 64 tokens; others go to the next best.", HelpName = "F" };
    private readonly Option<string[]> _bias = new("--gate-bias")
    {
        Description = "Prefer (or, below 0, avoid) an expert where experts are chosen; may be given more than once.",
        HelpName = "LAYER/EXPERT=B",
    };

    public IReadOnlyList<Option> All => [_temperature, _noise, _experts, _capacity, _bias];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Options.Add(option);
    }

    public GatePolicy Read(ParseResult parsed) => new()
    {
        Temperature = parsed.GetValue(_temperature) ?? 1,
        Noise = parsed.GetValue(_noise) ?? 0,
        ActiveExperts = parsed.GetValue(_experts),
        CapacityFactor = parsed.GetValue(_capacity),
        Biases = [.. (parsed.GetValue(_bias) ?? []).Select(ReadBias)],
    };

    private static ExpertBias ReadBias(string text)
    {
        string[] parts = text.Split('/', '=');
        return parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int layer)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int expert)
            && float.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out float bias)
            ? new(new ExpertId(layer, expert), bias)
            : throw new InputException("--gate-bias", $"\"{text}\" is not LAYER/EXPERT=B", ExitCode.Usage);
    }
}
