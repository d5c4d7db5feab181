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
        var start = new ProcessStartInfo(command[0]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in command[1..])
            start.ArgumentList.Add(argument);
        start.Environment["EMOE_CACHE"] = cache;
        start.Environment["EMOE_THREADS"] = "1";
        _process = Process.Start(start)!;
        Assert.Equal("ready", _process.StandardOutput.ReadLine());
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
