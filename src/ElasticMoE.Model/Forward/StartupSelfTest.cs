using ElasticMoE.Kernels.SelfTest;

namespace ElasticMoE.Model.Forward;

/// <summary>
/// The kernels' self-test, once in the life of a process and before its first step. It runs beside the loading of the first model, which
/// waits for the disk meanwhile.
/// </summary>
public static class StartupSelfTest
{
    private static readonly Lazy<Task<SelfTestReport>> s_run = new(() => Task.Run(KernelSelfTest.Run));

    /// <summary>What it found; waits until it is done.</summary>
    public static SelfTestReport Report => s_run.Value.GetAwaiter().GetResult();

    /// <summary>Starts it, where nobody has yet.</summary>
    public static void Begin() => _ = s_run.Value;
}
