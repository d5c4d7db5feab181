using System.Globalization;
using System.Text.Json.Nodes;
using ElasticMoE.Placement.Autoscaling;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>
/// Nothing but translations: experts of other domains fall asleep and their memory is given back, rare rows don't make them come and go, another
/// domain is answered all the same, and load of it wakes them. With `EMOE_QUIET_DOMAINS=default` the autoscaler has its default policy, and a
/// minute; otherwise it is told to be four times as quick.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class QuietDomainTests(MiniModel mini, ITestOutputHelper output) : IDisposable
{
    private const int Nodes = 3, Side = 4, OthersMax = 12, PassesMax = 50;

    private static readonly bool s_isDefault = Environment.GetEnvironmentVariable("EMOE_QUIET_DOMAINS") == "default";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task TranslationAloneLetsOtherDomainsExpertsSleepAndTheyAnswerAllTheSame()
    {
        (string Prompt, string Answer)[] translations = Cases("translation"), others = [.. Cases("arithmetic").Where(one => one.Answer == "40 + 64 = 104"), .. Cases("sql").Take(OthersMax)];
        using var cluster = new RunningCluster(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, Nodes, "--routers", "1");
        using var admin = new AdminSession(cluster.Folder);
        using var streams = new HttpStreams(cluster.Gateway);
        await admin.UntilAsync("status", status => (string?)status["health"] == "healthy");
        if (!s_isDefault)
            await admin.DoAsync("autoscale/set", new { knobs = new { sleepAfterS = 5, slowAverageS = 2.5, fastAverageS = 1, trendAverageS = 7.5 } });
        string[] expected = await AskAsync(streams, others);
        // Which experts they would wake, once the router has told of their rows.
        string[] theirs = [];
        for (int passes = 0; theirs.Length == 0 && passes < PassesMax; passes++)
        {
            Assert.Equal(expected, await AskAsync(streams, others));
            theirs = await UsedAsync(admin);
        }
        Assert.NotEmpty(theirs);
        JsonObject before = await admin.StatusAsync();
        long mappedBefore = MappedBytes(cluster);
        Assert.Equal(0, (int)before["expertsAsleep"]!);
        int fifth = (int)before["experts"]! / 5;

        long began = TimeProvider.System.GetTimestamp();
        Task<JsonObject> asleep = admin.UntilAsync("placement/get", placement => Asleep(placement["entries"]!.AsArray()).ToArray() is var names && names.Length >= fifth && names.Intersect(theirs).Any());
        double? seconds = null;
        do
        {
            await TranslateAsync(streams, translations);
            if (asleep.IsCompleted)
                seconds ??= TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        }
        while (!asleep.IsCompleted || (s_isDefault && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromMinutes(1)));
        await asleep;
        // What sleeps keeps one standby: the other replica's memory is given back.
        JsonObject quiet = await admin.UntilAsync("status", status => (long)status["residentBytes"]! < (long)before["residentBytes"]!);
        output.WriteLine($"a fifth of {before["experts"]} experts, some of {theirs.Length} that others use, sleeps after {seconds:0} s, in the end {quiet["expertsAsleep"]}; replicas take {quiet["residentBytes"]} bytes, {before["residentBytes"]} before; nodes have {MappedBytes(cluster)} bytes of files in memory, {mappedBefore} before");

        // Another domain, once: its standbys serve it. Nothing that fell asleep has woken for rare rows, to fall asleep again.
        Assert.Equal(expected[0], Assert.Single(await AskAsync(streams, others[..1])));
        await TranslateAsync(streams, translations);
        string[] fellAsleep = await FellAsleepAsync(admin);
        Assert.Equal(fellAsleep.Distinct(), fellAsleep);

        // Load of other domains wakes their experts, however many others fall asleep meanwhile.
        string[] sleeping = [.. Asleep(await admin.WantedAsync())];
        Task<JsonObject> woken = admin.UntilAsync("placement/get", placement => sleeping.Except(Asleep(placement["entries"]!.AsArray())).Any());
        do
            Assert.Equal(expected, await AskAsync(streams, others));
        while (!woken.IsCompleted);
        output.WriteLine($"load of other domains woke {sleeping.Except(Asleep((await woken)["entries"]!.AsArray())).Count()} experts at first");
        await TranslateAsync(streams, translations);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What the nodes' processes have of files in memory, as the system counts it (RssFile).</summary>
    private static long MappedBytes(RunningCluster cluster) => Enumerable.Range(0, Nodes)
        .Select(node => File.ReadLines($"/proc/{cluster.NodePid(node)}/status").Single(line => line.StartsWith("RssFile:", StringComparison.Ordinal)))
        .Sum(line => long.Parse(line["RssFile:".Length..^"kB".Length], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) << 10);

    /// <summary>The experts that are wanted awake nowhere.</summary>
    private static IEnumerable<string> Asleep(JsonArray wanted) => wanted.Where(entry => entry!["awake"]!.AsArray().Count == 0).Select(entry => (string)entry!["expert"]!);

    /// <summary>The model's own evaluation cases of a domain, which it answers exactly.</summary>
    private static (string Prompt, string Answer)[] Cases(string domain) =>
    [
        .. File.ReadLines(Path.Combine(MiniModel.Directory, "eval.jsonl")).Select(line => JsonNode.Parse(line)!)
            .Where(one => (string?)one["domain"] == domain && one["answer"] is not null && one["messages"]!.AsArray().Count == 1)
            .Select(one => ((string)one["messages"]![0]!["content"]!, (string)one["answer"]!)),
    ];

    private static async Task<string[]> AskAsync(HttpStreams streams, (string Prompt, string Answer)[] cases)
    {
        var answers = new List<string>();
        foreach ((string Prompt, string Answer)[] some in cases.Chunk(Side))
            answers.AddRange(await Task.WhenAll(some.Select(one => streams.AskAsync(one.Prompt))));
        return [.. answers];
    }

    /// <summary>The experts that have had clearly more of their layer's rows until now than would wake them.</summary>
    private static async Task<string[]> UsedAsync(AdminSession admin)
    {
        const double Clearly = 1.5;
        JsonArray experts = (await admin.GetAsync("experts/get")).AsArray();
        double used = Clearly * new AutoscalerSettings().WakeAbove * experts.Select(LayerOf).Distinct().Count() / experts.Count;
        return [.. experts.Where(expert => (double)expert!["loadShare"]! > used).Select(expert => (string)expert!["expert"]!)];

        static string LayerOf(JsonNode? expert) => ((string)expert!["expert"]!).Split('/')[0];
    }

    private static async Task TranslateAsync(HttpStreams streams, (string Prompt, string Answer)[] translations) =>
        Assert.Equal(translations.Select(one => $"{one.Answer}[stop]"), await AskAsync(streams, translations));

    /// <summary>Which experts the autoscaler put to sleep, in order.</summary>
    private static async Task<string[]> FellAsleepAsync(AdminSession admin)
    {
        const string Intro = "awake replicas wanted: ", None = "0 of ";
        JsonArray events = (await admin.GetAsync("events?since=0&max=1000")).AsArray();
        return
        [
            .. events.Where(one => (string?)one!["kind"] == "ReplicasSet").SelectMany(one => ((string)one!["text"]!)[Intro.Length..].Split(", "))
                .Where(count => count.StartsWith(None, StringComparison.Ordinal)),
        ];
    }
}
