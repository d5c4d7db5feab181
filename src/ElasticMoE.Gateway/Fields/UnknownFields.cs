using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ElasticMoE.Gateway.Fields;

/// <summary>Logs each unknown field once: clients send much that has no meaning here, and a misspelt field should be found.</summary>
internal sealed partial class UnknownFields(ILogger logger)
{
    private const int NamesMax = 256, NameShown = 64;

    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);

    public void Note(string endpoint, RequestFields fields)
    {
        foreach (string name in fields.Unasked())
        {
            if (_seen.Count < NamesMax && name.Length <= NameShown && _seen.TryAdd($"{endpoint} {name}", true))
                Unknown(logger, endpoint, string.Concat(name.Select(c => char.IsControl(c) ? ' ' : c)));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Endpoint}: the field '{Name}' is not known and has no effect")]
    private static partial void Unknown(ILogger logger, string endpoint, string name);
}
