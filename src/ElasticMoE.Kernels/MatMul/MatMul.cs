using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// Products of activation rows and packed weights. Each output depends on its weight row and its activation row alone: how many rows or
/// panels a call has, how they are tiled and in which form they run leaves no trace in the bits. (A NaN's payload is not part of that.)
/// F32 and Bf16: acc = 0; for k ascending: acc = fma(w[n, k], x[r, k], acc).
/// Q6K, Q4K and Mxfp4: see <see cref="StoredReference{TBlock}"/>.
/// Q8 and Q4: acc = 0; for blocks b of 32 inputs ascending: acc = fma((float)Σ w·x, dw[n, b] · dx[r, b], acc), the sum an exact integer.
/// </summary>
public static class MatMul
{
    private static readonly KernelOperation[] Operations =
    [
        new("matmul.f32", KernelOperation.WidestWithFma()),
        new("matmul.bf16", KernelOperation.WidestWithFma()),
        new("matmul.q8", KernelOperation.WidestWithFma()),
        new("matmul.q4", KernelOperation.WidestWithFma()),
        new("matmul.q6k", KernelOperation.WidestWithFma()),
        new("matmul.q4k", KernelOperation.WidestWithFma()),
        new("matmul.mxfp4", KernelOperation.WidestWithFma()),
    ];

    /// <summary>y[r · yStride + n] = Σ over k of w[n, k] · x[r, k] for r below rows.Count and n below outputs; no other element changes.</summary>
    /// <param name="format">The format of the panels.</param>
    /// <param name="panels">Exactly the panels of that many outputs; whoever splits work slices panels and y.</param>
    /// <param name="outputs">Output rows of the weights.</param>
    /// <param name="rows">The activations.</param>
    /// <param name="y">At least (rows.Count - 1) · yStride + outputs elements.</param>
    /// <param name="yStride">Elements from one row of y to the next; at least outputs.</param>
    /// <exception cref="ArgumentException">Lengths that don't fit each other.</exception>
    public static void Multiply(
        WeightFormat format, ReadOnlySpan<byte> panels, int outputs, in MatMulRows rows, Span<float> y, int yStride) =>
        Multiply(VariantFor(format), format, panels, rows, new MatMulResult(y, outputs, yStride));

    internal static KernelOperation OperationOf(WeightFormat format) =>
        (uint)format < (uint)Operations.Length ? Operations[(int)format] : throw PanelLayout.UnknownFormat(format);

    internal static MatMulVariant VariantFor(WeightFormat format) => VariantFor(format, OperationOf(format).Form);

    internal static MatMulVariant VariantFor(WeightFormat format, KernelForm form)
    {
        bool isQuantized = format is WeightFormat.Q8 or WeightFormat.Q4;
        bool dotProduct = AvxVnni.IsSupported && isQuantized;
        return form switch
        {
            KernelForm.Scalar => MatMulVariant.Scalar,
            KernelForm.Vector512 when isQuantized && ByteDotLibrary.IsUsed => MatMulVariant.Native512,
            KernelForm.Vector512 when format == WeightFormat.Q4 => MatMulVariant.Nibble512,
            KernelForm.Vector256 => dotProduct ? MatMulVariant.DotProduct256 : MatMulVariant.Vector256,
            _ => dotProduct ? MatMulVariant.DotProduct512 : MatMulVariant.Vector512,
        };
    }

    internal static unsafe void Multiply(
        MatMulVariant variant, WeightFormat format, ReadOnlySpan<byte> panels, in MatMulRows rows, in MatMulResult result)
    {
        CheckLengths(format, panels, rows, result);
        if (rows.Count == 0 || result.Outputs == 0)
            return;
        fixed (byte* panelsPinned = panels)
        fixed (float* values = rows.Values, scales = rows.Scales, y = result.Y)
        fixed (sbyte* quantized = rows.Quantized)
        fixed (int* sums = rows.Sums)
        {
            Run(variant, format, new MatMulCall
            {
                Panels = panelsPinned,
                PanelBytes = (nint)PanelLayout.PanelBytes(format, rows.Inputs),
                Outputs = result.Outputs,
                Rows = rows.Count,
                Inputs = rows.Inputs,
                Values = values,
                Quantized = quantized,
                Scales = scales,
                Sums = sums,
                Y = y,
                YStride = result.Stride,
            });
        }
    }

    private static void Run(MatMulVariant variant, WeightFormat format, in MatMulCall call)
    {
        switch (format)
        {
            case WeightFormat.F32: FloatMatMul<F32Panel>.Run(variant, call); break;
            case WeightFormat.Bf16: FloatMatMul<Bf16Panel>.Run(variant, call); break;
            case WeightFormat.Q8: QuantizedMatMul<Q8Block>.Run(variant, call); break;
            case WeightFormat.Q4: QuantizedMatMul<Q4Block>.Run(variant, call); break;
            case WeightFormat.Q6K: StoredMatMul<Q6KBlock>.Run(variant, call); break;
            case WeightFormat.Q4K: StoredMatMul<Q4KBlock>.Run(variant, call); break;
            case WeightFormat.Mxfp4: StoredMatMul<Mxfp4Block>.Run(variant, call); break;
            default: throw PanelLayout.UnknownFormat(format);
        }
    }

    private static void CheckLengths(WeightFormat format, ReadOnlySpan<byte> panels, in MatMulRows rows, in MatMulResult result)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows.Count);
        Require(panels.Length == PanelLayout.MatrixBytes(format, result.Outputs, rows.Inputs), nameof(panels));
        Require(result.Stride >= result.Outputs, "yStride");
        Require(rows.Count == 0 || result.Y.Length >= ((rows.Count - 1L) * result.Stride) + result.Outputs, "y");
        long values = (long)rows.Count * rows.Inputs;
        long blocks = values / PanelLayout.BlockInputs;
        if (format is WeightFormat.F32 or WeightFormat.Bf16)
            Require(rows.Values.Length == values, nameof(rows.Values));
        else
            Require(rows.Quantized.Length == values && rows.Scales.Length == blocks && rows.Sums.Length == blocks, nameof(rows.Quantized));
    }

    private static void Require(bool holds, string parameter)
    {
        if (!holds)
            throw new ArgumentException("The length does not fit the call's rows, inputs and outputs.", parameter);
    }
}
