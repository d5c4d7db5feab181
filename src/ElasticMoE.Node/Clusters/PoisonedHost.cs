using System.Diagnostics;
using System.Globalization;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Exchange;

namespace ElasticMoE.Node.Clusters;

/// <summary>A host that kills its process when it is to run one row with one expert, as a row does that crashes the kernels. Only tests plant it.</summary>
internal sealed class PoisonedHost(IExpertHost host, int layer, int expert, ulong rowKey) : IExpertHost
{
    /// <summary>The environment variable that plants it: LAYER/EXPERT/KEY, the row's <see cref="RowKey"/> as hexadecimal digits.</summary>
    public const string Variable = "EMOE_TEST_POISON_ROW";

    public int HiddenSize => host.HiddenSize;

    /// <summary>The host as it is, where nothing is planted.</summary>
    /// <exception cref="InputException">The variable says something else.</exception>
    public static IExpertHost Around(IExpertHost host)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } planted)
            return host;
        string[] parts = planted.Split('/');
        if (parts.Length != 3 || !int.TryParse(parts[0], out int layer) || !int.TryParse(parts[1], out int expert)
            || !ulong.TryParse(parts[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong key))
            throw new InputException(Variable, $"'{planted}' is not LAYER/EXPERT/KEY", ExitCode.Usage);
        return new PoisonedHost(host, layer, expert, key);
    }

    public int ExpertsOf(int layer) => host.ExpertsOf(layer);

    public void Run(ExpertWork work)
    {
        for (int row = 0; work.Layer == layer && row < work.Rows; row++)
        {
            if (work.ExpertsOf(row).Contains(expert) && RowKey.Of(work.Input.AsSpan(row * HiddenSize, HiddenSize)) == rowKey)
                Process.GetCurrentProcess().Kill();
        }
        host.Run(work);
    }
}
