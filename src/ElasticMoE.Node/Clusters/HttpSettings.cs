using System.Globalization;
using System.Net;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Clusters;

/// <summary>How HTTP is served, as options or a cluster's description say it; null for what neither says.</summary>
internal sealed record HttpSettings
{
    public const string AddressDefault = "127.0.0.1";

    /// <summary>The address to listen on.</summary>
    public string? Address { get; init; }

    /// <summary>A file of keys; null for those of the environment.</summary>
    public string? ApiKeys { get; init; }

    /// <summary>Most bytes of a request.</summary>
    public int? BodyMax { get; init; }

    /// <summary>Most answers to one request.</summary>
    public int? ChoicesMax { get; init; }

    /// <summary>Most tokens of requests that wait.</summary>
    public long? QueueTokens { get; init; }

    /// <summary>Whether prompts are written to the log.</summary>
    public bool LogPrompts { get; init; }

    /// <summary>Whether gauges stand under vLLM's names too; null for what the environment says.</summary>
    public bool? VllmMetrics { get; init; }

    /// <summary>Where a port of it is.</summary>
    /// <exception cref="InputException">Its address is none.</exception>
    public IPEndPoint EndPoint(int port) => IPAddress.TryParse(Address ?? AddressDefault, out IPAddress? address)
        ? new(address, port)
        : throw new InputException("http.address", $"'{Address}' is no IP address");

    /// <summary>Where clients of this machine reach a port of it, as a URL.</summary>
    public string UrlOf(int port)
    {
        IPEndPoint place = EndPoint(port);
        bool isAny = place.Address.Equals(IPAddress.Any) || place.Address.Equals(IPAddress.IPv6Any);
        return string.Create(CultureInfo.InvariantCulture, $"http://{(isAny ? new(IPAddress.Loopback, port) : place)}");
    }
}
