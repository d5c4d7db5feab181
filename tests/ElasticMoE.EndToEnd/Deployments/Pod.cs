using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Deployments;

/// <summary>A pod as a plain process: started, probed, asked to end and started again as the kubelet would.</summary>
internal sealed class Pod : IDisposable
{
    private const int Ok = 0;

    /// <summary>Far longer than anything takes; a test that hangs fails.</summary>
    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(2);

    private readonly PodManifest _manifest;
    private readonly PodPlace _place;
    private readonly IReadOnlyDictionary<string, string> _given;
    private readonly HttpClient _probes;
    private readonly ConcurrentQueue<string> _said = [];
    private Process _process;
    private TaskCompletionSource<bool> _ready = null!;

    /// <param name="name">The pod's name, which the process finds in its environment.</param>
    /// <param name="manifest">What it is started with.</param>
    /// <param name="place">Where it runs.</param>
    /// <param name="probes">Where its probes are answered.</param>
    /// <param name="given">What secrets and fields give to its environment.</param>
    public Pod(string name, PodManifest manifest, PodPlace place, Uri probes, IReadOnlyDictionary<string, string> given)
    {
        (Name, _manifest, _place, _given) = (name, manifest, place, given);
        _probes = new HttpClient { BaseAddress = probes, Timeout = s_hang };
        _process = Start();
    }

    public string Name { get; }

    public Uri Probes => _probes.BaseAddress!;

    /// <summary>Waits until it is ready, as a rollout does before it goes on.</summary>
    public async Task ReadyAsync()
    {
        Assert.True(await _ready.Task.WaitAsync(s_hang), $"{Name} ended: {string.Join(" | ", _said)}");
        foreach (string probe in (string[])["live", "started", "ready"])
            Assert.Equal(HttpStatusCode.OK, await StatusAsync($"/health/{probe}"));
    }

    public Task<string> MetricsAsync() => _probes.GetStringAsync("/metrics");

    /// <summary>Runs what comes before the end, asks the process to end, and waits for that: its exit code is 0.</summary>
    public async Task StopAsync()
    {
        if (_manifest.BeforeStop.Count > 0)
            await PrepareAsync();
        ProcessSignals.Terminate(_process.Id);
        await EndAsync(_process);
        Assert.True(_process.ExitCode == Ok, $"{Name} ended with {_process.ExitCode}: {string.Join(" | ", _said)}");
    }

    /// <summary>Runs what comes before the end; for a node that waits until the cluster is healthy.</summary>
    public async Task PrepareAsync()
    {
        using Process before = Run(_manifest.BeforeStop.Skip(2), _ => { });
        await EndAsync(before);
        Assert.True(before.ExitCode == Ok, $"before the end of {Name}: {string.Join(" | ", _said)}");
    }

    public void Kill() => ProcessSignals.Kill(_process.Id);

    /// <summary>Starts it again under its name, once the last one has ended.</summary>
    public async Task StartAgainAsync()
    {
        await EndAsync(_process);
        _process.Dispose();
        _process = Start();
        await ReadyAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _probes.Dispose();
    }

    private static async Task EndAsync(Process process)
    {
        using var guard = new CancellationTokenSource(s_hang);
        await process.WaitForExitAsync(guard.Token);
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using HttpResponseMessage answer = await _probes.GetAsync(path);
        return answer.StatusCode;
    }

    private Process Start()
    {
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ready = ready;
        Process process = Run(_manifest.Arguments, line =>
        {
            if (line == "ready")
                ready.TrySetResult(true);
        });
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ready.TrySetResult(false);
        if (process.HasExited)
            ready.TrySetResult(false);
        return process;
    }

    private Process Run(IEnumerable<string> arguments, Action<string> said)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "emoe.dll"));
        Dictionary<string, string> environment = _manifest.Environment.Keys.Where(name => ValueOf(name) is not null).ToDictionary(name => name, name => ValueOf(name)!);
        foreach (string argument in arguments)
            start.ArgumentList.Add(_place.Translate(environment.Aggregate(argument, (text, variable) => text.Replace($"$({variable.Key})", variable.Value, StringComparison.Ordinal)), Name, _manifest.Mounts));
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        start.Environment["HOSTNAME"] = Name;
        start.Environment["EMOE_THREADS"] = "1";
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Note(line.Data, said);
        process.ErrorDataReceived += (_, line) => Note(line.Data, _ => { });
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Note(string? line, Action<string> said)
    {
        if (line is null)
            return;
        _said.Enqueue(line);
        said(line);
    }

    private string? ValueOf(string name) => _given.GetValueOrDefault(name) ?? (_manifest.Environment[name] is { } value ? _place.Translate(value, Name, _manifest.Mounts) : null);
}
