using System.CommandLine;
using System.Net;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Serving;

/// <summary>The options of commands that serve HTTP, in this process or in a cluster's gateways.</summary>
internal sealed class HttpOptionSet
{
    private readonly Option<string?> _address = new("--address") { Description = $"The address to listen on; {HttpSettings.AddressDefault} by default, 0.0.0.0 for all.", HelpName = "IP" };
    private readonly Option<string?> _keys = new("--api-keys") { Description = $"A file of keys, one a line; by default those in ${HttpServing.KeysVariable}, divided by commas; without either, no key is needed.", HelpName = "FILE" };
    private readonly Option<int?> _body = new("--body-max") { Description = $"Most bytes of a request; {Limits.RequestBodyBytesMax} by default.", HelpName = "BYTES" };
    private readonly Option<int?> _choices = new("--choices-max") { Description = $"Most answers to one request; {Limits.ChoicesMax} by default.", HelpName = "N" };
    private readonly Option<long?> _queue = new("--queue-tokens") { Description = $"Most tokens of requests that wait; past it clients are told to come back; {HttpServing.QueueTokensDefault} by default.", HelpName = "N" };
    private readonly Option<bool> _logPrompts = new("--log-prompts") { Description = "Write prompts to the log." };
    private readonly Option<string?> _vllmMetrics = OnOff.Create("--vllm-metrics", $"Show three gauges under vLLM's names too; by default as ${HttpServing.VllmMetricsVariable} says, else off.");

    public void AddTo(Command command)
    {
        Option[] options = [_address, _keys, _body, _choices, _queue, _logPrompts, _vllmMetrics];
        foreach (Option option in options)
            command.Options.Add(option);
    }

    /// <summary>What they say; files are named by absolute paths, for processes that begin elsewhere.</summary>
    /// <exception cref="InputException">One is out of range (exit code: usage), or the keys can't be read.</exception>
    public HttpSettings Read(ParseResult parsed)
    {
        string? address = parsed.GetValue(_address);
        if (address is not null && !IPAddress.TryParse(address, out _))
            throw new InputException("--address", $"'{address}' is no IP address", ExitCode.Usage);
        var settings = new HttpSettings
        {
            Address = address,
            ApiKeys = parsed.GetValue(_keys) is { } file ? Path.GetFullPath(file) : null,
            BodyMax = parsed.GetValue(_body) is { } body ? OptionRange.Check("--body-max", body, 1, int.MaxValue) : null,
            ChoicesMax = parsed.GetValue(_choices) is { } choices ? OptionRange.Check("--choices-max", choices, 1, Limits.ChoicesMax) : null,
            QueueTokens = parsed.GetValue(_queue) is not { } tokens ? null : tokens >= 0 ? tokens : throw new InputException("--queue-tokens", "is negative", ExitCode.Usage),
            LogPrompts = parsed.GetValue(_logPrompts),
            VllmMetrics = OnOff.Read(parsed, _vllmMetrics),
        };
        _ = HttpServing.ReadKeys(settings);
        return settings;
    }
}
