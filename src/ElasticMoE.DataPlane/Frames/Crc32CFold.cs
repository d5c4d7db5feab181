using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>
/// CRC-32C by carry-less multiplication: 256 bytes a turn are folded into four vectors of 512 bits, those into one of 128, whose remainder is
/// that of all (V. Gopal and others, Fast CRC computation for generic polynomials using PCLMULQDQ, Intel 2009). Folding by d bits multiplies
/// the lower half by x^(d+32) mod P and the upper by x^(d−32) mod P, both reflected.
/// </summary>
internal static class Crc32CFold
{
    /// <summary>Bytes from which it is worth while, and that one turn folds.</summary>
    public const int TurnBytes = 256;

    private const int VectorBytes = 64;

    public static bool IsSupported => Pclmulqdq.V512.IsSupported && Sse42.X64.IsSupported;

    private static Vector512<ulong> By2048 => Vector512.Create(Vector256.Create(Vector128.Create(0xDCB17AA4UL, 0xB9E02B86UL)));

    private static Vector512<ulong> By512 => Vector512.Create(Vector256.Create(Vector128.Create(0x740EEF02UL, 0x9E4ADDF8UL)));

    private static Vector128<ulong> By128 => Vector128.Create(0xF20C0DFEUL, 0x14CD00BD6UL);

    /// <summary>The register after whole turns.</summary>
    /// <param name="register">Before them.</param>
    /// <param name="bytes">One turn or more; what is beyond the last whole one is left alone.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Fold(uint register, ReadOnlySpan<byte> bytes)
    {
        ref ulong start = ref Unsafe.As<byte, ulong>(ref MemoryMarshal.GetReference(bytes));
        Vector512<ulong> a = Load(ref start, 0) ^ Vector512.CreateScalar((ulong)register);
        Vector512<ulong> b = Load(ref start, 1), c = Load(ref start, 2), d = Load(ref start, 3);
        for (nuint at = 4; at < (nuint)(bytes.Length / TurnBytes * (TurnBytes / VectorBytes)); at += 4)
        {
            a = Step(a, By2048) ^ Load(ref start, at);
            b = Step(b, By2048) ^ Load(ref start, at + 1);
            c = Step(c, By2048) ^ Load(ref start, at + 2);
            d = Step(d, By2048) ^ Load(ref start, at + 3);
        }
        b ^= Step(a, By512);
        c ^= Step(b, By512);
        d ^= Step(c, By512);
        Vector128<ulong> rest = d.GetLower().GetLower();
        rest = d.GetLower().GetUpper() ^ Step(rest, By128);
        rest = d.GetUpper().GetLower() ^ Step(rest, By128);
        rest = d.GetUpper().GetUpper() ^ Step(rest, By128);
        return (uint)Sse42.X64.Crc32(Sse42.X64.Crc32(0, rest[0]), rest[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Load(ref ulong start, nuint vector) => Vector512.LoadUnsafe(ref start, vector * (VectorBytes / sizeof(ulong)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Step(Vector512<ulong> value, Vector512<ulong> factors) =>
        Pclmulqdq.V512.CarrylessMultiply(value, factors, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(value, factors, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Step(Vector128<ulong> value, Vector128<ulong> factors) =>
        Pclmulqdq.CarrylessMultiply(value, factors, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, factors, 0x11);
}
