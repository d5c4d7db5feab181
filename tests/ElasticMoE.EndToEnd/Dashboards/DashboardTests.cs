using System.Diagnostics;
using ElasticMoE.EndToEnd.Processes;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Dashboards;

/// <summary>The dashboard of a running cluster, in a browser: `browse.mjs` says what is done and looked at.</summary>
[Collection(ProcessCollection.Name)]
public sealed class DashboardTests(MiniModel mini, ITestOutputHelper output) : IDisposable
{
    private const int Ok = 0;
    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(4);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_person_sees_the_cluster_live_and_scales_an_expert()
    {
        string? chromium = Find("chromium") ?? Find("chromium-browser") ?? Find("google-chrome"), node = Find("node");
        Assert.SkipWhen(chromium is null || node is null, "There is no Chromium or no Node.js on the path, with which the page is looked at.");
        using var cluster = new RunningCluster(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, 2, "--routers", "1");
        string key = File.ReadAllText(Path.Combine(cluster.Folder, "admin-key")).Trim();
        var start = new ProcessStartInfo(node!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["--no-warnings", "--experimental-websocket", Repository.PathOf("tests", "ElasticMoE.EndToEnd", "Dashboards", "browse.mjs"), chromium!, cluster.Gateway.ToString(), key, _folder.Root])
            start.ArgumentList.Add(argument);
        using Process browsing = Process.Start(start)!;
        Task<string> said = browsing.StandardOutput.ReadToEndAsync(), wrong = browsing.StandardError.ReadToEndAsync();
        using var guard = new CancellationTokenSource(s_hang);
        try
        {
            await browsing.WaitForExitAsync(guard.Token);
        }
        finally
        {
            if (!browsing.HasExited)
                browsing.Kill(entireProcessTree: true);
        }
        Assert.True(browsing.ExitCode == Ok, await wrong);
        output.WriteLine((await said).Trim());
    }

    public void Dispose() => _folder.Dispose();

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
