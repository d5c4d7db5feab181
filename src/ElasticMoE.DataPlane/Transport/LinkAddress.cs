using System.Globalization;
using ElasticMoE.Contracts;

namespace ElasticMoE.DataPlane.Transport;

/// <summary>Where a process listens: "unix:PATH", "tcp:HOST:PORT", or "memory:NAME" within one process.</summary>
/// <param name="Kind">Which transport.</param>
/// <param name="Name">Path, host, or name.</param>
/// <param name="Port">TCP port; 0 lets the system choose. 0 for other kinds.</param>
public readonly record struct LinkAddress(LinkTransport Kind, string Name, int Port = 0)
{
    /// <summary>Longest path of a Unix socket, bytes (sockaddr_un of Linux less its final zero).</summary>
    private const int UnixPathMax = 107;

    /// <summary>Reads an address.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static LinkAddress Parse(string text)
    {
        string[] parts = text.Split(':', 2);
        if (parts.Length == 2 && parts[1].Length > 0)
        {
            switch (parts[0])
            {
                case "unix" when System.Text.Encoding.UTF8.GetByteCount(parts[1]) > UnixPathMax:
                    throw new InputException($"address '{text}'", $"a socket's path has at most {UnixPathMax} bytes");
                case "unix":
                    return new(LinkTransport.Unix, parts[1]);
                case "memory":
                    return new(LinkTransport.Memory, parts[1]);
                case "tcp":
                    int colon = parts[1].LastIndexOf(':');
                    if (colon > 0 && ushort.TryParse(parts[1].AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
                        return new(LinkTransport.Tcp, parts[1][..colon].Trim('[', ']'), port);
                    break;
            }
        }
        throw new InputException($"address '{text}'", "is none of unix:PATH, tcp:HOST:PORT, memory:NAME");
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        LinkTransport.Unix => $"unix:{Name}",
        LinkTransport.Tcp => string.Create(CultureInfo.InvariantCulture, $"tcp:{(Name.Contains(':', StringComparison.Ordinal) ? $"[{Name}]" : Name)}:{Port}"),
        _ => $"memory:{Name}",
    };
}
