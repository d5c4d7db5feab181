using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Elementwise;

/// <summary>The gated activations of an expert.</summary>
public static class SwiGlu
{
    internal static readonly KernelOperation PlainForms = new("swiglu", KernelOperation.WidestWithFma());
    internal static readonly KernelOperation ClampedForms = new("swiglu.clamped", KernelOperation.WidestWithFma());

    /// <summary>destination = silu(gate) * up; equal lengths, destination may be gate or up.</summary>
    public static void Apply(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> destination) =>
        Apply(PlainForms.Form, gate, up, destination);

    /// <summary>
    /// g = min(gate, limit), u = clamp(up, -limit, limit); destination = (u + 1) * (g * sigmoid(alpha * g)), as gpt-oss has it. Equal
    /// lengths, destination may be gate or up.
    /// </summary>
    public static void ApplyClamped(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, float alpha, float limit, Span<float> destination) =>
        BinaryLoop.Run(ClampedForms.Form, new ClampedSwiGluOperation(alpha, limit), gate, up, destination);

    internal static void Apply(KernelForm form, ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> destination) =>
        BinaryLoop.Run(form, default(SwiGluOperation), gate, up, destination);
}
