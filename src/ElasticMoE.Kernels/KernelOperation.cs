using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels;

/// <summary>
/// One operation and the form chosen for it on this machine. The start-up self-test switches a form off that differs from the scalar
/// reference, for the life of the process.
/// </summary>
public sealed class KernelOperation
{
    private volatile KernelForm _form;

    /// <param name="name">Stable name, for reports: "matmul.bf16".</param>
    /// <param name="best">The best form this machine can run.</param>
    public KernelOperation(string name, KernelForm best)
    {
        Name = name;
        _form = best;
    }

    /// <summary>Stable name, for reports.</summary>
    public string Name { get; }

    /// <summary>The form in use.</summary>
    public KernelForm Form => _form;

    /// <summary>The widest plain vectors with hardware FMA; scalar where there is none.</summary>
    public static KernelForm WidestWithFma() =>
        Vector512.IsHardwareAccelerated && System.Runtime.Intrinsics.X86.Avx512F.IsSupported ? KernelForm.Vector512
        : System.Runtime.Intrinsics.X86.Fma.IsSupported && System.Runtime.Intrinsics.X86.Avx2.IsSupported ? KernelForm.Vector256
        : KernelForm.Scalar;

    /// <summary>Falls back to the scalar reference.</summary>
    public void SwitchOff() => _form = KernelForm.Scalar;
}
