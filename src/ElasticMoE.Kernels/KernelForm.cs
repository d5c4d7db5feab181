namespace ElasticMoE.Kernels;

/// <summary>The form in which an operation runs. All forms of one operation give the same bits.</summary>
public enum KernelForm : byte
{
    /// <summary>The reference: one value at a time; it defines the operation.</summary>
    Scalar = 0,

    /// <summary>256-bit vectors.</summary>
    Vector256 = 1,

    /// <summary>512-bit vectors.</summary>
    Vector512 = 2,
}
