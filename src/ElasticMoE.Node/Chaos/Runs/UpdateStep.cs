using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Faults;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>An expert has other weights for a while, and then its own again.</summary>
internal sealed class UpdateStep : IRunningFault
{
    private readonly IRunningFault _rollback;
    private readonly ManualResetEvent _ended = new(false);
    private readonly TimeSpan _time;

    private UpdateStep(IRunningFault rollback, TimeSpan time) => (_rollback, _time) = (rollback, time);

    /// <summary>Updates, and waits until new sequences have the new weights.</summary>
    /// <exception cref="InputException">The update is refused.</exception>
    public static UpdateStep Begin(ChaosTools tools, int forMs)
    {
        ChaosUpdate update = tools.Update!;
        update.Give(tools.Admin);
        var rollback = new CommandPost("experts/rollback", new JsonObject { ["expert"] = $"{update.Expert}" });
        return new(tools.Target.Begin(new(FaultKind.TakeBack, "", Limits.FaultMsMax) { Posts = [rollback] }), TimeSpan.FromMilliseconds(forMs));
    }

    public bool WaitForEnd()
    {
        _ended.WaitOne(_time);
        return true;
    }

    public void End() => _rollback.End();

    public void Dispose()
    {
        _rollback.Dispose();
        _ended.Dispose();
    }
}
