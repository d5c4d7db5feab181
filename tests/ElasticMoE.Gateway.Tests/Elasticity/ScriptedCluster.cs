using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Serving;

namespace ElasticMoE.Gateway.Tests.Elasticity;

/// <summary>A cluster that does at once what it is told under the right key.</summary>
internal sealed class ScriptedCluster : IElasticity
{
    public const string Key = "the-admin-key";

    public bool Sleeps { get; private set; }

    public int Replicas { get; private set; } = 1;

    public ExitCode Fails { get; set; }

    public Task SleepAsync(string key, CancellationToken cancelled) => DoAsync(key, () => Sleeps = true);

    public Task WakeAsync(string key, CancellationToken cancelled) => DoAsync(key, () => Sleeps = false);

    public Task ScaleAsync(string key, int replicas, CancellationToken cancelled) => DoAsync(key, () => Replicas = replicas);

    public async Task<ElasticityState> StateAsync(string key, CancellationToken cancelled)
    {
        await DoAsync(key, () => { });
        return new ElasticityState(Sleeps, Replicas > 1);
    }

    private Task DoAsync(string key, Action change)
    {
        if (key != Key)
            throw new InputException("supervisor", "the admin key is wrong", ExitCode.NotAllowed);
        if (Fails != ExitCode.Ok)
            throw new InputException("supervisor", "it is so", Fails);
        change();
        return Task.CompletedTask;
    }
}
