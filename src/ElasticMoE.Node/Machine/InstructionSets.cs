using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using ElasticMoE.Kernels.MatMul;

namespace ElasticMoE.Node.Machine;

/// <summary>Instruction sets of this processor that kernels can make use of, as the runtime reports them.</summary>
internal static class InstructionSets
{
    public static IReadOnlyList<string> Supported()
    {
        (string Name, bool Here)[] known =
        [
            ("AVX-512F", Avx512F.IsSupported), ("AVX-512BW", Avx512BW.IsSupported), ("AVX-512VBMI", Avx512Vbmi.IsSupported),
            ("AVX-VNNI", AvxVnni.IsSupported), ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AdvSimd", AdvSimd.IsSupported),
            ("Dp", Dp.IsSupported),
        ];
        return [.. known.Where(set => set.Here).Select(set => set.Name)];
    }

    /// <summary>Which form of the byte dot products q8 and q4 use.</summary>
    public static string ByteDots() =>
        ByteDotLibrary.IsUsed ? "native, AVX-512 VNNI" : AvxVnni.IsSupported ? "managed, AVX-VNNI" : "managed";
}
