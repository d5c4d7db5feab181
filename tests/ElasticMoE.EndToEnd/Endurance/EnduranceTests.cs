using ElasticMoE.EndToEnd.Processes;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Endurance;

/// <summary>
/// Many streams through a whole cluster while its processes are killed, halted and started again, and its experts scaled and put to sleep: no request fails, and every text is the single
/// process's. It takes half a minute because that is what it is about; docs/testing.md has the long run.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class EnduranceTests(MiniModel mini, ITestOutputHelper output) : IDisposable
{
    private const int Nodes = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly EnduranceSettings _settings = EnduranceSettings.Read();

    [Fact]
    public async Task No_request_fails_and_every_text_is_the_single_processes()
    {
        (Question Question, string Answer)[] expected = await AskAloneAsync();
        using var cluster = new RunningCluster(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, Nodes, "--routers", "2");
        using var troubles = new Troubles(cluster, mini.Experts, _settings);
        using var asker = new Asker(cluster.Gateway, troubles.Heard);
        var crowd = new Crowd(asker, expected, _settings, () => cluster.SecondsSinceStart);
        using var ended = new CancellationTokenSource();
        Task asking = crowd.RunAsync(ended.Token);
        try
        {
            await Task.Factory.StartNew(() => troubles.Run(TimeSpan.FromSeconds(_settings.Seconds)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            await ended.CancelAsync();
            await asking;
        }
        output.WriteLine($"{crowd.Answers} answers equal, {crowd.Failures.Count} failed or different, {troubles.Happened.Count} troubles: {string.Join(", ", troubles.Happened)}");
        if (!crowd.Failures.IsEmpty)
            output.WriteLine(string.Join('\n', [.. crowd.Failures, .. cluster.Said]));
        Assert.Empty(crowd.Failures);
        Assert.True(crowd.Answers > _settings.Streams, $"only {crowd.Answers} answers");
        Assert.True(await asker.MetricAsync("emoe_prefix_cache_hit_tokens_total") > 0);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What `emoe serve` answers, where no cluster is.</summary>
    private async Task<(Question Question, string Answer)[]> AskAloneAsync()
    {
        using var server = RunningServer.With("--grace", "1");
        using var asker = new Asker(new Uri(server.Url));
        return await Task.WhenAll(Questions.Draw(2 * _settings.Streams, _settings.Seed).Select(async question => (question, await asker.AskAsync(question))));
    }
}
