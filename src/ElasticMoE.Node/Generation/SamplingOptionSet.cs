using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Node.Generation;

/// <summary>The options that say how an answer is sampled and where it ends. What is not given comes from the checkpoint, else is greedy.</summary>
internal sealed class SamplingOptionSet
{
    private readonly Option<float?> _temperature = new("--temperature", "-t") { Description = "0 takes the likeliest token.", HelpName = "X" };
    private readonly Option<int?> _topK = new("--top-k") { Description = "Keep the K likeliest tokens.", HelpName = "K" };
    private readonly Option<float?> _topP = new("--top-p") { Description = "Keep the likeliest tokens up to this mass.", HelpName = "P" };
    private readonly Option<float?> _minP = new("--min-p") { Description = "Keep tokens at least this likely, relative to the likeliest.", HelpName = "P" };
    private readonly Option<float?> _repetition = new("--repetition-penalty") { Description = "Above 1 disfavours tokens of prompt and output.", HelpName = "X" };
    private readonly Option<float?> _presence = new("--presence-penalty") { Description = "Disfavours tokens of the output.", HelpName = "X" };
    private readonly Option<float?> _frequency = new("--frequency-penalty") { Description = "Disfavours frequent tokens of the output.", HelpName = "X" };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "The same seed gives the same answer; drawn where none is given.", HelpName = "N" };
    private readonly Option<int?> _maxTokens = new("--max-tokens", "-n") { Description = "End after N tokens.", HelpName = "N" };
    private readonly Option<string[]> _stop = new("--stop") { Description = "End before this text; may be given more than once.", HelpName = "TEXT" };

    public void AddTo(Command command)
    {
        Option[] options = [_temperature, _topK, _topP, _minP, _repetition, _presence, _frequency, _seed, _maxTokens, _stop];
        foreach (Option option in options)
            command.Options.Add(option);
    }

    /// <summary>A request without its tokens.</summary>
    public TokenRequest Read(ParseResult parsed, GenerationDefaults defaults) => new()
    {
        Tokens = default,
        Sampling = new SamplingOptions
        {
            Temperature = parsed.GetValue(_temperature) ?? (defaults.Sample ? defaults.Temperature ?? 1 : 0),
            TopK = parsed.GetValue(_topK) ?? (defaults.Sample ? defaults.TopK : null) ?? 0,
            TopP = parsed.GetValue(_topP) ?? (defaults.Sample ? defaults.TopP : null) ?? 1,
            MinP = parsed.GetValue(_minP) ?? 0,
            RepetitionPenalty = parsed.GetValue(_repetition) ?? defaults.RepetitionPenalty ?? 1,
            PresencePenalty = parsed.GetValue(_presence) ?? 0,
            FrequencyPenalty = parsed.GetValue(_frequency) ?? 0,
        },
        Seed = parsed.GetValue(_seed) ?? DrawSeed(),
        OutputMax = parsed.GetValue(_maxTokens),
        StopStrings = parsed.GetValue(_stop) ?? [],
        WithText = true,
    };

    /// <summary>The options that were given, as fields of a request to a server.</summary>
    public JsonObject ReadFields(ParseResult parsed)
    {
        var fields = new JsonObject();
        void Add<T>(string name, T? value)
            where T : struct
        {
            if (value is { } given)
                fields[name] = JsonValue.Create(given);
        }
        Add("temperature", parsed.GetValue(_temperature));
        Add("top_k", parsed.GetValue(_topK));
        Add("top_p", parsed.GetValue(_topP));
        Add("min_p", parsed.GetValue(_minP));
        Add("repetition_penalty", parsed.GetValue(_repetition));
        Add("presence_penalty", parsed.GetValue(_presence));
        Add("frequency_penalty", parsed.GetValue(_frequency));
        Add("seed", (long?)parsed.GetValue(_seed));
        Add("max_tokens", parsed.GetValue(_maxTokens));
        if (parsed.GetValue(_stop) is { Length: > 0 } stops)
            fields["stop"] = new JsonArray([.. stops.Select(stop => JsonValue.Create(stop))]);
        return fields;
    }

    private static ulong DrawSeed() => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
}
