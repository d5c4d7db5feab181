using System.Collections.Concurrent;

namespace ElasticMoE.Actors.Tests.Scripts;

/// <summary>Notes what is said, and its own end.</summary>
internal sealed class SayingPerformer(BlockingCollection<string> said) : IEffectPerformer<string>, IDisposable
{
    public void Perform(string effect) => said.Add(effect);

    public void Dispose() => said.Add("ended");
}
