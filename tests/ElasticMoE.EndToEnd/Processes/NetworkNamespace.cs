using System.Diagnostics;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>
/// A network namespace joined to this one by a pair of virtual devices. Packets are dropped in silence by giving the other end a hardware
/// address that nobody has, so that neither side is told anything. Needs root and `ip`.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const string Nobody = "02:00:00:00:00:99";

    private static int s_count;

    // The kernel takes a namespace's devices away some time after it was deleted, so that the next one can't have their names.
    private readonly int _number = Interlocked.Increment(ref s_count);
    private readonly string _name;

    // Addresses of 198.18.0.0/15 are for tests of networks; the process's number keeps two runs apart.
    private readonly string _subnet;

    public NetworkNamespace()
    {
        _name = $"emt{Environment.ProcessId}n{_number}";
        _subnet = $"198.{18 + _number % 2}.{(Environment.ProcessId + _number / 2) % 250}";
        Ip("netns", "add", _name);
        try
        {
            Ip("link", "add", Outer, "type", "veth", "peer", "name", Inner, "netns", _name);
            Ip("addr", "add", $"{OuterAddress}/24", "dev", Outer);
            Ip("link", "set", Outer, "up");
            Ip("-n", _name, "addr", "add", $"{Address}/24", "dev", Inner);
            Ip("-n", _name, "link", "set", Inner, "up");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && (File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip"));

    /// <summary>The address inside.</summary>
    public string Address => $"{_subnet}.2";

    /// <summary>What runs a program inside.</summary>
    public string[] Prefix => ["ip", "netns", "exec", _name];

    private string OuterAddress => $"{_subnet}.1";

    private string Outer => $"{_name}o";

    private string Inner => $"{_name}i";

    public void Cut(CutDirection direction)
    {
        if (direction.HasFlag(CutDirection.ToNode))
            Ip("neigh", "replace", Address, "lladdr", Nobody, "dev", Outer, "nud", "permanent");
        if (direction.HasFlag(CutDirection.FromNode))
            Ip("-n", _name, "neigh", "replace", OuterAddress, "lladdr", Nobody, "dev", Inner, "nud", "permanent");
    }

    public void Heal(CutDirection direction)
    {
        if (direction.HasFlag(CutDirection.ToNode))
            Ip("neigh", "del", Address, "dev", Outer);
        if (direction.HasFlag(CutDirection.FromNode))
            Ip("-n", _name, "neigh", "del", OuterAddress, "dev", Inner);
    }

    /// <summary>The devices go with the namespace.</summary>
    public void Dispose() => Ip("netns", "del", _name);

    private static void Ip(params string[] arguments)
    {
        var start = new ProcessStartInfo("ip") { RedirectStandardError = true };
        Array.ForEach(arguments, start.ArgumentList.Add);
        using Process ip = Process.Start(start)!;
        string error = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        if (ip.ExitCode != 0)
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {error.Trim()}");
    }
}
