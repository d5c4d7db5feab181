using ElasticMoE.Kernels.Numbers;

namespace ElasticMoE.Model.Gating;

/// <summary>
/// Noise of a gate: mean 0, standard deviation 1, bell-shaped and within ±4.9. It is the sum of eight 16-bit uniforms (Irwin and Hall), exact in
/// integers, so that its bits are the same on every machine; the draw depends on seed, layer, position and expert alone.
/// </summary>
internal static class GateNoise
{
    /// <summary>Sets the draws apart from those of sampling, whose counters end in 0.</summary>
    private const uint Domain = 1;

    private const int Mean = 8 * 65535 / 2;

    /// <summary>1 / √(8 · (65536² − 1) / 12).</summary>
    private const float Scale = 1.8687933e-5f;

    public static float At(ulong seed, int layer, int position, int expert)
    {
        PhiloxBlock block = Philox.Generate(new((uint)position, (uint)layer, (uint)expert, Domain), (uint)seed, (uint)(seed >> 32));
        return (Halves(block.X0) + Halves(block.X1) + Halves(block.X2) + Halves(block.X3) - Mean) * Scale;
    }

    private static int Halves(uint word) => (int)(word & 0xFFFF) + (int)(word >> 16);
}
