using System.Collections.Concurrent;
using System.Diagnostics;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>`emoe node` without a parent that starts it again.</summary>
internal sealed class LoneNode : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts it and waits until it serves.</summary>
    /// <param name="prefix">What runs the program, or nothing.</param>
    /// <param name="folder">The cluster's folder.</param>
    /// <param name="cache">The folder of packed weights.</param>
    /// <param name="number">Which node.</param>
    /// <param name="more">Further arguments.</param>
    public LoneNode(string[] prefix, string folder, string cache, int number, params string[] more)
    {
        string[] command = [.. prefix, "dotnet", Path.Combine(AppContext.BaseDirectory, "emoe.dll"), "node", "--id", $"{number}", "--cluster", folder, "--with-parent", .. more];
        var start = new ProcessStartInfo(command[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in command[1..])
            start.ArgumentList.Add(argument);
        start.Environment["EMOE_CACHE"] = cache;
        start.Environment["EMOE_THREADS"] = "1";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Said.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        string? ready = _process.StandardOutput.ReadLine();
        while (ready == "beat")
            ready = _process.StandardOutput.ReadLine();
        if (ready is null)
            _process.WaitForExit();
        Assert.True(ready == "ready", $"node {number} says {ready ?? $"nothing and ends with {_process.ExitCode}"}: {string.Join(" | ", Said)}");
    }

    /// <summary>Its process.</summary>
    public int Pid => _process.Id;

    /// <summary>What it has said on standard error.</summary>
    public ConcurrentQueue<string> Said { get; } = [];

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
