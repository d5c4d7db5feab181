using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace ElasticMoE.Testing.Processes;

/// <summary>`emoe up` and its nodes as processes of their own; the test project refers to the program. Disposing ends them all.</summary>
public sealed class RunningCluster : IDisposable
{
    /// <summary>Far longer than anything takes; a test that hangs fails.</summary>
    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(3);

    private readonly Process _parent;
    private readonly BlockingCollection<string> _lines = [];
    private readonly ConcurrentQueue<string> _said = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private int _streams = 2;

    /// <summary>Starts it and waits until it serves.</summary>
    /// <param name="folder">The cluster's folder.</param>
    /// <param name="cache">The folder of packed weights.</param>
    /// <param name="model">The checkpoint.</param>
    /// <param name="nodes">How many.</param>
    /// <param name="more">Further arguments of `emoe up`; where they say nothing of routers, there are nodes alone.</param>
    public RunningCluster(string folder, string cache, string model, int nodes, params string[] more)
        : this(folder, cache, model, nodes, [], more)
    {
    }

    /// <summary>Starts it with something in its environment, and waits until it serves.</summary>
    /// <param name="folder">The cluster's folder.</param>
    /// <param name="cache">The folder of packed weights.</param>
    /// <param name="model">The checkpoint.</param>
    /// <param name="nodes">How many.</param>
    /// <param name="environment">What its processes find in their environment besides.</param>
    /// <param name="more">Further arguments of `emoe up`.</param>
    public RunningCluster(string folder, string cache, string model, int nodes, (string Name, string Value)[] environment, string[] more)
        : this(folder, Up(folder, cache, model, nodes, environment, more))
    {
    }

    /// <summary>Starts it by a command of one's own, and waits until it serves.</summary>
    /// <param name="folder">The cluster's folder.</param>
    /// <param name="start">What starts `emoe up`, and becomes it.</param>
    public RunningCluster(string folder, ProcessStartInfo start)
    {
        (Folder, start.RedirectStandardOutput, start.RedirectStandardError) = (folder, true, true);
        _parent = Process.Start(start)!;
        _parent.OutputDataReceived += (_, line) => Add(line.Data);
        _parent.ErrorDataReceived += (_, line) => Add(line.Data);
        _parent.BeginOutputReadLine();
        _parent.BeginErrorReadLine();
        try
        {
            WaitForLine("Ask it with");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private static ProcessStartInfo Up(string folder, string cache, string model, int nodes, (string Name, string Value)[] environment, string[] more)
    {
        var start = new ProcessStartInfo("dotnet");
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "emoe.dll"), "up", "--cluster", folder, "--model", model, "--nodes", $"{nodes}", .. more.Contains("--routers") ? more : ["--routers", "0", .. more], .. Ports(more)])
            start.ArgumentList.Add(argument);
        start.Environment["EMOE_CACHE"] = cache;
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>The cluster's folder.</summary>
    public string Folder { get; }

    /// <summary>Process of the parent.</summary>
    public int ParentPid => _parent.Id;

    /// <summary>Whether the parent runs.</summary>
    public bool Runs => !_parent.HasExited;

    /// <summary>The process that is node <paramref name="number"/> now.</summary>
    public int NodePid(int number) => Pid($"node-{number}");

    /// <summary>The process that is a member now, by the name of its record.</summary>
    public int Pid(string member)
    {
        using JsonDocument record = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, $"{member}.pid")));
        return record.RootElement.GetProperty("pid").GetInt32();
    }

    /// <summary>Seconds since it was started.</summary>
    public double SecondsSinceStart => TimeProvider.System.GetElapsedTime(_started).TotalSeconds;

    /// <summary>What the parent has written so far, each line with the seconds since the start.</summary>
    public IEnumerable<string> Said => _said;

    /// <summary>Where its gateway serves HTTP.</summary>
    public Uri Gateway
    {
        get
        {
            using JsonDocument cluster = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "cluster.json")));
            return new($"http://127.0.0.1:{cluster.RootElement.GetProperty("gateways")[0].GetInt32()}");
        }
    }

    /// <summary>Takes lines the parent writes until one has these words.</summary>
    public string WaitForLine(string words)
    {
        var seen = new List<string>();
        while (_lines.TryTake(out string? line, s_hang))
        {
            seen.Add(line);
            if (line.Contains(words, StringComparison.Ordinal))
                return line;
        }
        throw new InvalidOperationException($"the cluster doesn't say '{words}', but: {string.Join(" | ", seen)}");
    }

    /// <summary>Takes lines the parent writes until each of these words has been in one, in whatever order.</summary>
    public void WaitForLines(params string[] words)
    {
        var left = new List<string>(words);
        var seen = new List<string>();
        while (left.Count > 0)
        {
            if (!_lines.TryTake(out string? line, s_hang))
                throw new InvalidOperationException($"the cluster doesn't say '{left[0]}', but: {string.Join(" | ", seen)}");
            seen.Add(line);
            left.RemoveAll(one => line.Contains(one, StringComparison.Ordinal));
        }
    }

    /// <summary>Waits for the parent's end and returns its exit code.</summary>
    public int WaitForExit()
    {
        if (!_parent.WaitForExit(s_hang))
            throw new InvalidOperationException("the cluster doesn't end");
        return _parent.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Runs)
            ProcessSignals.Terminate(ParentPid);
        if (!_parent.WaitForExit(s_hang))
            _parent.Kill(entireProcessTree: true);
        _parent.WaitForExit();
        _parent.Dispose();
        _lines.Dispose();
    }

    /// <summary>Free ones. The default ports are everybody's: another cluster may take them between the choice and the use.</summary>
    private static string[] Ports(string[] given)
    {
        using var http = new TcpListener(IPAddress.Loopback, 0);
        using var admin = new TcpListener(IPAddress.Loopback, 0);
        http.Start();
        admin.Start();
        return [.. Port("--port", http), .. Port("--admin-port", admin)];

        string[] Port(string option, TcpListener free) => given.Contains(option) ? [] : [option, $"{((IPEndPoint)free.LocalEndpoint).Port}"];
    }

    /// <summary>Nothing more comes when both streams have ended: then nobody waits any longer.</summary>
    private void Add(string? line)
    {
        if (line is not null)
        {
            _said.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{SecondsSinceStart,7:0.00} {line}"));
            _lines.Add(line);
        }
        else if (Interlocked.Decrement(ref _streams) == 0)
            _lines.CompleteAdding();
    }
}
