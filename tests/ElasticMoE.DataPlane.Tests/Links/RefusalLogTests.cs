using ElasticMoE.DataPlane.Links;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Links;

/// <summary>A peer that is refused again and again is told of once a minute.</summary>
public sealed class RefusalLogTests
{
    private readonly VirtualTime _time = new();
    private readonly List<string> _lines = [];
    private readonly RefusalLog _log;

    public RefusalLogTests() => _log = new(_lines.Add, _time);

    [Fact]
    public void OneHostAndCauseMakeOneLineAMinute()
    {
        foreach (int port in Enumerable.Range(1, 5))
            _log.Refused($"tcp:10.0.0.1:{port}", "no");
        _log.Refused("tcp:10.0.0.1:6", "another cause");
        _log.Refused("tcp:10.0.0.2:7", "no");
        Assert.Equal(["refused tcp:10.0.0.1:1: no", "refused tcp:10.0.0.1:6: another cause", "refused tcp:10.0.0.2:7: no"], _lines);
        _time.Advance(TimeSpan.FromMinutes(1));
        _log.Refused("tcp:10.0.0.1:8", "no");
        Assert.Equal("refused tcp:10.0.0.1:8: no; 4 more since this was said last", _lines[^1]);
    }

    [Fact]
    public void SocketsOfOneMachineCountByTheirPath()
    {
        _log.Refused("unix:/a", "no");
        _log.Refused("unix:/a", "no");
        _log.Refused("unix:/b", "no");
        Assert.Equal(2, _lines.Count);
    }

    [Fact]
    public void ManyDifferentStrangersFillNeitherTheLogNorTheMemory()
    {
        for (int host = 0; host < 10_000; host++)
            _log.Refused($"tcp:host{host}:1", "no");
        Assert.InRange(_lines.Count, 1, 256);
        _time.Advance(TimeSpan.FromMinutes(1));
        _log.Refused("tcp:another:1", "no");
        Assert.StartsWith("refused tcp:another:1", _lines[^1], StringComparison.Ordinal);
    }
}
