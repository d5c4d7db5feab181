using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.Numbers;

/// <summary>
/// MXFP4: blocks of 32 e2m1 values in 16 bytes, low nibble first, with one e8m0 scale per block: value × 2^(scale − 127), scale 255 is
/// NaN (OCP Microscaling Formats specification 1.0).
/// </summary>
public static class Mxfp4
{
    /// <summary>Values in a block.</summary>
    public const int BlockValues = 32;

    /// <summary>Bytes of a block, without its scale.</summary>
    public const int BlockBytes = 16;

    internal static readonly KernelOperation Operation = new("dequantize.mxfp4", KernelOperation.WidestWithFma());

    private static ReadOnlySpan<float> CodeValues => [0f, 0.5f, 1f, 1.5f, 2f, 3f, 4f, 6f, -0f, -0.5f, -1f, -1.5f, -2f, -3f, -4f, -6f];

    /// <summary>The values of all blocks: n × 16 bytes and n scales give n × 32 floats.</summary>
    public static void Dequantize(ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> scales, Span<float> values) =>
        Dequantize(Operation.Form, blocks, scales, values);

    internal static void Dequantize(KernelForm form, ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> scales, Span<float> values)
    {
        if (blocks.Length != (long)scales.Length * BlockBytes || values.Length != (long)scales.Length * BlockValues)
            throw new ArgumentException($"{blocks.Length} bytes and {scales.Length} scales for {values.Length} values", nameof(values));
        for (int b = 0; b < scales.Length; b++)
        {
            ReadOnlySpan<byte> block = blocks.Slice(b * BlockBytes, BlockBytes);
            Span<float> block32 = values.Slice(b * BlockValues, BlockValues);
            if (form == KernelForm.Vector512)
                Vector512Block(block, ScaleOf(scales[b]), block32);
            else if (form == KernelForm.Vector256)
                Vector256Block(block, ScaleOf(scales[b]), block32);
            else
                ScalarBlock(block, ScaleOf(scales[b]), block32);
        }
    }

    // A scale of 0 stands for 2^-127, which is a subnormal float.
    private static float ScaleOf(byte scale) =>
        scale == 255 ? float.NaN : BitConverter.UInt32BitsToSingle(scale == 0 ? 0x0040_0000 : (uint)scale << 23);

    private static void ScalarBlock(ReadOnlySpan<byte> block, float scale, Span<float> values)
    {
        for (int i = 0; i < BlockBytes; i++)
        {
            values[2 * i] = CodeValues[block[i] & 15] * scale;
            values[(2 * i) + 1] = CodeValues[block[i] >> 4] * scale;
        }
    }

    private static void Vector256Block(ReadOnlySpan<byte> block, float scale, Span<float> values)
    {
        Vector256<float> magnitudes = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(CodeValues));
        ref float destination = ref MemoryMarshal.GetReference(values);
        for (int i = 0; i < BlockValues; i += 8)
        {
            Vector256<uint> codes = CodesOf(BitConverter.ToUInt32(block[(i / 2)..]));
            Vector256<float> value = Vector256.Shuffle(magnitudes, (codes & Vector256.Create(7u)).AsInt32());
            Vector256<uint> sign = Vector256.ShiftLeft(codes & Vector256.Create(8u), 28);
            ((value.AsUInt32() | sign).AsSingle() * Vector256.Create(scale)).StoreUnsafe(ref destination, (nuint)i);
        }
    }

    private static void Vector512Block(ReadOnlySpan<byte> block, float scale, Span<float> values)
    {
        Vector512<float> codeValues = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(CodeValues));
        ref float destination = ref MemoryMarshal.GetReference(values);
        for (int i = 0; i < BlockValues; i += 16)
        {
            Vector512<uint> codes = Vector512.Create(
                CodesOf(BitConverter.ToUInt32(block[(i / 2)..])), CodesOf(BitConverter.ToUInt32(block[((i / 2) + 4)..])));
            Vector512<float> value = Vector512.Shuffle(codeValues, codes.AsInt32());
            (value * Vector512.Create(scale)).StoreUnsafe(ref destination, (nuint)i);
        }
    }

    // Eight nibbles of four bytes, low nibble first, one a lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> CodesOf(uint nibbles)
    {
        ulong lowNibbles = SpreadBytes(nibbles & 0x0F0F_0F0F);
        ulong highNibbles = SpreadBytes((nibbles >> 4) & 0x0F0F_0F0F);
        Vector128<byte> codes = Vector128.CreateScalar(lowNibbles | (highNibbles << 8)).AsByte();
        Vector128<ushort> wide = Vector128.WidenLower(codes);
        return Vector256.Create(Vector128.WidenLower(wide), Vector128.WidenUpper(wide));
    }

    // Byte i moves to byte 2i.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SpreadBytes(ulong fourBytes)
    {
        ulong pairs = (fourBytes | (fourBytes << 16)) & 0x0000_FFFF_0000_FFFF;
        return (pairs | (pairs << 8)) & 0x00FF_00FF_00FF_00FF;
    }
}
