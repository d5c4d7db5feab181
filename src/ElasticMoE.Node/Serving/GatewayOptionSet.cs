using System.CommandLine;
using System.Net;
using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Keys;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Model.Cache;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Prompts;

namespace ElasticMoE.Node.Serving;

/// <summary>The options of a process that serves HTTP.</summary>
internal sealed class GatewayOptionSet
{
    private const string KeysVariable = "EMOE_API_KEYS", VllmMetricsVariable = "EMOE_VLLM_METRICS";

    private readonly Option<int> _port = new("--port", "-p") { Description = "The port; 0 takes a free one.", DefaultValueFactory = _ => 8080, HelpName = "N" };
    private readonly Option<string> _address = new("--address") { Description = "The address to listen on; 0.0.0.0 for all.", DefaultValueFactory = _ => "127.0.0.1", HelpName = "IP" };
    private readonly Option<string?> _keys = new("--api-keys") { Description = $"A file of keys, one a line; by default those in ${KeysVariable}, divided by commas; without either, no key is needed.", HelpName = "FILE" };
    private readonly Option<int> _body = new("--body-max") { Description = "Most bytes of a request.", DefaultValueFactory = _ => Limits.RequestBodyBytesMax, HelpName = "BYTES" };
    private readonly Option<int> _choices = new("--choices-max") { Description = "Most answers to one request.", DefaultValueFactory = _ => Limits.ChoicesMax, HelpName = "N" };
    private readonly Option<long> _queue = new("--queue-tokens") { Description = "Most tokens of requests that wait; past it clients are told to come back.", DefaultValueFactory = _ => 1 << 20, HelpName = "N" };
    private readonly Option<bool> _logPrompts = new("--log-prompts") { Description = "Write prompts to the log." };

    public void AddTo(Command command)
    {
        Option[] options = [_port, _address, _keys, _body, _choices, _queue, _logPrompts];
        foreach (Option option in options)
            command.Options.Add(option);
    }

    public GatewayOptions Read(ParseResult parsed, ServedModel model, CommandContext context)
    {
        string address = parsed.GetValue(_address)!;
        if (!IPAddress.TryParse(address, out IPAddress? ip))
            throw new InputException("--address", $"'{address}' is no IP address", ExitCode.Usage);
        ApiKeys keys = parsed.GetValue(_keys) is { } file ? ApiKeys.Parse(PromptText.ReadFile(file), file) : KeysOfEnvironment();
        if (!keys.AreRequired && !IPAddress.IsLoopback(ip))
            context.Say($"emoe: anybody who reaches {ip} may use the model: there are no API keys");
        return new GatewayOptions
        {
            Address = ip,
            Port = OptionRange.Check("--port", parsed.GetValue(_port), 0, ushort.MaxValue),
            Keys = keys,
            BodyBytesMax = OptionRange.Check("--body-max", parsed.GetValue(_body), 1, int.MaxValue),
            ChoicesMax = OptionRange.Check("--choices-max", parsed.GetValue(_choices), 1, Limits.ChoicesMax),
            RunningTokensMax = RunningTokens(model.Service.Status.CacheBlocks),
            WaitingTokensMax = parsed.GetValue(_queue) is >= 0 and var tokens ? tokens : throw new InputException("--queue-tokens", "is negative", ExitCode.Usage),
            LogsPrompts = parsed.GetValue(_logPrompts),
            VllmMetrics = HasVllmMetrics,
            Time = context.Clock,
        };
    }

    /// <summary>How a gateway of a cluster serves, whose routers have so many blocks together: with the environment's keys.</summary>
    public static GatewayOptions OfCluster(IPEndPoint address, int cacheBlocks) => new()
    {
        Address = address.Address,
        Port = address.Port,
        Keys = KeysOfEnvironment(),
        RunningTokensMax = RunningTokens(cacheBlocks),
        VllmMetrics = HasVllmMetrics,
    };

    /// <summary>Whether the environment asks for it.</summary>
    /// <exception cref="InputException">It asks for something that isn't there (exit code: usage).</exception>
    private static bool HasVllmMetrics => Environment.GetEnvironmentVariable(VllmMetricsVariable) switch
    {
        null or "" or "off" => false,
        "on" => true,
        string other => throw new InputException(VllmMetricsVariable, $"'{other}' is neither on nor off", ExitCode.Usage),
    };

    private static long RunningTokens(int cacheBlocks) => (long)cacheBlocks * KvCache.BlockPositions;

    private static ApiKeys KeysOfEnvironment() =>
        Environment.GetEnvironmentVariable(KeysVariable) is { Length: > 0 } keys ? ApiKeys.Parse(keys.Replace(',', '\n'), KeysVariable) : ApiKeys.None;
}
