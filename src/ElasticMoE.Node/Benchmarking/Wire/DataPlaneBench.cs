using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Node.Measurement;

namespace ElasticMoE.Node.Benchmarking.Wire;

/// <summary>Links beside raw sockets of the same kind and the same bytes, in turns; and what steps through an exchange allocate and cost.</summary>
internal sealed class DataPlaneBench(int rounds, TimeProvider clock, Action<string> say, CancellationToken cancelled) : IDisposable
{
    private const int SmallBytes = 16 << 10, LargeBytes = 1 << 20;
    private const int SmallCount = 1_000, LargeCount = 100;
    private const int WarmUpSteps = 5_000, StepsPerWindow = 1_000, Windows = 5;
    private static readonly LinkTransport[] s_transports = [LinkTransport.Unix, LinkTransport.Tcp];

    private readonly DirectoryInfo _sockets = Directory.CreateTempSubdirectory("emoe-bench-");
    private int _addresses;

    public List<BenchFigure> Figures { get; } = [];

    public void Run()
    {
        foreach (LinkTransport transport in s_transports)
        {
            Compare(transport, isStream: false);
            Compare(transport, isStream: true);
        }
        foreach (LinkTransport transport in s_transports)
            Step(transport);
    }

    public void Dispose() => _sockets.Delete(recursive: true);

    private void Compare(LinkTransport transport, bool isStream)
    {
        int bytes = isStream ? LargeBytes : SmallBytes, count = isStream ? LargeCount : SmallCount;
        using var linkEcho = new LinkEcho(Address(transport), bytes);
        using var rawEcho = new RawEcho(Address(transport), bytes);
        IReadOnlyList<RateSamples> rates = InterleavedRounds.Run(
            [new EchoMeasurement(linkEcho, isStream, count, clock), new EchoMeasurement(rawEcho, isStream, count, clock)], rounds, (_, name) => say($"measuring {name}"), cancelled);
        // What else the machine does can only slow a round down: the best ones are compared.
        double link = rates[0].Best, raw = rates[1].Best;
        string at = $"{transport.ToString().ToLowerInvariant()}{(isStream ? "Throughput1MiB" : "RoundTrip16KiB")}";
        if (isStream)
        {
            Add($"{at}LinkBytesPerSecond", $"{transport} link, 1 MiB frames echoed", link * bytes, "B/s");
            Add($"{at}RawBytesPerSecond", $"{transport} socket, 1 MiB echoed", raw * bytes, "B/s");
            Add($"{at}Ratio", $"{transport} throughput, link / socket (at least 0.8)", link / raw, "");
            return;
        }
        Add($"{at}LinkMicroseconds", $"{transport} link, round trip of 16 KiB", 1e6 / link, "µs");
        Add($"{at}RawMicroseconds", $"{transport} socket, round trip of 16 KiB", 1e6 / raw, "µs");
        Add($"{at}Ratio", $"{transport} round trip, link / socket (at most 1.5)", raw / link, "");
    }

    private void Step(LinkTransport transport)
    {
        say($"measuring steps over {transport}");
        using var steps = new ExchangeSteps(Address(transport));
        Run(steps, WarmUpSteps);
        var bytes = new List<double>();
        double us = double.MaxValue;
        for (int window = 0; window < Windows; window++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true), started = clock.GetTimestamp();
            Run(steps, StepsPerWindow);
            us = Math.Min(us, clock.GetElapsedTime(started).TotalMicroseconds / StepsPerWindow);
            bytes.Add(GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        string at = transport.ToString().ToLowerInvariant();
        Add($"{at}ExchangeMicroseconds", $"an exchange of 8 rows with one node over {transport}", us, "µs");
        Add($"{at}AllocatedPerStepBytes", $"allocated per such exchange over {transport}, all threads", new RateSamples("", bytes).Median / StepsPerWindow, "B");
    }

    private void Run(ExchangeSteps steps, int count)
    {
        for (int i = 0; i < count; i++)
        {
            cancelled.ThrowIfCancellationRequested();
            steps.Run();
        }
    }

    private LinkAddress Address(LinkTransport transport) =>
        transport == LinkTransport.Unix ? new(transport, Path.Combine(_sockets.FullName, $"{++_addresses}")) : new(transport, "127.0.0.1");

    private void Add(string name, string text, double value, string unit) => Figures.Add(new(name, text, value, unit));
}
