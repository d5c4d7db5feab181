using System.Runtime.CompilerServices;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Numbers;

/// <summary>
/// Widening of a small binary float with sign, exponent and mantissa: exponent and mantissa are shifted to where a float has them, and
/// one exact multiplication corrects the exponent's bias, subnormal numbers included. Results above the largest finite value are those
/// codes that stand for infinity or NaN.
/// </summary>
/// <param name="magnitudeMask">The bits of exponent and mantissa.</param>
/// <param name="magnitudeShift">Shift of the mantissa to a float's.</param>
/// <param name="signShift">Shift of the sign to a float's.</param>
/// <param name="biasFactor">Two to the power of 127 minus the format's bias.</param>
/// <param name="largestFinite">The format's largest finite value.</param>
/// <param name="notFiniteBits">What is or-ed into the bits of larger results.</param>
internal readonly struct SmallFloatWidening(
    uint magnitudeMask, int magnitudeShift, int signShift, float biasFactor, float largestFinite, uint notFiniteBits) : IWidening
{
    public float Apply(uint bits)
    {
        float magnitude = BitConverter.UInt32BitsToSingle((bits & magnitudeMask) << magnitudeShift) * biasFactor;
        if (magnitude > largestFinite)
            magnitude = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(magnitude) | notFiniteBits);
        uint sign = (bits << signShift) & 0x8000_0000;
        return BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(magnitude) | sign);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TForm, TVector>(TVector bits)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        TVector magnitude = TForm.ShiftLeft(TForm.And(bits, TForm.CreateBits(magnitudeMask)), magnitudeShift);
        magnitude = TForm.Multiply(magnitude, TForm.Create(biasFactor));
        TVector notFinite = TForm.Or(magnitude, TForm.CreateBits(notFiniteBits));
        magnitude = TForm.IfGreater(magnitude, TForm.Create(largestFinite), notFinite, magnitude);
        return TForm.Or(magnitude, TForm.And(TForm.ShiftLeft(bits, signShift), TForm.CreateBits(0x8000_0000)));
    }
}
