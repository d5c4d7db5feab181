using System.Net;
using System.Net.Sockets;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.Node.Clusters;

/// <summary>
/// TCP addresses for the nodes of one machine. A node keeps its port over restarts, since routers go on dialling it, so the ports are chosen
/// beforehand; a node whose port another program has taken in between says so.
/// </summary>
internal static class LoopbackPorts
{
    private const string Host = "127.0.0.1";

    /// <summary>The preferred port where it is free now, else any that is; 0 prefers none.</summary>
    public static int ChooseOne(int preferred)
    {
        try
        {
            return Free(preferred);
        }
        catch (SocketException)
        {
            return Free(0);
        }
    }

    /// <summary>As many ports that are free now.</summary>
    public static IReadOnlyList<string> Choose(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            for (int i = 0; i < count; i++)
            {
                var listener = new TcpListener(IPAddress.Parse(Host), 0);
                listeners.Add(listener);
                listener.Start();
            }
            return [.. listeners.Select(listener => new LinkAddress(LinkTransport.Tcp, Host, ((IPEndPoint)listener.LocalEndpoint).Port).ToString())];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }

    private static int Free(int port)
    {
        using var listener = new TcpListener(IPAddress.Parse(Host), port);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
