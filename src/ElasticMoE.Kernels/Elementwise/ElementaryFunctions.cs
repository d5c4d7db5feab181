using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Elementwise;

/// <summary>
/// exp, sigmoid and SiLU: one polynomial and the same operations for one value as for many, so that they don't depend on the machine or
/// its libraries. NaN stays NaN.
/// </summary>
public static class ElementaryFunctions
{
    internal static readonly KernelOperation ExpForms = new("exp", KernelOperation.WidestWithFma());
    internal static readonly KernelOperation SigmoidForms = new("sigmoid", KernelOperation.WidestWithFma());
    internal static readonly KernelOperation SiluForms = new("silu", KernelOperation.WidestWithFma());

    /// <summary>e to the x, within 1 unit in the last place; underflows gradually to 0, overflows to infinity.</summary>
    public static float Exp(float x) => default(ExpOperation).Apply(x);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static float Sigmoid(float x) => default(SigmoidOperation).Apply(x);

    /// <summary>x * sigmoid(x).</summary>
    public static float Silu(float x) => default(SiluOperation).Apply(x);

    /// <summary>y[i] = exp(x[i]); y may be x.</summary>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) => UnaryLoop.Run(ExpForms.Form, default(ExpOperation), x, y);

    /// <summary>y[i] = sigmoid(x[i]); y may be x.</summary>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryLoop.Run(SigmoidForms.Form, default(SigmoidOperation), x, y);

    /// <summary>y[i] = silu(x[i]); y may be x.</summary>
    public static void Silu(ReadOnlySpan<float> x, Span<float> y) => UnaryLoop.Run(SiluForms.Form, default(SiluOperation), x, y);
}
