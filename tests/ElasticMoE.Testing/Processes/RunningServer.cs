using System.Collections.Concurrent;
using System.Diagnostics;

namespace ElasticMoE.Testing.Processes;

/// <summary>`emoe serve` with the default model as a process of its own, on a port that the system chose; the test project refers to the program. Disposing ends it.</summary>
public sealed class RunningServer : IDisposable
{
    /// <summary>Bytes it takes of a request.</summary>
    public const int BodyBytesMax = 100_000;

    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];

    /// <summary>Starts one that asks for keys: test-key-1, narrow-key (one request at a time), slow-key-1 and slow-key-2 (one a minute).</summary>
    public RunningServer()
        : this(["--api-keys", "KEYS"])
    {
    }

    private RunningServer(string[] arguments)
    {
        File.WriteAllText(_folder.PathOf("keys"), "test-key-1\nnarrow-key concurrent=1\nslow-key-1 rpm=1\nslow-key-2 rpm=1\n");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "emoe.dll"), "serve", Repository.PathOf("models", "emoe-mini"), "--port", "0", "--body-max", $"{BodyBytesMax}", .. arguments])
            start.ArgumentList.Add(argument == "KEYS" ? _folder.PathOf("keys") : argument);
        start.Environment["EMOE_CACHE"] = _folder.PathOf("cache");
        start.Environment["EMOE_THREADS"] = "1";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Url = WaitForLine("listens on").Split(' ')[^1];
    }

    /// <summary>Starts one that asks for no key.</summary>
    /// <param name="arguments">Further arguments of `emoe serve`.</param>
    public static RunningServer With(params string[] arguments) => new(arguments);

    /// <summary>`http://ADDRESS:PORT`.</summary>
    public string Url { get; }

    /// <summary>Asks it to end.</summary>
    public void Terminate() => ProcessSignals.Terminate(_process.Id);

    /// <summary>Waits for its end and returns its exit code.</summary>
    public int WaitForExit()
    {
        if (!_process.WaitForExit(s_hang))
            throw new InvalidOperationException("the server doesn't end");
        return _process.ExitCode;
    }

    /// <summary>Bytes of memory it holds.</summary>
    public long MemoryBytes()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    /// <summary>Takes lines it writes until one has these words.</summary>
    public string WaitForLine(string words)
    {
        var seen = new List<string>();
        while (_lines.TryTake(out string? line, s_hang))
        {
            seen.Add(line);
            if (line.Contains(words, StringComparison.Ordinal))
                return line;
        }
        throw new InvalidOperationException($"the server doesn't say '{words}', but: {string.Join(" | ", seen)}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _lines.Dispose();
        _folder.Dispose();
    }

    private void Add(string? line)
    {
        if (line is not null)
            _lines.Add(line);
    }
}
