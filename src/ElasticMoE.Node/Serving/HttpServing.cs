using System.Net;
using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Keys;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Model.Cache;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Prompts;

namespace ElasticMoE.Node.Serving;

/// <summary>Makes a gateway's options of what is set, what the environment says, and the defaults.</summary>
internal static class HttpServing
{
    public const long QueueTokensDefault = 1 << 20;
    public const string KeysVariable = "EMOE_API_KEYS", VllmMetricsVariable = "EMOE_VLLM_METRICS";

    /// <param name="settings">What is set.</param>
    /// <param name="place">Where it listens.</param>
    /// <param name="cacheBlocks">Blocks of the KV caches behind it.</param>
    /// <param name="context">Who is told what people should know.</param>
    /// <exception cref="InputException">The keys, or what the environment says, can't be used.</exception>
    public static GatewayOptions Options(HttpSettings settings, IPEndPoint place, int cacheBlocks, CommandContext context)
    {
        ApiKeys keys = ReadKeys(settings);
        if (!keys.AreRequired && !IPAddress.IsLoopback(place.Address))
            context.Say($"emoe: anybody who reaches {place.Address} may use the model: there are no API keys");
        return new GatewayOptions
        {
            Address = place.Address,
            Port = place.Port,
            Keys = keys,
            BodyBytesMax = settings.BodyMax ?? Limits.RequestBodyBytesMax,
            ChoicesMax = settings.ChoicesMax ?? Limits.ChoicesMax,
            RunningTokensMax = (long)cacheBlocks * KvCache.BlockPositions,
            WaitingTokensMax = settings.QueueTokens ?? QueueTokensDefault,
            LogsPrompts = settings.LogPrompts,
            VllmMetrics = settings.VllmMetrics ?? OnOff.OfEnvironment(VllmMetricsVariable, fallback: false),
            Time = context.Clock,
        };
    }

    /// <summary>The keys that open it: a file's, else the environment's.</summary>
    /// <exception cref="InputException">The file isn't there, or a line can't be used.</exception>
    public static ApiKeys ReadKeys(HttpSettings settings) => settings.ApiKeys is { } file ? ApiKeys.Parse(PromptText.ReadFile(file), file)
        : Environment.GetEnvironmentVariable(KeysVariable) is { Length: > 0 } keys ? ApiKeys.Parse(keys.Replace(',', '\n'), KeysVariable)
        : ApiKeys.None;
}
