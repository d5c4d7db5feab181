using System.Buffers.Binary;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>
/// A dispatch's payload: for each row a count n (one byte) and n experts (two bytes each, ascending), zeros up to a multiple of 64, then the
/// rows' activations.
/// </summary>
public static class DispatchPayload
{
    private const int Alignment = 64;

    /// <summary>Bytes before the activations.</summary>
    public static int ListBytes(int rows, int pairs) => (rows + 2 * pairs + Alignment - 1) / Alignment * Alignment;

    /// <summary>Writes one row's list.</summary>
    /// <returns>What is left of <paramref name="lists"/>.</returns>
    public static Span<byte> WriteRow(Span<byte> lists, scoped ReadOnlySpan<int> experts)
    {
        lists[0] = checked((byte)experts.Length);
        for (int i = 0; i < experts.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(lists[(1 + 2 * i)..], checked((ushort)experts[i]));
        return lists[(1 + 2 * experts.Length)..];
    }

    /// <summary>Reads the lists of a payload into <paramref name="work"/>.</summary>
    /// <param name="payload">The whole payload.</param>
    /// <param name="header">Its frame's.</param>
    /// <param name="rowBytes">Bytes of one row's activations.</param>
    /// <param name="work">Begun anew, and given the rows' lists.</param>
    /// <returns>Where the activations begin.</returns>
    /// <exception cref="FrameFault">A list that is empty, too long or not ascending, or a payload of another length.</exception>
    public static int ReadLists(ReadOnlySpan<byte> payload, in FrameHeader header, int rowBytes, ExpertWork work)
    {
        work.Begin(header.Layer);
        Span<int> experts = stackalloc int[Limits.ActiveExpertsMax];
        int at = 0;
        for (int row = 0; row < header.Rows; row++)
        {
            int count = at < payload.Length ? payload[at] : 0;
            if (count == 0 || count > Limits.ActiveExpertsMax || at + 1 + 2 * count > payload.Length)
                throw new FrameFault($"a dispatch whose row {row} has {count} experts");
            for (int i = 0; i < count; i++)
            {
                experts[i] = BinaryPrimitives.ReadUInt16LittleEndian(payload[(at + 1 + 2 * i)..]);
                if (i > 0 && experts[i] <= experts[i - 1])
                    throw new FrameFault($"a dispatch whose row {row} has its experts out of order");
            }
            work.AddRow(experts[..count]);
            at += 1 + 2 * count;
        }
        int lists = ListBytes(work.Rows, work.Pairs);
        if (header.Rows == 0 || payload.Length != lists + (long)header.Rows * rowBytes)
            throw new FrameFault($"a dispatch of {payload.Length} bytes for {header.Rows} rows");
        return lists;
    }
}
