using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Exchange;

namespace ElasticMoE.Node.Faults;

/// <summary>
/// A host that goes wrong when it is to run one row with one expert: its process dies, at once or after a while, as a row does that crashes the
/// kernels; or it throws. Only tests plant it, and chaos runs where they are allowed.
/// </summary>
internal sealed class PoisonedHost(IExpertHost host, Func<PlantedRow?> planted) : IExpertHost
{
    /// <summary>The environment variable that plants it, as <see cref="PlantedRow.Parse"/> reads it.</summary>
    public const string Variable = "EMOE_TEST_POISON_ROW";

    public int HiddenSize => host.HiddenSize;

    /// <summary>The host as it is, where nothing is planted.</summary>
    /// <param name="host">Runs experts.</param>
    /// <param name="faults">What chaos runs plant; null where none are allowed.</param>
    /// <exception cref="InputException">The variable says something else.</exception>
    public static IExpertHost Around(IExpertHost host, FaultSwitches? faults)
    {
        PlantedRow? fromStart = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? PlantedRow.Parse(Variable, text) : null;
        return fromStart is null && faults is null ? host : new PoisonedHost(host, () => faults?.Poison ?? fromStart);
    }

    public int ExpertsOf(int layer) => host.ExpertsOf(layer);

    public void Run(ExpertWork work)
    {
        if (planted() is { } row)
            Look(work, row);
        host.Run(work);
    }

    private void Look(ExpertWork work, PlantedRow planted)
    {
        for (int row = 0; work.Layer == planted.Expert.Layer && row < work.Rows; row++)
        {
            if (work.ExpertsOf(row).Contains(planted.Expert.Index) && RowKey.Of(work.Input.AsSpan(row * HiddenSize, HiddenSize)) == planted.Key)
                GoWrong(planted);
        }
    }

    private static void GoWrong(PlantedRow planted)
    {
        if (planted.DiesAfterMs is not { } afterMs)
            throw new InvalidOperationException("a fault that a test has planted");
        using var never = new ManualResetEventSlim();
        never.Wait(afterMs);
        Process.GetCurrentProcess().Kill();
    }
}
