using System.Diagnostics;
using System.Globalization;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Exchange;

namespace ElasticMoE.Node.Clusters;

/// <summary>
/// A host that goes wrong when it is to run one row with one expert: its process dies, at once or after a while, as a row does that crashes the
/// kernels; or it throws. Only tests plant it.
/// </summary>
internal sealed class PoisonedHost(IExpertHost host, (int Layer, int Expert) at, ulong rowKey, int? diesAfterMs) : IExpertHost
{
    /// <summary>
    /// The environment variable that plants it: LAYER/EXPERT/KEY/HOW, with the row's <see cref="RowKey"/> as hexadecimal digits, and how as
    /// the milliseconds that dying takes, or "throws".
    /// </summary>
    public const string Variable = "EMOE_TEST_POISON_ROW";

    private const string Throws = "throws";

    public int HiddenSize => host.HiddenSize;

    /// <summary>The host as it is, where nothing is planted.</summary>
    /// <exception cref="InputException">The variable says something else.</exception>
    public static IExpertHost Around(IExpertHost host)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } planted)
            return host;
        string[] parts = planted.Split('/');
        int diesAfterMs = 0;
        if (parts.Length != 4 || !int.TryParse(parts[0], out int layer) || !int.TryParse(parts[1], out int expert)
            || !ulong.TryParse(parts[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong key)
            || (parts[3] != Throws && !int.TryParse(parts[3], out diesAfterMs)))
            throw new InputException(Variable, $"'{planted}' is not LAYER/EXPERT/KEY/HOW", ExitCode.Usage);
        return new PoisonedHost(host, (layer, expert), key, parts[3] == Throws ? null : diesAfterMs);
    }

    public int ExpertsOf(int layer) => host.ExpertsOf(layer);

    public void Run(ExpertWork work)
    {
        for (int row = 0; work.Layer == at.Layer && row < work.Rows; row++)
        {
            if (work.ExpertsOf(row).Contains(at.Expert) && RowKey.Of(work.Input.AsSpan(row * HiddenSize, HiddenSize)) == rowKey)
                GoWrong();
        }
        host.Run(work);
    }

    private void GoWrong()
    {
        if (diesAfterMs is not { } afterMs)
            throw new InvalidOperationException("a fault that a test has planted");
        using var never = new ManualResetEventSlim();
        never.Wait(afterMs);
        Process.GetCurrentProcess().Kill();
    }
}
