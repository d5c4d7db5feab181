using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Elementwise;

/// <summary>Sums and products of rows.</summary>
public static class Elementwise
{
    internal static readonly KernelOperation AddForms = new("add", KernelOperation.WidestWithFma());
    internal static readonly KernelOperation AddScaledForms = new("add.scaled", KernelOperation.WidestWithFma());
    internal static readonly KernelOperation ScaleForms = new("scale", KernelOperation.WidestWithFma());

    /// <summary>y[i] += x[i]; equal lengths.</summary>
    public static void Add(Span<float> y, ReadOnlySpan<float> x) => BinaryLoop.Run(AddForms.Form, default(AddOperation), y, x, y);

    /// <summary>accumulator[i] = fma(weight, x[i], accumulator[i]); equal lengths.</summary>
    public static void AddScaledFma(Span<float> accumulator, float weight, ReadOnlySpan<float> x) =>
        BinaryLoop.Run(AddScaledForms.Form, new AddScaledOperation(weight), accumulator, x, accumulator);

    /// <summary>y[i] *= factor.</summary>
    public static void Scale(Span<float> y, float factor) => UnaryLoop.Run(ScaleForms.Form, new ScaleOperation(factor), y, y);
}
