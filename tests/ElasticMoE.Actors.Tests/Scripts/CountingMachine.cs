using ElasticMoE.Contracts;

namespace ElasticMoE.Actors.Tests.Scripts;

/// <summary>Counts messages and wants each count said; fails at a message below 0.</summary>
[Machine]
internal sealed class CountingMachine : IMachine<int, string>
{
    private int _count;

    public void Handle(int message, long nowUs, List<string> effects)
    {
        if (message < 0)
            throw new InvalidOperationException($"message {message}");
        effects.Add($"{++_count}: {message} at {nowUs}");
    }
}
