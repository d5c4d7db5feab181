using System.Numerics;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Operations;

/// <summary>A slice's bounds against a length, after Python's rules for missing, negative and far ends.</summary>
internal readonly record struct SliceBounds(int Start, int Step, int Count)
{
    public static SliceBounds Of(TemplateValue from, TemplateValue to, TemplateValue step, int length)
    {
        BigInteger stride = Read(step) ?? BigInteger.One;
        if (stride.IsZero)
            throw new TemplateFault("slice step cannot be zero");
        bool forward = stride.Sign > 0;
        int low = forward ? 0 : -1;
        int high = forward ? length : length - 1;
        int start = Clamp(Read(from), length, low, high) ?? (forward ? low : high);
        int stop = Clamp(Read(to), length, low, high) ?? (forward ? high : low);
        int limited = (int)BigInteger.Max(-int.MaxValue, BigInteger.Min(int.MaxValue, stride));
        long distance = forward ? (long)stop - start : (long)start - stop;
        int count = distance <= 0 ? 0 : (int)((distance - 1) / Math.Abs((long)limited)) + 1;
        return new SliceBounds(start, limited, count);
    }

    private static BigInteger? Read(TemplateValue bound) => bound switch
    {
        NoneValue => null,
        { AsInteger: BigInteger integer } => integer,
        _ => throw new TemplateFault("slice indices must be integers or None"),
    };

    private static int? Clamp(BigInteger? bound, int length, int low, int high)
    {
        if (bound is not BigInteger index)
            return null;
        if (index.Sign < 0)
            index += length;
        return index < low ? low : index > high ? high : (int)index;
    }
}
