using System.Runtime.InteropServices;
using ElasticMoE.Kernels;

namespace ElasticMoE.Node.Machine;

/// <summary>The machine that figures were measured on.</summary>
/// <param name="Processor">The processor's own name.</param>
/// <param name="Cores">Logical cores this process may use.</param>
/// <param name="MemoryBytes">Memory this process may use.</param>
/// <param name="System">Operating system and architecture.</param>
/// <param name="Vectors">The widest vectors that kernels use: "512-bit", "256-bit" or "scalar".</param>
internal sealed record MachineInfo(string Processor, int Cores, long MemoryBytes, string System, string Vectors)
{
    private const string ProcessorFile = "/proc/cpuinfo";

    public static MachineInfo Read() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}",
        KernelOperation.WidestWithFma() switch
        {
            KernelForm.Vector512 => "512-bit",
            KernelForm.Vector256 => "256-bit",
            _ => "scalar",
        });

    /// <summary>"AMD EPYC, 2 cores, 512-bit vectors, 23.5 GiB".</summary>
    public override string ToString() => $"{Processor}, {Cores} cores, {Vectors} vectors, {Output.Figures.Bytes(MemoryBytes)}";

    private static string ProcessorName()
    {
        if (!File.Exists(ProcessorFile))
            return RuntimeInformation.ProcessArchitecture.ToString();
        foreach (string line in File.ReadLines(ProcessorFile))
        {
            if (line.StartsWith("model name", StringComparison.Ordinal))
                return line[(line.IndexOf(':') + 1)..].Trim();
        }
        return RuntimeInformation.ProcessArchitecture.ToString();
    }
}
